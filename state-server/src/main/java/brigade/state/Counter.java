package brigade.state;

/** What the state server counts. All grow from 0 at its start, except where the sentence says "now". */
public enum Counter {
    CALLS(1, "calls", "Calls answered, whatever the answer."),
    CALLS_REFUSED(2, "calls_refused", "Calls answered with a 4xx: their sender's fault."),
    CALLS_FAILED(3, "calls_failed", "Calls answered with a 5xx: our fault, or for the moment."),
    CALLS_HANDED_BACK(4, "calls_handed_back", "Calls for an earlier server, handed back to be sent again."),
    SHARDS(5, "shards", "Shards served now."),
    SHARDS_ATTACHED(6, "shards_attached", "Shards taken on."),
    SHARDS_DETACHED(7, "shards_detached", "Shards dropped: stopped, restarted or silent."),
    ERRORS(8, "errors", "Errors survived: failed calls, bad files, bad turns of the agent."),
    TURNS(9, "turns", "Turns of the agent that found work."),
    TURN_MAX_US(10, "turn_max_us", "Longest turn of the agent, microseconds.");

    private final int id;
    private final String label;
    private final String sentence;

    Counter(int id, String label, String sentence) {
        this.id = id;
        this.label = label;
        this.sentence = sentence;
    }

    /** Number that never changes its meaning; they run from 1 without a gap. */
    public int id() {
        return id;
    }

    /** Name for machines. */
    public String label() {
        return label;
    }

    /** What it counts, for people. */
    public String sentence() {
        return sentence;
    }
}
