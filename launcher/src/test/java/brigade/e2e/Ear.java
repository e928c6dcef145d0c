package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.robot.Recording;
import brigade.robot.RobotSinger;
import brigade.robot.StreamRobot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a recording holds of a singer, and whether it lies where it should. */
final class Ear {
    /** Half of what is needed for certainty: two chirps correlate below 0.34, see {@link Chirp}. */
    private static final double SIMILARITY_MIN = 0.45;

    /** Chirps are sung at 0.15 and heard at 0.1 to 0.3; less means that somebody turned a voice down who should not. */
    private static final double LEVEL_MIN = 0.04;

    /** Far above what chance makes of other voices. */
    private static final double SIMILARITY_CERTAIN = 0.6;

    /** Chirps of one singer lie whole seconds apart, to the sample; some room for how well they are found. */
    private static final double BEAT_SAMPLES = 5;

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

    Ear(StreamRobot robot) {
        this.name = robot.name();
        this.recording = robot.recording();
        this.songStart = robot.report().songStartSample();
    }

    /** Where the chirp of that second lies, in samples after its right place. */
    Correlator.Match error(Chirp chirp, int second) {
        long at = songStart + Choir.chirpAt(chirp, second);
        float[] part = recording.at(at - SEARCH_SAMPLES, at + SEARCH_SAMPLES + Chirp.SAMPLES);
        Correlator.Match match = find(chirp, part);
        return new Correlator.Match(match.at() - SEARCH_SAMPLES, match.level(), match.similarity());
    }

    /** Where in {@code part} the chirp is most likely. */
    static Correlator.Match find(Chirp chirp, float[] part) {
        return finder(chirp).best(brightened(part), 0, part.length);
    }

    /** Each chirp from that second up to before the other is heard within a sample of {@code shiftSamples}, and not softly. */
    void hears(Chirp chirp, int fromSecond, int toSecond, int shiftSamples) {
        List<String> wrong = new ArrayList<>();
        double worst = 0;
        double softest = Double.MAX_VALUE;
        double loudest = 0;
        for (int second = fromSecond; second < toSecond; second++) {
            Correlator.Match match = error(chirp, second);
            double off = match.at() - shiftSamples;
            if (match.similarity() > SIMILARITY_MIN && Math.abs(off) <= 1 && match.level() > LEVEL_MIN) {
                worst = Math.max(worst, Math.abs(off));
                softest = Math.min(softest, match.level());
                loudest = Math.max(loudest, match.level());
            } else {
                wrong.add(String.format(
                        "second %d: %.2f samples off, level %.3f, similarity %.2f",
                        second, off, match.level(), match.similarity()));
            }
        }
        System.out.printf(
                "%s heard by %s: at most %.2f samples off, level %.3f to %.3f%n", chirp, name, worst, softest, loudest);
        assertThat(wrong)
                .as("%s as heard by %s: %d of %d wrong: %s", chirp, name, wrong.size(), toSecond - fromSecond, wrong)
                .isEmpty();
    }

    /** Level of each of those chirps, median. */
    double level(Chirp chirp, int fromSecond, int toSecond) {
        return IntStream.range(fromSecond, toSecond)
                .mapToDouble(second -> error(chirp, second).level())
                .sorted()
                .skip((toSecond - fromSecond) / 2)
                .findFirst()
                .orElseThrow();
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

    /**
     * The chirp is nowhere in the whole recording, at any clock: neither once for certain, nor twice on the beat. A singer
     * who is heard is heard every second; one faint likeness in half a minute of other voices is chance (one run in
     * some had one of 0.47).
     */
    void neverHears(Chirp chirp) {
        assertThat(found(chirp, recording.sound()))
                .as("%s was heard, though nobody earlier sang it", chirp)
                .isEmpty();
    }

    /** Whether somebody sings it in {@code sound}, by the same rule. */
    static boolean isIn(Chirp chirp, float[] sound) {
        return !found(chirp, sound).isEmpty();
    }

    static List<Correlator.Match> found(Chirp chirp, float[] sound) {
        List<Correlator.Match> found = finder(chirp).all(brightened(sound), SIMILARITY_MIN);
        return found.stream()
                .filter(match -> match.similarity() > SIMILARITY_CERTAIN
                        || found.stream().anyMatch(other -> isOnTheBeat(match, other)))
                .toList();
    }

    private static boolean isOnTheBeat(Correlator.Match one, Correlator.Match other) {
        double apart = Math.abs(one.at() - other.at());
        double seconds = Math.rint(apart / AudioFormat.SAMPLE_RATE_HZ);
        return seconds >= 1 && Math.abs(apart - seconds * AudioFormat.SAMPLE_RATE_HZ) <= BEAT_SAMPLES;
    }

    private static Correlator finder(Chirp chirp) {
        return new Correlator(brightened(chirp.sound()));
    }

    /**
     * The difference of neighbours, for what is looked for and for where: voices lie below the chirps and lose 20 dB by it,
     * places stay.
     */
    private static float[] brightened(float[] sound) {
        float[] bright = sound.clone();
        for (int i = 1; i < sound.length; i++) {
            bright[i] -= 0.97f * sound[i - 1];
        }
        return bright;
    }
}
