package brigade.client;

/** What a client counts of what it hears and sings. Written by one thread at a time; read under the client's lock. */
public final class MixCounts {
    private long frames;
    private long lateFrames;
    private long gaps;
    private long broken;
    private long skips;

    MixCounts() {}

    void frame(int samplesWithoutPlace) {
        frames++;
        lateFrames += samplesWithoutPlace > 0 ? 1 : 0;
    }

    void oneGap() {
        gaps++;
    }

    void oneBroken() {
        broken++;
    }

    void skip() {
        skips++;
    }

    /** Frames decoded. */
    public long frames() {
        return frames;
    }

    /** Of these, frames of which something came after its time: a hole in what was heard. */
    public long lateFrames() {
        return lateFrames;
    }

    /** How often messages were missing. */
    public long gaps() {
        return gaps;
    }

    /** Packets that the codec could not take, and messages that were not as the protocol says. */
    public long broken() {
        return broken;
    }

    /** How often playback was so far behind that it began anew. */
    public long skips() {
        return skips;
    }
}
