package brigade.state.measure;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Instrument;
import brigade.audio.synth.Melody;
import brigade.audio.synth.Note;
import brigade.audio.synth.VoiceSynth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Singers with and without a shift are found where they are, by looks every four seconds. */
class TimingEstimateTest {
    private static final int SECONDS = 26;

    private static VoiceFeatures[] features(int count) {
        VoiceFeatures[] all = new VoiceFeatures[count];
        for (int i = 0; i < count; i++) {
            all[i] = new VoiceFeatures();
        }
        return all;
    }

    private static TimingEstimate measure(float[] voice, float[] reference, int lateSamples) {
        VoiceFeatures[] f = features(2);
        TimingEstimate estimate = new TimingEstimate();
        VoiceLook look = new VoiceLook();
        long start = 1_000_000_007L;
        int block = 2_880;
        float[] part = new float[block];
        for (int at = 0; at + block <= reference.length; at += block) {
            System.arraycopy(reference, at, part, 0, block);
            f[1].take(start + at, part, block);
            for (int i = 0; i < block; i++) {
                int from = at + i - lateSamples;
                part[i] = from < 0 || from >= voice.length ? 0 : voice[from];
            }
            f[0].take(start + at, part, block);
            if (at > 0 && at % (4 * 48_000 / block * block) == 0) {
                look.fill(f[0], f[1], f[0].endHop() - OnsetCorrelation.LAG_HOPS);
                look.work();
                estimate.take(look);
            }
        }
        return estimate;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60, -150})
    void aVoiceIsFoundAgainstTheLeader(int lateMs) {
        for (long seed = 1; seed <= 1; seed++) {
            for (Melody melody : new Melody[] {Melody.FRERE_JACQUES, Melody.ODE_TO_JOY}) {
                float[] lead = new VoiceSynth(100 + seed).sing(melody, SECONDS * 48_000);
                float[] voice = new VoiceSynth(seed).sing(melody, SECONDS * 48_000);
                TimingEstimate found = measure(voice, lead, lateMs * 48);
                System.out.printf(
                        "%s seed %d late %d: %.1f ms, confidence %.2f%n",
                        melody.name(), seed, lateMs, found.millis(), found.confidence());
                assertThat(found.confidence()).isGreaterThanOrEqualTo(TimingEstimate.SURE);
                assertThat(found.millis()).isBetween(lateMs - 10.0, lateMs + 10.0);
            }
        }
    }

    @Test
    void aVoiceIsFoundAgainstTheTrack() {
        for (long seed = 1; seed <= 2; seed++) {
            Melody melody = Melody.ODE_TO_JOY;
            float[] track = Instrument.play(melody, 1);
            float[] voice = new VoiceSynth(seed).sing(melody, track.length);
            TimingEstimate found = measure(voice, track, 60 * 48);
            System.out.printf("track, seed %d: %.1f ms, confidence %.2f%n", seed, found.millis(), found.confidence());
            assertThat(found.confidence()).isGreaterThanOrEqualTo(TimingEstimate.SURE);
            assertThat(found.millis()).isBetween(50.0, 70.0);
        }
    }

    /** People come in a little early, a little late: here each note by up to 25 ms. */
    @Test
    void aHumanVoiceIsFoundOnTheWhole() {
        Random random = new Random(5);
        for (long seed = 1; seed <= 2; seed++) {
            Melody melody = Melody.ODE_TO_JOY;
            float[] lead = new VoiceSynth(100 + seed).sing(melody, SECONDS * 48_000);
            List<Note> loose = new ArrayList<>();
            double owed = 0;
            for (Note note : melody.notes()) {
                double shift = (random.nextDouble() - 0.5) * 0.1; // beats of half a second
                loose.add(new Note(note.midi(), note.beats() + shift - owed));
                owed = shift;
            }
            Note last = loose.removeLast();
            loose.add(new Note(last.midi(), last.beats() - owed));
            float[] voice = new VoiceSynth(seed).sing(new Melody("loose", melody.bpm(), loose), SECONDS * 48_000);
            TimingEstimate found = measure(voice, lead, 60 * 48);
            System.out.printf("human, seed %d: %.1f ms, confidence %.2f%n", seed, found.millis(), found.confidence());
            assertThat(found.confidence()).isGreaterThanOrEqualTo(TimingEstimate.SURE);
            assertThat(found.millis()).isBetween(48.0, 72.0);
        }
    }

    @Test
    void whoSingsSomethingElseIsNotJudged() {
        for (long seed = 1; seed <= 2; seed++) {
            float[] lead = new VoiceSynth(100 + seed).sing(Melody.FRERE_JACQUES, SECONDS * 48_000);
            float[] voice =
                    new VoiceSynth(seed).sing(new Melody("other", 97, Melody.ODE_TO_JOY.notes()), SECONDS * 48_000);
            TimingEstimate found = measure(voice, lead, 0);
            System.out.printf("other, seed %d: %.1f ms, confidence %.2f%n", seed, found.millis(), found.confidence());
            assertThat(found.confidence()).isLessThan(TimingEstimate.SURE);
        }
    }
}
