package brigade.state.measure;

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

    /** A far peak counts when it is so high and so far above the next. */
    private static final double FAR_HEIGHT_MIN = 14;

    private static final double FAR_CLEARNESS_MIN = 1.5;

    /** The way from a loudspeaker to a microphone stays; clocks' drift is far less. */
    private static final double SAME_MS = 2;

    private static final double RISE = 0.4;
    private static final double FALL = 0.2;

    private float @Nullable [] sum;
    private int looks;
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
            total[i] = FADE * total[i] + look.near()[i];
            squares += total[i] * total[i];
            best = Math.abs(total[i]) > Math.abs(total[best]) ? i : best;
        }
        double height = Math.abs(total[best]) / Math.sqrt(squares / total.length + 1e-20);
        near = looks < LOOKS_MIN ? 0 : Math.clamp((height - CHANCE) / (CLEAR - CHANCE), 0, 1);
        nearLagMs = BleedLook.nearLagMs(best);
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
        return (looks > 0 && looks < LOOKS_MIN) || (confidence > 0.1 && confidence < SURE);
    }

    /** How long after its clock it comes, milliseconds: a loudspeaker here is about 0, a second device seconds. */
    public double lagMs() {
        return near >= far ? nearLagMs : farLagMs;
    }
}
