package brigade.shard.takes;

import java.util.List;

/**
 * How loud each group of voices is in a mix: the gains with which their sum comes nearest to it (least squares), drawn somewhat to the
 * usual ones, which are all there is for a group that was silent. One thread.
 */
final class GroupGains {
    /** How much the usual gain counts beside what is measured. */
    private static final double DRAW = 0.02;

    /** Power per sample of what counts as silent: -80 dBFS. */
    private static final double SILENT = 1e-8;

    /** Beyond this factor from the usual, it was measured wrong. */
    private static final double OFF_MAX = 6;

    private static final int BLOCK = 960;

    private final VoiceGroups groups;

    GroupGains(VoiceGroups groups) {
        this.groups = groups;
    }

    double[] measure(SoundFile mix, List<OutageWindows.Window> where) {
        int n = groups.size();
        double[][] a = new double[n][n + 1];
        float[][] pcm = new float[n][BLOCK];
        float[] mixed = new float[BLOCK];
        long measured = 0;
        for (OutageWindows.Window window : where) {
            for (long at = window.from(); at + BLOCK <= window.to(); at += BLOCK) {
                mix.read(at, mixed);
                for (int k = 0; k < n; k++) {
                    groups.sound(k).read(at, pcm[k]);
                }
                for (int k = 0; k < n; k++) {
                    for (int l = k; l < n; l++) {
                        a[k][l] += dot(pcm[k], pcm[l]);
                    }
                    a[k][n] += dot(pcm[k], mixed);
                }
                measured += BLOCK;
            }
        }
        double[] gains = new double[n];
        for (int k = 0; k < n; k++) {
            for (int l = 0; l < k; l++) {
                a[k][l] = a[l][k];
            }
        }
        for (int k = 0; k < n; k++) {
            double draw = DRAW * a[k][k] + SILENT * Math.max(1, measured);
            a[k][k] += draw;
            a[k][n] += draw * groups.usualGain(k);
        }
        solve(a, gains);
        for (int k = 0; k < n; k++) {
            double usual = groups.usualGain(k);
            gains[k] = Math.clamp(gains[k], usual / OFF_MAX, usual * OFF_MAX);
        }
        return gains;
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Gauss; the matrix is symmetric and positive definite, so that no rows need to be exchanged. */
    private static void solve(double[][] a, double[] x) {
        int n = x.length;
        for (int k = 0; k < n; k++) {
            for (int row = k + 1; row < n; row++) {
                double factor = a[row][k] / a[k][k];
                for (int column = k; column <= n; column++) {
                    a[row][column] -= factor * a[k][column];
                }
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            double sum = a[k][n];
            for (int l = k + 1; l < n; l++) {
                sum -= a[k][l] * x[l];
            }
            x[k] = sum / a[k][k];
        }
    }
}
