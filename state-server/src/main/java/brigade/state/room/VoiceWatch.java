package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.measure.BleedEstimate;
import brigade.state.measure.TimingEstimate;
import brigade.state.measure.VoiceFeatures;
import brigade.state.measure.VoiceLook;
import java.util.Arrays;

/** What is known of one voice by listening to it. About 17 kB, made when he first sings. Agent thread only. */
final class VoiceWatch {
    /** Nothing came for so long: what was measured of level and noise is history. */
    static final long FRESH_SAMPLES = 5L * AudioFormat.SAMPLE_RATE_HZ;

    /** Between pauses and singing lies so much. */
    private static final double PAUSES_DB = 20;

    private static final int SECONDS = 10;

    /** Of who leads those that everybody is compared with. */
    VoiceFeatures features = new VoiceFeatures();

    final TimingEstimate timing = new TimingEstimate();
    final BleedEstimate bleed = new BleedEstimate();
    private final long[] second = new long[SECONDS];
    private final int[] came = new int[SECONDS];
    private final int[] late = new int[SECONDS];

    /** When voice of his came last. */
    long cameAt;

    /** Of the last look: levels in dBFS, NaN before there was enough. */
    double floorDb = Double.NaN;

    double loudDb = Double.NaN;
    double hissDb = Double.NaN;

    /** Whether what is soft is all of one level. */
    boolean floorIsSteady;

    /** Looks begun, the hop up to which the last one went, and when a second of his was last compared with what he heard. */
    int looks;

    long lookedHop;
    long probedAt;

    /** Whether he is turned down because his microphone hears a loudspeaker. */
    boolean isHeldDown;

    /** Takes what came of him, with how much of it was late. */
    void take(long startSample, float[] sound, int samples, long lateSamples, long now) {
        features.take(startSample, sound, samples);
        cameAt = now;
        long at = now / AudioFormat.SAMPLE_RATE_HZ;
        int slot = (int) (at % SECONDS);
        if (second[slot] != at) {
            second[slot] = at;
            came[slot] = 0;
            late[slot] = 0;
        }
        came[slot] += samples;
        late[slot] += (int) Math.min(lateSamples, samples);
    }

    /** Takes what a worker found. */
    void took(VoiceLook look) {
        floorDb = look.floorDb();
        floorIsSteady = look.isFloorSteady();
        loudDb = look.loudDb();
        hissDb = look.hissDb();
        timing.take(look);
    }

    /** Noise in what he sends, dBFS: of his pauses where he makes some, else hiss; NaN when not known. */
    double noiseDb() {
        return floorIsSteady && loudDb - floorDb >= PAUSES_DB ? Math.max(floorDb, hissDb) : hissDb;
    }

    /** Whether voice of his came lately. */
    boolean isFresh(long now) {
        return cameAt != 0 && now - cameAt < FRESH_SAMPLES;
    }

    /** Part of what came in the last 10 s that was late, per cent. */
    int latePercent(long now) {
        long all = 0;
        long tooLate = 0;
        for (int i = 0; i < SECONDS; i++) {
            if (now / AudioFormat.SAMPLE_RATE_HZ - second[i] < SECONDS) {
                all += came[i];
                tooLate += late[i];
            }
        }
        return all == 0 ? 0 : (int) (100 * tooLate / all);
    }

    /** Milliseconds at full scale in his last {@code seconds}. */
    int clippedMs(int seconds) {
        long clock = features.endHop() * VoiceFeatures.HOP_SAMPLES;
        return features.clipped(clock, seconds) * 1_000 / AudioFormat.SAMPLE_RATE_HZ;
    }

    /** He has had another sound check: what was measured by the old one is void. */
    void newSoundCheck() {
        timing.forget();
        bleed.forget();
    }

    /** Forgets all but what the desk decided. */
    void forget() {
        features.forget();
        newSoundCheck();
        Arrays.fill(second, 0);
        cameAt = 0;
    }
}
