package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import brigade.audio.Gain;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches an ear when somebody screams, a fader jumps or a track is hot. */
class EarSafetyTest {
    private static final RingSize SIZE = new RingSize(20 * 48_000, 0);
    private static final int WINDOW = 9_600;
    private static final int BATCH = 28_800;
    private static final float CEILING = (float) Gain.fromDb(-1);

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), Sound.START);
    private final MixReader reader = rings.openReader();
    private final float[] heard = new float[30 * BATCH];
    private int batches;

    /** Everybody's next 600 ms, read 3 s later. */
    private void sing(VoiceChannel[] voices, float[][] pcm) {
        long start = Sound.START + (long) batches * BATCH;
        rings.advanceTo(start + BATCH);
        for (int i = 0; i < voices.length; i++) {
            if (pcm[i].length > 0) {
                Sound.write(voices[i], start, pcm[i]);
            }
        }
        System.arraycopy(Sound.read(reader, start, BATCH), 0, heard, batches * BATCH, BATCH);
        batches++;
    }

    private VoiceChannel[] open(int singers) {
        VoiceChannel[] voices = new VoiceChannel[singers];
        for (int i = 0; i < singers; i++) {
            voices[i] = rings.openVoice(i);
        }
        return voices;
    }

    /** A choir's 600 ms: tones with vibrato, each its own, at {@code rms}. */
    private static float[] singer(int who, int batch, double rms) {
        float[] pcm = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            double t = (batch * (double) BATCH + i) / 48_000;
            double phase = 2 * Math.PI * (170 + 37.3 * who) * t + 0.5 * Math.sin(2 * Math.PI * 5.3 * t + who);
            pcm[i] = (float) (rms * (Math.sin(phase) + 0.8 * Math.sin(2 * phase) + 0.6 * Math.sin(3 * phase)));
        }
        return pcm;
    }

    private static float[] scream(Random random) {
        return Sound.signs(random, BATCH, 1);
    }

    /** Largest rise in dB from the loudest window before {@code from} to any window that ends within 200 ms after. */
    private double riseDb(int from) {
        double before = Sound.rms(heard, from - WINDOW, from);
        double after = 0;
        for (int start = from; start + WINDOW <= Math.min(batches * BATCH, from + 3 * WINDOW); start += 240) {
            after = Math.max(after, Sound.rms(heard, start, start + WINDOW));
        }
        return Gain.toDb(after / before);
    }

    @ParameterizedTest(name = "{0} singers before the screamer")
    @ValueSource(ints = {1, 2, 5, 30})
    void aScreamingNewcomerIsHeldFromTheFirstSample(int choir) {
        rings.startSong(Sound.plan(Sound.START, 0));
        VoiceChannel[] voices = open(choir + 1);
        Random random = new Random(choir);
        float[][] pcm = new float[choir + 1][0];
        for (int batch = 0; batch < 8; batch++) {
            for (int i = 0; i < choir; i++) {
                pcm[i] = singer(i, batch, 0.03);
            }
            pcm[choir] = batch < 5 ? new float[0] : scream(random);
            sing(voices, pcm);
        }
        assertThat(riseDb(5 * BATCH)).isBetween(0.0, 10.0);
        assertThat(Sound.peak(heard)).isLessThanOrEqualTo(CEILING);
    }

    @Test
    void aQuietChoirIsAsSafe() {
        rings.startSong(Sound.plan(Sound.START, 0));
        VoiceChannel[] voices = open(4);
        Random random = new Random(4);
        float[][] pcm = new float[4][0];
        for (int batch = 0; batch < 8; batch++) {
            for (int i = 0; i < 3; i++) {
                pcm[i] = singer(i, batch, 0.006);
            }
            pcm[3] = batch < 5 ? new float[0] : scream(random);
            sing(voices, pcm);
        }
        assertThat(riseDb(5 * BATCH)).isBetween(0.0, 10.0);
    }

    @Test
    void aFaderThatJumpsRisesSlowlyAndFallsAtOnce() {
        rings.startSong(Sound.plan(Sound.START, 9));
        VoiceChannel[] voices = open(3);
        for (int batch = 0; batch < 12; batch++) {
            if (batch == 3) {
                voices[0].fader(2);
                rings.volume(2);
            }
            if (batch == 9) {
                voices[0].fader(0);
                rings.volume(0.5);
            }
            sing(voices, new float[][] {singer(0, batch, 0.02), singer(1, batch, 0.02), singer(2, batch, 0.02)});
        }
        // Voice and room rise together here: 20 dB/s each.
        assertThat(riseDb(3 * BATCH)).isBetween(1.0, 10.0);
        double loud = Sound.rms(heard, 8 * BATCH, 9 * BATCH);
        double before = Sound.rms(heard, 2 * BATCH, 3 * BATCH);
        assertThat(Gain.toDb(loud / before)).isBetween(6.0, 14.0);
        double after = Sound.rms(heard, 9 * BATCH + 1_920, 10 * BATCH);
        assertThat(after).isLessThan(before);
        assertThat(Sound.peak(heard)).isLessThanOrEqualTo(CEILING);
    }

    @Test
    void aHotTrackIsNeverBeyondTheCeilingAndRisesSlowlyWithItsVolume() {
        Random random = new Random(7);
        RingSong song = rings.startSong(Sound.plan(Sound.START, 0));
        float[] track = Sound.signs(random, 12 * BATCH, 1);
        track[1_000] = Float.NaN;
        track[2_000] = Float.POSITIVE_INFINITY;
        track[3_000] = 1e30f;
        song.backing(BackingSound.track(track));
        VoiceChannel[] voices = open(1);
        for (int batch = 0; batch < 10; batch++) {
            if (batch == 4) {
                rings.backingVolume(2);
                reader.personalBackingVolume(2);
            }
            sing(voices, new float[][] {singer(0, batch, 0.02)});
        }
        assertThat(riseDb(4 * BATCH)).isBetween(0.5, 10.0);
        assertThat(Sound.peak(heard)).isLessThanOrEqualTo(CEILING).isGreaterThan(0.8f);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void nothingLeavesTheCeilingWhateverIsSent(long seed) {
        Random random = new Random(seed);
        RingSong song = rings.startSong(new SongPlan(Sound.START, 0, 200, 2, 3, false, ""));
        song.backing(BackingSound.track(Sound.signs(random, 12 * BATCH, 2)));
        rings.volume(2);
        rings.backingVolume(2);
        rings.crowdScaling(false);
        VoiceChannel[] voices = open(40);
        float[][] pcm = new float[40][];
        for (int batch = 0; batch < 8; batch++) {
            for (int i = 0; i < voices.length; i++) {
                voices[i].fader(random.nextDouble() * 2);
                // In step with each other: the worst sum there is.
                pcm[i] = Sound.sine(BATCH, 300, random.nextInt(4) == 0 ? 1e9 : random.nextDouble() * 3, 0);
                pcm[i][random.nextInt(BATCH)] = Float.NaN;
                pcm[i][random.nextInt(BATCH)] = Float.NEGATIVE_INFINITY;
                pcm[i][random.nextInt(BATCH)] = Float.POSITIVE_INFINITY;
            }
            sing(voices, pcm);
        }
        for (int i = 0; i < heard.length; i++) {
            if (!(Math.abs(heard[i]) <= CEILING)) { // NaN too
                assertThat(heard[i]).as("sample %s", i).isBetween(-CEILING, CEILING);
            }
        }
        assertThat(Sound.peak(heard)).isGreaterThan(0.8f);
    }

    @Test
    void aVoiceThatIsAsLoudAsOthersIsNotTouched() {
        rings.startSong(Sound.plan(Sound.START, 9));
        VoiceChannel[] voices = open(1);
        float[] pcm = singer(0, 0, 0.05);
        sing(voices, new float[][] {pcm});
        for (int i = 0; i < BATCH; i++) {
            if (Math.abs(heard[i] - 1.2 * pcm[i]) > 2e-6) {
                assertThat((double) heard[i]).as("sample %s", i).isCloseTo(1.2 * pcm[i], offset(2e-6));
            }
        }
    }
}
