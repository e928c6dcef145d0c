package brigade.state.measure;

/**
 * Where notes begin: how much louder each hop is than the one 15 ms before, in dB, of the whole and of the treble together. The
 * "rectified spectral flux" of the literature (Dixon, "Onset detection revisited", 2006) with two bands. Stateless.
 */
final class Onsets {
    /** Hops between what is compared. */
    private static final int BACK = 3;

    /** Softer than that is silence: -55 dBFS, and -75 dBFS of treble. */
    private static final double FLOOR = 3.2e-6;

    private static final double TREBLE_FLOOR = 3.2e-8;

    /** A rise counts up to this: the first note after a rest is one note. */
    private static final float RISE_MAX_DB = 15;

    private static final float DB = (float) (10 / Math.log(10));

    private Onsets() {}

    /**
     * Computes onset strengths of {@code hops} hops.
     *
     * @param energy mean squares; overwritten by levels
     * @param treble the same of the treble; overwritten
     * @return how many hops had sound in them
     */
    static int of(float[] energy, float[] treble, float[] out, int hops) {
        int sounding = 0;
        for (int i = 0; i < hops; i++) {
            sounding += energy[i] > FLOOR ? 1 : 0;
            energy[i] = DB * (float) Math.log(Math.max(energy[i], 0) + FLOOR);
            treble[i] = DB * (float) Math.log(Math.max(treble[i], 0) + TREBLE_FLOOR);
        }
        for (int i = 0; i < hops; i++) {
            out[i] = i < BACK ? 0 : rise(energy, i) + rise(treble, i);
        }
        return sounding;
    }

    private static float rise(float[] level, int i) {
        return Math.clamp(level[i] - level[i - BACK], 0, RISE_MAX_DB);
    }
}
