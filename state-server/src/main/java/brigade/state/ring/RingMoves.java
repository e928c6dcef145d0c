package brigade.state.ring;

/**
 * Is told everything that changes what rings hold and how the stream {@code all} is mixed of them, in order. Told the same, fresh
 * rings make the same samples: {@link RingReplay}. Agent thread; must not wait, nor allocate.
 */
@FunctionalInterface
public interface RingMoves {
    /** Wants to know nothing. */
    RingMoves NONE = (kind, nowSamples, who, at, value) -> {};

    /** Rings were made: who = samples of their reach, at = samples ahead, value = 1 when a former process left them. */
    int MADE = 1;

    /** The median voice was measured. */
    int MEASURED = 2;

    /** The room's volumes: who = room and backing, at = leader and others, two floats each; value = 1 with crowd scaling. */
    int VOLUMES = 3;

    /** A voice was opened. */
    int VOICE_OPENED = 4;

    /** A voice was closed. */
    int VOICE_CLOSED = 5;

    /** A voice's fader and trim, two floats in at; value = 1 muted + 2 soloed. */
    int VOICE_SET = 6;

    /** How far behind now a singer sings: at. */
    int VOICE_DELAY = 7;

    /** Samples of a voice came: at = the first, value = how many. */
    int VOICE_WROTE = 8;

    /** What a voice added at {@code at} and later was taken back. */
    int VOICE_TAKEN_BACK = 9;

    /** The lead is closed below at; told before what its leader writes. */
    int LEAD_CLOSED = 10;

    /** A song began: who leads it, at = its start, value = its plan ({@link RingReplay#planOf}). */
    int SONG_STARTED = 11;

    /** Somebody else leads the song that starts at {@code at}. */
    int SONG_LED = 12;

    /** The song that starts at {@code at} ends at value. */
    int SONG_ENDS = 13;

    /** Under the song that starts at {@code at} plays: value 0 nothing, 1 its track, else a metronome (who = its accents). */
    int SONG_BACKED = 14;

    /** The stream {@code all} was opened: who = frames kept, at = its delay, value = its first sample. */
    int ALL_OPENED = 15;

    /** The delay of the stream {@code all} is at. */
    int ALL_DELAY = 16;

    /** Frames of the stream {@code all} close now. */
    int ALL_CLOSED = 17;

    /** The stream {@code all} was dropped. */
    int ALL_DROPPED = 18;

    /** Nothing is told any more: the rings are gone, or the recording has ended. */
    int OVER = 19;

    /**
     * One move.
     *
     * @param kind one of the constants
     * @param nowSamples the rings' clock
     * @param who a user's id, or what the kind says
     */
    void move(int kind, long nowSamples, long who, long at, long value);

    /** Two floats in one long. */
    static long pair(float high, float low) {
        return ((long) Float.floatToRawIntBits(high) << 32) | (Float.floatToRawIntBits(low) & 0xffff_ffffL);
    }

    /** The first of a {@link #pair}. */
    static float high(long pair) {
        return Float.intBitsToFloat((int) (pair >>> 32));
    }

    /** The second of a {@link #pair}. */
    static float low(long pair) {
        return Float.intBitsToFloat((int) pair);
    }
}
