package brigade.shard.stream;

/** What is recorded is told to this: voices as they came, before anything was done to them, and the mix of all. It never waits. */
public interface RecordingTap {
    /** Records nothing. */
    RecordingTap NONE = new RecordingTap() {
        @Override
        public void recording(String room, boolean on) {}

        @Override
        public void voice(VoiceMessage message) {}

        @Override
        public void mix(byte[] room, long encoder, long clock, boolean reset, byte[] bytes, int offset, int length) {}

        @Override
        public void outage(byte[] room, long fromClock, long toClock, long behindSamples) {}
    };

    /** Tick thread: whether this shard has somebody of {@code room}, and it is recorded, from now on; may say the same again. */
    void recording(String room, boolean on);

    /**
     * A message of somebody's voice in a room that is recorded, as it came, whether it can be decoded now or not. Its socket's thread
     * calls, so those of one connection come one after the other.
     *
     * @param message to be copied
     */
    void voice(VoiceMessage message);

    /**
     * One packet of the stream {@code all} of a room that is recorded, in the order of its clocks. A thread that encodes calls.
     *
     * @param room its id in UTF-8; not to be changed
     * @param encoder which one made it, on this shard since it began: one decoder each
     * @param clock first sample of the encoder's input
     * @param reset whether the encoder was reset before it
     * @param bytes where the packet lies; to be copied
     */
    void mix(byte[] room, long encoder, long clock, boolean reset, byte[] bytes, int offset, int length);

    /**
     * Tick thread: another state server answered at {@code toClock}; the one before had not since {@code fromClock}. What was sung
     * meanwhile came late to the mix of a room that is recorded, if at all.
     *
     * @param room its id in UTF-8; not to be changed
     * @param behindSamples how far behind now the mix of all was; 0 when it was not heard here
     */
    void outage(byte[] room, long fromClock, long toClock, long behindSamples);
}
