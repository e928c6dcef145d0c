package brigade.shard.exchange;

/** What is recorded of old clients is told to this: their voices as they came. Any thread; it never waits. */
public interface OldVoiceTap {
    /** Records nothing. */
    OldVoiceTap NONE = new OldVoiceTap() {
        @Override
        public void oldClient(String room, boolean recorded) {}

        @Override
        public void voice(OldVoice voice) {}
    };

    /** An old client of {@code room} had an answer just now, and the room is recorded, or not. */
    void oldClient(String room, boolean recorded);

    /** What he sang, of a room that is recorded; those of one client come one after the other. */
    void voice(OldVoice voice);
}
