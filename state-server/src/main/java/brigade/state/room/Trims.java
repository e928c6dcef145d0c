package brigade.state.room;

import brigade.audio.Gain;
import brigade.state.measure.BleedEstimate;
import java.util.Arrays;

/**
 * Turns voices up and down by themselves: automatic levelling where the host wants it, and 12 dB down who plays the song into his
 * microphone. Agent thread only.
 */
final class Trims {
    /** A trim moves by so much in half a second: 1 dB/s. */
    private static final double STEP_DB = 0.5;

    private static final double UP_MAX_DB = 12;
    private static final double DOWN_MAX_DB = -24;

    /** As near to the median as this is near enough. */
    private static final double NEAR_DB = 2;

    /** Softer than this he does not sing: the gate. */
    private static final double GATE_DB = -50;

    private static final double BLEED_DB = -12;

    /** A voice that is held down for bleed is let go below this confidence. */
    private static final double BLEED_OVER = 0.5;

    private final Stage stage;
    private double[] loud = new double[16];
    private double medianDb = Double.NaN;

    Trims(Stage stage) {
        this.stage = stage;
    }

    /** Called twice a second. */
    void pass() {
        medianDb = median();
        boolean on = stage.room().settings().autoLevel;
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            VoiceWatch watch = singer.watch;
            if (watch == null) {
                continue;
            }
            double before = singer.trimDb();
            singer.levelDb = follow(singer.levelDb, on ? wanted(watch) : 0);
            watch.isHeldDown = watch.bleed.confidence() >= (watch.isHeldDown ? BLEED_OVER : BleedEstimate.SURE);
            if (singer.trimDb() != before) {
                stage.room().levels().applyVoice(singer);
            }
        }
    }

    private static double follow(double trim, double wanted) {
        return trim + Math.clamp(wanted - trim, -STEP_DB, STEP_DB);
    }

    /** How loud he should be made; as he is while nothing is known. */
    private double wanted(VoiceWatch watch) {
        if (Double.isNaN(medianDb) || !isSinging(watch)) {
            return 0;
        }
        double off = medianDb - watch.loudDb;
        return Math.abs(off) <= NEAR_DB ? 0 : Math.clamp(off - Math.copySign(NEAR_DB, off), DOWN_MAX_DB, UP_MAX_DB);
    }

    private boolean isSinging(VoiceWatch watch) {
        return watch.isFresh(stage.now()) && watch.loudDb > GATE_DB;
    }

    /** The median of how loud those are who sing now, dBFS; NaN when too few do. */
    double medianDb() {
        return medianDb;
    }

    private double median() {
        UserTable table = stage.room().singers().table();
        if (loud.length < table.size()) {
            loud = new double[2 * table.size()];
        }
        int count = 0;
        for (int i = 0; i < table.size(); i++) {
            VoiceWatch watch = table.at(i).watch;
            if (watch != null && isSinging(watch)) {
                loud[count++] = watch.loudDb;
            }
        }
        Arrays.sort(loud, 0, count);
        return count < 3 ? Double.NaN : loud[count / 2];
    }

    /** The factor of a trim. */
    static float factor(Singer singer) {
        return (float) Gain.fromDb(singer.trimDb());
    }

    /** What holding down for bleed adds. */
    static double bleedDb() {
        return BLEED_DB;
    }
}
