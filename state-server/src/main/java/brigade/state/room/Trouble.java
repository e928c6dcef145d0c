package brigade.state.room;

import brigade.state.measure.BleedEstimate;
import brigade.state.measure.TimingEstimate;
import java.util.List;

/**
 * One reason to look after one singer.
 *
 * @param value in the reason's own unit, docs/protocol.md 6.3
 * @param badness 0..1: how far over its bound, twice the bound is 1
 */
record Trouble(Singer singer, Reason reason, double value, double badness) {
    private static final int CLIPPED_SECONDS = 5;
    private static final double CLIPPED_MIN_MS = 20;
    private static final double HISS_MIN_DB = -52;
    private static final double FLOOR_MIN_DB = -45;

    /** From this on he is told of it, and offered a correction. */
    static final double TIMING_MIN_MS = 25;

    private static final double LATE_MIN_PERCENT = 10;
    private static final double QUIET_MIN_DB = 20;

    /** Softer than this he does not sing. */
    private static final double SINGS_MIN_DB = -60;

    /** Twice as much as sound pressure. */
    private static final double DOUBLE_DB = 6;

    /**
     * Adds what is wrong with {@code singer}.
     *
     * @param medianDb of all who sing, NaN when not known
     */
    static void find(Singer singer, long now, double medianDb, List<Trouble> out) {
        VoiceWatch watch = singer.watch;
        if (watch == null || singer.muted || !watch.isFresh(now)) {
            return;
        }
        int clipped = watch.clippedMs(CLIPPED_SECONDS);
        if (clipped >= CLIPPED_MIN_MS) {
            out.add(new Trouble(singer, Reason.CLIPPING, clipped, over(clipped, CLIPPED_MIN_MS)));
        } else if (watch.hissDb >= HISS_MIN_DB) {
            // What is clipped hisses as well.
            out.add(new Trouble(singer, Reason.NOISE, watch.hissDb, overDb(watch.hissDb - HISS_MIN_DB)));
        } else if (watch.noiseDb() >= FLOOR_MIN_DB) {
            out.add(new Trouble(singer, Reason.NOISE, watch.noiseDb(), overDb(watch.noiseDb() - FLOOR_MIN_DB)));
        }
        double bleed = watch.bleed.confidence();
        if (bleed >= BleedEstimate.SURE) {
            out.add(new Trouble(singer, Reason.BLEED, bleed, over(bleed, BleedEstimate.SURE)));
        }
        TimingEstimate timing = watch.timing;
        if (timing.isSure() && Math.abs(timing.millis()) >= TIMING_MIN_MS) {
            out.add(new Trouble(
                    singer, Reason.TIMING, timing.millis(), over(Math.abs(timing.millis()), TIMING_MIN_MS)));
        }
        int late = watch.latePercent(now);
        if (late >= LATE_MIN_PERCENT) {
            out.add(new Trouble(singer, Reason.LATE, late, over(late, LATE_MIN_PERCENT)));
        }
        double below = medianDb - watch.loudDb;
        if (below >= QUIET_MIN_DB && watch.loudDb > SINGS_MIN_DB) {
            out.add(new Trouble(singer, Reason.QUIET, below, overDb(below - QUIET_MIN_DB)));
        }
    }

    private static double over(double value, double bound) {
        return Math.clamp(value / bound / 2, 0, 1);
    }

    private static double overDb(double over) {
        return Math.min(1, Math.pow(2, over / DOUBLE_DB) / 2);
    }

    /** How much it matters: badness, rank, and how many people hear him. */
    double weight(int heardBy, int row) {
        return badness * reason.rank() * Math.log(2.0 + heardBy) / Math.log(2) * (row == 2 ? 1.5 : 1);
    }
}
