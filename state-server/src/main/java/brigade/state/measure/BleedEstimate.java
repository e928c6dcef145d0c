package brigade.state.measure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody's microphone hears the song from a loudspeaker, as several looks agree. Agent thread only.
 *
 * <p>A loudspeaker in the room is found by the sum of the looks' correlations around lag 0: its peak adds up, those of two voices that
 * happen to have the same pitch do not. A device that plays the song seconds later is found by clear peaks at the same lag again and again.
 */
public final class BleedEstimate {
    /** From this confidence on it is acted upon. */
    public static final double SURE = 0.8;

    /** Of an old look's weight, what is left after the next. */
    private static final float FADE = 0.85f;

    /** Before so many looks nothing is said. */
    private static final int LOOKS_MIN = 3;

    /** The sum's peak over its effective value: by chance up to about the first, without doubt from the second on. */
    private static final double CHANCE = 6.5;

    private static final double CLEAR = 10;

    /** One look gives no more than this: by itself it says nothing, two that happen to agree neither. */
    private static final float LOOK_MAX = 12;

    /** A far peak counts when it is so high and so far above the next. */
    private static final double FAR_HEIGHT_MIN = 14;

    private static final double FAR_CLEARNESS_MIN = 1.5;

    /** A peak is judged by what lies up to 8 ms around it, but for 1 ms that is its own; at 8 kHz. */
    private static final int AROUND = 64;

    private static final int OWN = 8;

    /** The median of the magnitudes of noise, of its effective value. */
    private static final double MEDIAN_OF_NOISE = 0.6745;

    /** The way from a loudspeaker to a microphone stays; clocks' drift is far less. */
    private static final double SAME_MS = 2;

    /** Above it another look is due at once. */
    private static final double SUSPECT = 0.1;

    private static final double RISE = 0.4;
    private static final double FALL = 0.2;

    private final float[] neighbours = new float[2 * AROUND + 1];
    private float @Nullable [] sum;
    private int looks;

    /** Whether something stood out in the looks so far, be they too few to say more. */
    private boolean stands;

    private double near;
    private double nearLagMs;
    private double far;
    private double farLagMs = Double.NaN;

    /** Takes the result of a look; one in which either was silent changes nothing. */
    public void take(BleedLook look) {
        if (!look.heard()) {
            return;
        }
        looks++;
        takeNear(look);
        takeFar(look);
    }

    private void takeNear(BleedLook look) {
        float[] total = sum;
        if (total == null) {
            total = new float[BleedLook.NEAR];
            sum = total;
        }
        double squares = 0;
        int best = 0;
        for (int i = 0; i < total.length; i++) {
            total[i] = FADE * total[i] + Math.clamp(look.near()[i], -LOOK_MAX, LOOK_MAX);
            squares += total[i] * total[i];
            best = Math.abs(total[i]) > Math.abs(total[best]) ? i : best;
        }
        double level = Math.max(Math.sqrt(squares / total.length), around(total, best));
        double height = Math.abs(total[best]) / (level + 1e-10);
        double likely = Math.clamp((height - CHANCE) / (CLEAR - CHANCE), 0, 1);
        stands = likely > SUSPECT;
        near = looks < LOOKS_MIN ? 0 : likely;
        nearLagMs = BleedLook.nearLagMs(best);
    }

    /**
     * The level around a peak. Who begins his notes well in time has all that correlates by chance within some milliseconds: a broad
     * hump, of which the highest value stands out of the whole, but not of its neighbours. The median leaves out single reflections, so that a
     * loudspeaker in a room keeps its peak.
     */
    private double around(float[] total, int peak) {
        int count = 0;
        for (int i = Math.max(0, peak - AROUND); i < Math.min(total.length, peak + AROUND + 1); i++) {
            if (Math.abs(i - peak) > OWN) {
                neighbours[count++] = Math.abs(total[i]);
            }
        }
        Arrays.sort(neighbours, 0, count);
        return neighbours[count / 2] / MEDIAN_OF_NOISE;
    }

    private void takeFar(BleedLook look) {
        boolean clear = look.height() >= FAR_HEIGHT_MIN && look.clearness() >= FAR_CLEARNESS_MIN;
        if (clear && Math.abs(look.lagMs() - farLagMs) <= SAME_MS) {
            far = Math.min(1, far + RISE);
            return;
        }
        far = Math.max(0, far - FALL);
        // Another lag is believed only once the old one has worn off: tunes repeat themselves.
        if (clear && far < RISE) {
            farLagMs = look.lagMs();
        }
    }

    /** Forgets everything. */
    public void forget() {
        sum = null;
        looks = 0;
        stands = false;
        near = 0;
        far = 0;
        farLagMs = Double.NaN;
    }

    /** 0 to 1. */
    public double confidence() {
        return Math.max(near, far);
    }

    /** Whether it is neither sure nor out of the question: another look is due at once. */
    public boolean isSuspect() {
        double confidence = confidence();
        return (looks < LOOKS_MIN && stands) || (confidence > SUSPECT && confidence < SURE);
    }

    /** How long after its clock it comes, milliseconds: a loudspeaker here is about 0, a second device seconds. */
    public double lagMs() {
        return near >= far ? nearLagMs : farLagMs;
    }
}
