package brigade.state.room;

/** What one singer is told of how he is heard, and what that is worked out from. Agent thread only. */
final class Heard {
    static final String NOBODY = "nobody";
    static final String HEARD = "heard";
    static final String QUIET = "quiet";
    static final String LATE = "late";
    static final String OFF = "off";

    /** As told last; empty before. */
    String state = "";

    int downstream = -1;

    /** Samples that came, those among them that were late, and the loudest RMS, since the last look. */
    long samples;

    long lateSamples;
    float loudest;

    /** Forgets what was measured. */
    void begin() {
        samples = 0;
        lateSamples = 0;
        loudest = 0;
    }
}
