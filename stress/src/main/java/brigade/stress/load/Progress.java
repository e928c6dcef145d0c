package brigade.stress.load;

/** Told how a run goes, twice a second; from a thread of the run. */
public interface Progress {
    /** Something begins that has no counts yet. */
    void step(String what);

    /**
     * Counts so far.
     *
     * @param elapsedSeconds since the first intended time
     * @param answered whole answers
     * @param late of these, too late
     * @param errors requests without a whole answer
     * @param p99Ms latency so far
     */
    void counted(LoadPlan plan, double elapsedSeconds, long answered, long late, long errors, double p99Ms);
}
