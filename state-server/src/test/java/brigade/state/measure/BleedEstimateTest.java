package brigade.state.measure;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Instrument;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loudspeaker that the microphone hears is found; who sings the same tune is not taken for one. */
class BleedEstimateTest {
    private static final int SECONDS = 24;
    private static final int LOOKS = 7;

    private final float[] track = Instrument.play(Melody.ODE_TO_JOY, 2);
    private final float[] lead = new VoiceSynth(100).sing(Melody.ODE_TO_JOY, SECONDS * 48_000);
    private final BleedLook look = new BleedLook();

    private BleedEstimate measure(float[] voice, double gain, int lateSamples) {
        BleedEstimate estimate = new BleedEstimate();
        for (int k = 0; k < LOOKS; k++) {
            int from = 480_000 + k * 90_000;
            for (int i = 0; i < BleedLook.VOICE_SAMPLES; i++) {
                int heard = from + i - lateSamples;
                look.voice()[i] = (float) (voice[from + i] + gain * (lead[heard] + track[heard]));
            }
            for (int i = 0; i < BleedLook.REFERENCE_SAMPLES; i++) {
                int at = from - BleedLook.BEFORE_SAMPLES + i;
                look.reference()[i] = lead[at] + track[at];
            }
            look.work();
            estimate.take(look);
            System.out.printf(
                    "gain %.2f, %d late: height %.1f, clear %.2f, lag %.2f ms, confidence %.2f%n",
                    gain, lateSamples, look.height(), look.clearness(), look.lagMs(), estimate.confidence());
        }
        return estimate;
    }

    /** The loudspeaker 20 dB below the voice, at once and half a millisecond late; a second device 4 s behind. */
    @ParameterizedTest
    @CsvSource({"0.3, 0", "0.1, 24", "0.3, 192000"})
    void aLoudspeakerIsFound(double gain, int lateSamples) {
        float[] voice = new VoiceSynth(7).sing(Melody.ODE_TO_JOY, SECONDS * 48_000);
        BleedEstimate found = measure(voice, gain, lateSamples);
        assertThat(found.confidence()).isGreaterThanOrEqualTo(BleedEstimate.SURE);
        assertThat(found.lagMs()).isBetween(lateSamples / 48.0 - 2, lateSamples / 48.0 + 2);
    }

    @Test
    void whoSingsInUnisonIsNotTakenForALoudspeaker() {
        for (long seed = 1; seed <= 2; seed++) {
            float[] voice = new VoiceSynth(seed).sing(Melody.ODE_TO_JOY, SECONDS * 48_000);
            assertThat(measure(voice, 0, 0).confidence()).isLessThan(0.5);
        }
    }

    /** All of whose sound above the overtones is what cutting it out of the song made of it. */
    @ParameterizedTest
    @CsvSource({"0, false", "0.3, true"})
    void whoSingsWellInTimeIsNotTakenForALoudspeaker(double gain, boolean isFound) {
        int seconds = 75;
        float[] music = new CleanVoice(0).sing(seconds);
        for (long seed = 1; seed <= 4; seed++) {
            float[] voice = new CleanVoice(seed).sing(seconds);
            BleedEstimate estimate = new BleedEstimate();
            double highest = 0;
            for (int from = 300_000; from + 60_000 < voice.length; from += 55_000) {
                for (int i = 0; i < BleedLook.VOICE_SAMPLES; i++) {
                    look.voice()[i] = voice[from + i] + (float) (gain * music[from + i - 240]);
                }
                System.arraycopy(
                        music, from - BleedLook.BEFORE_SAMPLES, look.reference(), 0, BleedLook.REFERENCE_SAMPLES);
                look.work();
                estimate.take(look);
                highest = Math.max(highest, estimate.confidence());
            }
            System.out.printf("clean voice %d, loudspeaker %.1f: confidence %.2f at most%n", seed, gain, highest);
            assertThat(highest >= BleedEstimate.SURE)
                    .as("voice " + seed + ": " + highest)
                    .isEqualTo(isFound);
        }
    }

    @Test
    void silenceSaysNothing() {
        BleedEstimate found = measure(new float[SECONDS * 48_000], 0, 0);
        assertThat(found.confidence()).isZero();
    }
}
