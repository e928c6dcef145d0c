package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.robot.Recording;
import brigade.robot.RobotSinger;
import java.util.ArrayList;
import java.util.List;

/** What a recording holds of a singer, and whether it lies where it should. */
final class Ear {
    /** Half of what is needed for certainty: two chirps correlate below 0.34, see {@link Chirp}. */
    private static final double SIMILARITY_MIN = 0.45;

    /** Searched on both sides of the right place: wrong latencies and codec delays come to light inside. */
    private static final int SEARCH_SAMPLES = 1_000;

    private final Recording recording;
    private final long songStart;
    private final String name;

    Ear(RobotSinger robot) {
        this.name = robot.name();
        this.recording = robot.recording();
        this.songStart = robot.report().songStartSample();
    }

    /** Where the chirp of that second lies, in samples after its right place. */
    Correlator.Match error(Chirp chirp, int second) {
        long at = songStart + Choir.chirpAt(chirp, second);
        float[] part = recording.at(at - SEARCH_SAMPLES, at + SEARCH_SAMPLES + Chirp.SAMPLES);
        Correlator.Match match = Correlator.of(chirp).best(part, 0, part.length);
        return new Correlator.Match(match.at() - SEARCH_SAMPLES, match.level(), match.similarity());
    }

    /** Each chirp from that second up to before the other is heard within a sample of {@code shiftSamples}. */
    void hears(Chirp chirp, int fromSecond, int toSecond, int shiftSamples) {
        List<String> wrong = new ArrayList<>();
        double worst = 0;
        for (int second = fromSecond; second < toSecond; second++) {
            Correlator.Match match = error(chirp, second);
            double off = match.at() - shiftSamples;
            if (match.similarity() > SIMILARITY_MIN && Math.abs(off) <= 1) {
                worst = Math.max(worst, Math.abs(off));
            } else {
                wrong.add(String.format(
                        "second %d: %.2f samples off, level %.3f, similarity %.2f",
                        second, off, match.level(), match.similarity()));
            }
        }
        System.out.printf("%s heard by %s: at most %.2f samples off%n", chirp, name, worst);
        assertThat(wrong).as("%s as heard by %s", chirp, name).isEmpty();
    }

    /** How many of those chirps are heard within a sample. */
    int heard(Chirp chirp, int fromSecond, int toSecond) {
        int heard = 0;
        for (int second = fromSecond; second < toSecond; second++) {
            Correlator.Match match = error(chirp, second);
            heard += match.similarity() > SIMILARITY_MIN && Math.abs(match.at()) <= 1 ? 1 : 0;
        }
        return heard;
    }

    /** The chirp is nowhere in the whole recording, at any clock. */
    void neverHears(Chirp chirp) {
        List<Correlator.Match> found = Correlator.of(chirp).all(recording.sound(), SIMILARITY_MIN);
        assertThat(found)
                .as("%s was heard, though nobody earlier sang it", chirp)
                .isEmpty();
    }
}
