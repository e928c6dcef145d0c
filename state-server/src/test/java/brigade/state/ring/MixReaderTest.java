package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import brigade.audio.Gain;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mix follows the formula of the design, sample by sample. */
class MixReaderTest {
    private static final RingSize SIZE = new RingSize(10 * 48_000, 10 * 48_000);
    private static final int LENGTH = 96_000;

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), Sound.START);
    private final Random random = new Random(31);

    private float[] sing(long user, double magnitude) {
        float[] pcm = Sound.signs(random, LENGTH, magnitude);
        Sound.write(rings.openVoice(user), Sound.START, pcm);
        return pcm;
    }

    @Test
    void theFormulaHoldsToTheSample() {
        float[] track = Sound.sine(LENGTH, 440, 0.3, 0);
        RingSong song = rings.startSong(new SongPlan(Sound.START, 0, 120, 1, 1, false, "track"));
        song.backing(BackingSound.track(track));
        rings.volume(1.1);
        rings.backingVolume(0.9);
        MixReader reader = rings.openReader();
        reader.personalBackingVolume(1.05);
        rings.advanceTo(Sound.START + 3 * 48_000);
        float[] lead = sing(0, 0.03);
        float[] first = sing(1, 0.03);
        float[] second = sing(2, 0.02);
        double crowd = Math.sqrt(3.0 / 5);
        double backing = Gain.fader(0.9) * 0.2 * Gain.fader(1.05);
        float[] heard = new float[LENGTH];
        for (int at = 0; at < LENGTH; ) {
            int samples = Math.min(LENGTH - at, 120 + random.nextInt(5_000));
            System.arraycopy(Sound.read(reader, Sound.START + at, samples), 0, heard, at, samples);
            at += samples;
        }
        for (int i = 0; i < LENGTH; i++) {
            double round =
                    i < 24_000 ? 0 : Gain.LEADER_FACTOR * lead[i - 24_000] + first[i - 24_000] + second[i - 24_000];
            double voices = Gain.LEADER_FACTOR * lead[i] + first[i] + second[i];
            double expected = (voices * crowd + round + track[i] * backing) * 1.2 * Gain.fader(1.1);
            assertThat((double) heard[i]).as("sample %s", i).isCloseTo(expected, offset(1e-5));
        }
    }

    @Test
    void theMetronomeClicksOnTheBeatAtFullVolume() {
        RingSong song = rings.startSong(new SongPlan(Sound.START, 0, 133, 0, 0, true, ""));
        song.backing(BackingSound.metronome(133, 4));
        rings.advanceTo(Sound.START + 5 * 48_000);
        float[] heard = Sound.read(rings.openReader(), Sound.START, 4 * 48_000);
        int clicks = 0;
        for (int i = 1; i < heard.length; i++) {
            boolean begins = heard[i] != 0 && heard[i - 1] == 0 && Sound.rms(heard, Math.max(0, i - 500), i) == 0;
            if (begins) {
                // A tone starts at its zero crossing: the first sample of it that is not zero is the second.
                long beat = Math.round((i - 1) * 133.0 / 60 / 48_000);
                assertThat(i - 1L).isEqualTo(Math.round(beat * 60.0 * 48_000 / 133));
                clicks++;
            }
        }
        assertThat(clicks).isEqualTo(9);
        assertThat(Sound.peak(heard)).isBetween(0.5f, 0.9f);
    }

    @Test
    void songsDoNotLeakIntoEachOther() {
        rings.advanceTo(Sound.START + LENGTH);
        RingSong first = rings.startSong(new SongPlan(Sound.START, 0, 120, 1, 3, false, ""));
        sing(0, 0.03);
        first.endAt(Sound.START + 50_000);
        RingSong second = rings.startSong(Sound.plan(Sound.START + 50_000, 7));
        MixReader reader = rings.openReader();
        float[] heard = Sound.read(reader, Sound.START, LENGTH);
        assertThat(Sound.rms(heard, 0, 30_000)).isGreaterThan(0.03);
        assertThat(Sound.rms(heard, 49_990, 50_000)).isLessThan(1e-4);
        assertThat(Sound.rms(heard, 50_000, LENGTH)).isZero();
        second.abort();
        first.abort();
        assertThat(Sound.peak(Sound.read(reader, Sound.START, LENGTH))).isZero();
    }

    @Test
    void theLast300MsAreFaded() {
        rings.advanceTo(Sound.START + LENGTH);
        RingSong song = rings.startSong(Sound.plan(Sound.START, 0));
        sing(0, 0.03);
        song.endAt(Sound.START + 60_000);
        float[] heard = Sound.read(rings.openReader(), Sound.START, 61_000);
        double full = 0.03 * Gain.LEADER_FACTOR * 1.2;
        for (int i = 0; i < 60_000; i++) {
            double fade = Math.min(1, (60_000 - i) / 14_400.0);
            assertThat(Math.abs((double) heard[i])).as("sample %s", i).isCloseTo(full * fade, offset(1e-5));
        }
        assertThat(heard[60_000]).isZero();
    }

    @Test
    void aRetryHearsTheSame() {
        rings.startSong(Sound.plan(Sound.START, 0)).backing(BackingSound.track(Sound.sine(LENGTH, 100, 3, 0)));
        rings.advanceTo(Sound.START + LENGTH);
        sing(1, 0.1);
        MixReader reader = rings.openReader();
        Sound.read(reader, Sound.START, 10_000);
        float[] once = Sound.read(reader, Sound.START + 10_000, 30_000);
        assertThat(Sound.read(reader, Sound.START + 10_000, 30_000)).isEqualTo(once);
        assertThat(Sound.read(reader, Sound.START + 10_000, 30_000)).isEqualTo(once);
    }

    @Test
    void theSoloBusHasTheSoloedVoicesOnly() {
        rings.startSong(Sound.plan(Sound.START, 9));
        rings.advanceTo(Sound.START + LENGTH);
        sing(1, 0.03);
        VoiceChannel soloed = rings.openVoice(2);
        soloed.soloed(true);
        float[] pcm = Sound.signs(random, LENGTH, 0.02);
        Sound.write(soloed, Sound.START, pcm);
        float[] heard = new float[LENGTH];
        rings.openReader().readSolo(Sound.START, LENGTH, MemorySegment.ofArray(heard), 0);
        for (int i = 0; i < LENGTH; i++) {
            assertThat((double) heard[i]).isCloseTo(1.2 * pcm[i], offset(1e-5));
        }
    }

    @Test
    void whatIsTooOldOrStillToComeIsSilent() {
        rings.startSong(Sound.plan(Sound.START, 0)).backing(BackingSound.track(Sound.sine(40 * 48_000, 300, 0.5, 1)));
        rings.advanceTo(Sound.START + 15 * 48_000);
        MixReader reader = rings.openReader();
        assertThat(Sound.peak(Sound.read(reader, Sound.START + 15 * 48_000 - 960, 2_000)))
                .isPositive();
        assertThat(Sound.peak(Sound.read(reader, Sound.START + 15 * 48_000, 2_000)))
                .isZero();
        assertThat(Sound.peak(Sound.read(reader, Sound.START, 48_000))).isZero();
        assertThat(Sound.peak(Sound.read(reader, 0, 1_000))).isZero();
    }
}
