package brigade.shard.stream;

/**
 * Hears the packets of a room's stream {@code all} inside the shard: what HTTP listeners are served from. Counts as a
 * member of bucket 0. All calls come from the tick thread: copy, never wait.
 */
public interface PacketListener {
    /**
     * One frame, in the order of clocks; a hole in the clocks is a gap.
     *
     * @param clock first sample of the encoder's input, on the grid
     * @param reset whether the encoder was reset before it
     */
    void packet(long clock, boolean reset, byte[] bytes, int offset, int length);

    /** The room takes no listener (any more); {@code reason} is that of {@code bye} or {@code error}. Last call. */
    void ended(String reason);
}
