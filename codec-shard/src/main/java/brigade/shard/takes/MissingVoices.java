package brigade.shard.takes;

import java.util.Arrays;

/**
 * Which groups of voices a mix lacks in each 20 ms of a window. With {@code r} what is left of the mix when all groups are taken off it,
 * a group {@code s} with gain {@code g} that is there leaves nothing, one that is missing leaves {@code -gs}: adding it makes
 * {@code |r|²} smaller by its own energy. The one that helps most is added first, so that one voice that is like another is not taken
 * for missing with it. Where 60 ms do not tell, longer stretches do. One thread.
 */
final class MissingVoices {
    private static final int FRAME = 960;

    /** Frames on either side that are looked at with one, from sure to last resort. */
    private static final int[] REACH_FRAMES = {1, 4, 12};

    /** Of -1 (missing) to 1 (there): nearer to 0 is not sure. */
    private static final double SURE = 0.5;

    /** What is there with this, or less, of its energy is missing. */
    private static final double MISSING = -0.35;

    /** Softer than this, power per sample, nobody is missed: -70 dBFS. */
    private static final double SILENT = 1e-7;

    private final double[] gains;
    private final int frames;

    /** By frame: the groups' products with each other, weighted. */
    private final double[][][] energy;

    /** By frame: the groups' products with what is left of the mix, weighted. */
    private final double[][] left;

    MissingVoices(SoundFile mix, VoiceGroups groups, double[] gains, long from, long to) {
        this.gains = gains;
        int n = gains.length;
        frames = (int) Math.ceilDiv(to - from, FRAME);
        energy = new double[frames][n][n];
        left = new double[frames][n];
        float[] rest = new float[FRAME];
        float[][] pcm = new float[n][FRAME];
        for (int frame = 0; frame < frames; frame++) {
            long at = from + (long) frame * FRAME;
            Arrays.fill(rest, mix.read(at, rest), FRAME, 0);
            for (int k = 0; k < n; k++) {
                Arrays.fill(pcm[k], groups.sound(k).read(at, pcm[k]), FRAME, 0);
                for (int i = 0; i < FRAME; i++) {
                    pcm[k][i] *= (float) gains[k];
                    rest[i] -= pcm[k][i];
                }
            }
            for (int k = 0; k < n; k++) {
                for (int l = 0; l < n; l++) {
                    energy[frame][k][l] = l < k ? energy[frame][l][k] : GroupGains.dot(pcm[k], pcm[l]);
                }
                left[frame][k] = GroupGains.dot(pcm[k], rest);
            }
        }
    }

    int frames() {
        return frames;
    }

    /** By group and frame: whether it is missing. */
    boolean[][] find() {
        boolean[][] missing = new boolean[gains.length][frames];
        for (int frame = 0; frame < frames; frame++) {
            for (int reach : REACH_FRAMES) {
                if (decide(frame, reach, missing)) {
                    break;
                }
            }
        }
        return missing;
    }

    /** Decides for one frame by those around it; whether that is sure. */
    private boolean decide(int frame, int reach, boolean[][] missing) {
        int n = gains.length;
        double[][] e = new double[n][n];
        double[] r = new double[n];
        int first = Math.max(0, frame - reach);
        int last = Math.min(frames - 1, frame + reach);
        for (int at = first; at <= last; at++) {
            for (int k = 0; k < n; k++) {
                r[k] += left[at][k];
                for (int l = 0; l < n; l++) {
                    e[k][l] += energy[at][k][l];
                }
            }
        }
        double silent = SILENT * FRAME * (last - first + 1);
        boolean[] added = new boolean[n];
        for (int best = mostMissed(e, r, added, silent); best >= 0; best = mostMissed(e, r, added, silent)) {
            added[best] = true;
            for (int k = 0; k < n; k++) {
                r[k] += e[best][k];
            }
        }
        boolean sure = true;
        for (int k = 0; k < n; k++) {
            missing[k][frame] = added[k];
            // With it added, 2 <r, s> is 0 where it was missing indeed; not added, where it is there.
            sure &= e[k][k] <= silent || Math.abs(2 * r[k]) <= (1 - SURE) * e[k][k];
        }
        return sure;
    }

    /** Whose addition helps most, relative to what he sings; -1 when nobody's does. */
    private static int mostMissed(double[][] e, double[] r, boolean[] added, double silent) {
        int best = -1;
        double gained = 0;
        for (int k = 0; k < added.length; k++) {
            double change = 2 * r[k] + e[k][k];
            if (!added[k] && e[k][k] > silent && change < MISSING * e[k][k] && change < gained) {
                best = k;
                gained = change;
            }
        }
        return best;
    }
}
