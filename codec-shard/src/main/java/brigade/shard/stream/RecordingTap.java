package brigade.shard.stream;

/** What is recorded is told to this: voices as they came, before anything was done to them. It never waits. */
public interface RecordingTap {
    /** Records nothing. */
    RecordingTap NONE = new RecordingTap() {
        @Override
        public void recording(String room, boolean on) {}

        @Override
        public void voice(
                byte[] room,
                long person,
                long connection,
                long clock,
                int bucket,
                boolean reset,
                byte[] bytes,
                int[] offsets,
                int[] lengths,
                int packets) {}
    };

    /** Tick thread: whether voices of {@code room} are recorded from now on; may say the same again. */
    void recording(String room, boolean on);

    /**
     * A message of somebody's voice in a room that is recorded, in the order in which it is decoded. A thread that decodes calls;
     * those of one connection one after the other.
     *
     * @param room its id in UTF-8; not to be changed
     * @param connection of the singer, on this shard since it began: a decoder of its own
     * @param clock first sample of the encoder's input of the first packet
     * @param reset whether the encoder was reset before it
     * @param bytes where the packets lie; to be copied
     * @param packets none: the end of a spurt
     */
    void voice(
            byte[] room,
            long person,
            long connection,
            long clock,
            int bucket,
            boolean reset,
            byte[] bytes,
            int[] offsets,
            int[] lengths,
            int packets);
}
