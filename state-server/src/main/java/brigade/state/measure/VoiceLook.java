package brigade.state.measure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One look at the last seconds of a voice: filled by the agent, worked out by a worker, read by the agent again. Used again and
 * again; about 60 kB.
 */
public final class VoiceLook {
    /** Hops looked at: 8 s. */
    public static final int HOPS = 8 * VoiceFeatures.HOPS_PER_SECOND;

    /** Hops of the reference: 300 ms more at both ends. */
    static final int REFERENCE_HOPS = HOPS + 2 * OnsetCorrelation.LAG_HOPS;

    /** What is heard in pauses varies by less than this, what is sung softly by more. */
    private static final double STEADY_DB = 4;

    /** Hops that hiss is judged by: the last 2.5 s. */
    private static final int NOISE_HOPS = 5 * VoiceFeatures.HOPS_PER_SECOND / 2;

    /** With less than this of sound on either side nothing is said of the timing: 2.5 s. */
    private static final int SOUNDING_MIN = 5 * VoiceFeatures.HOPS_PER_SECOND / 2;

    /** With less than this there is nothing to say of noise: 1.5 s. */
    private static final int NOISE_MIN = 3 * VoiceFeatures.HOPS_PER_SECOND / 2;

    private final float[] energy = new float[HOPS];
    private final float[] treble = new float[HOPS];
    private final float[] onsets = new float[HOPS];
    private final float[] sorted = new float[HOPS];
    private final float[] referenceEnergy = new float[REFERENCE_HOPS];
    private final float[] referenceTreble = new float[REFERENCE_HOPS];
    private final float[] referenceOnsets = new float[REFERENCE_HOPS];
    private final float[] curve = new float[OnsetCorrelation.LAGS];
    private boolean hasReference;
    private boolean hasCurve;
    private double floorDb = Double.NaN;
    private double hissDb = Double.NaN;
    private boolean steady;
    private double loudDb = Double.NaN;

    /** Copies what there is of {@code voice}, and of {@code reference} in the same clocks (or none). */
    public void fill(VoiceFeatures voice, VoiceFeatures reference, long endHop) {
        fill(voice, endHop);
        reference.copyEnergy(endHop - HOPS - OnsetCorrelation.LAG_HOPS, referenceEnergy, REFERENCE_HOPS);
        reference.copyTreble(endHop - HOPS - OnsetCorrelation.LAG_HOPS, referenceTreble, REFERENCE_HOPS);
        hasReference = true;
    }

    /** Copies what there is of {@code voice}, for a look without a reference. */
    public void fill(VoiceFeatures voice, long endHop) {
        voice.copyEnergy(endHop - HOPS, energy, HOPS);
        voice.copyTreble(endHop - HOPS, treble, HOPS);
        hasReference = false;
    }

    /** Worker: works out what is to be known. */
    public void work() {
        judgeNoise();
        hasCurve = false;
        if (hasReference) {
            int sounding = Onsets.of(energy, treble, onsets, HOPS);
            int leading = Onsets.of(referenceEnergy, referenceTreble, referenceOnsets, REFERENCE_HOPS);
            if (sounding >= SOUNDING_MIN && leading >= SOUNDING_MIN) {
                OnsetCorrelation.of(onsets, referenceOnsets, HOPS, curve);
                hasCurve = true;
            }
        }
    }

    private void judgeNoise() {
        int count = gather(energy, HOPS);
        boolean enough = count >= NOISE_MIN;
        floorDb = enough ? db(sorted[count / 10]) : Double.NaN;
        loudDb = enough ? db(sorted[count * 9 / 10]) : Double.NaN;
        steady = enough && db(sorted[count * 3 / 20]) - db(sorted[count / 20]) < STEADY_DB;
        count = gather(treble, NOISE_HOPS);
        hissDb = count >= NOISE_MIN ? db(sorted[count / 10]) : Double.NaN;
    }

    /** Sorts what came in the last seconds; returns how many hops. */
    private int gather(float[] from, int hops) {
        int count = 0;
        for (int i = HOPS - hops; i < HOPS; i++) {
            if (from[i] >= 0) {
                sorted[count++] = from[i];
            }
        }
        Arrays.sort(sorted, 0, count);
        return count;
    }

    private static double db(float meanSquare) {
        return 10 * Math.log10(meanSquare + 1e-12);
    }

    /** Whether the softest tenth is of one level, as a room's noise is. */
    public boolean isFloorSteady() {
        return steady;
    }

    /** Level that 90% of the last 8 s are above, dBFS; NaN when too little came. */
    public double floorDb() {
        return floorDb;
    }

    /** Level that 10% of the last 8 s are above, dBFS; NaN when too little came. */
    public double loudDb() {
        return loudDb;
    }

    /** Level of the white noise that the treble never falls below in the last 2.5 s, dBFS; NaN when too little came. */
    public double hissDb() {
        return hissDb;
    }

    /** The correlation with the reference, or null when one of them was silent for too long. */
    float @Nullable [] curve() {
        return hasCurve ? curve : null;
    }
}
