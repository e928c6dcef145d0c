package brigade.wire.stream;

/** The numbers of streams, in messages and in blocks: what somebody sends or hears. */
public final class StreamId {
    /** What a singer sings; to the server only. */
    public static final int VOICE = 0;

    /** The leader's first pass. */
    public static final int LEAD = 1;

    /** Track or click. */
    public static final int BACKING = 2;

    /** The other voices that a bucket hears. */
    public static final int CROWD = 3;

    /** Repeats of a round. */
    public static final int ROUND = 4;

    /** Soloed voices, for who asks. */
    public static final int SOLO = 5;

    /** Everything, for listeners. */
    public static final int ALL = 6;

    /** First of the talkers; also what a talker himself sends. */
    public static final int TALKER_FIRST = 7;

    /** Last of the talkers. */
    public static final int TALKER_LAST = 10;

    /** How many numbers there are. */
    public static final int COUNT = 11;

    private static final String[] NAMES = {
        "voice", "lead", "backing", "crowd", "round", "solo", "all", "talker1", "talker2", "talker3", "talker4"
    };

    private StreamId() {}

    /** Whether it is a stream of the mix: lead to all. */
    public static boolean isMix(int stream) {
        return stream >= LEAD && stream <= ALL;
    }

    /** Whether it is a talker's. */
    public static boolean isTalker(int stream) {
        return stream >= TALKER_FIRST && stream <= TALKER_LAST;
    }

    /** Its name for people and counters. */
    public static String name(int stream) {
        return stream >= 0 && stream < COUNT ? NAMES[stream] : "stream " + stream;
    }
}
