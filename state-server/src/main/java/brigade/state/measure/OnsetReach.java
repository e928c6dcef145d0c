package brigade.state.measure;

/** How far the timing of a voice is looked for. */
public final class OnsetReach {
    /** Hops to either side: 300 ms. A reference has to reach so far beyond the voice. */
    public static final int HOPS = OnsetCorrelation.LAG_HOPS;

    private OnsetReach() {}
}
