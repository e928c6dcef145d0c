package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work on the rings gives the sums of the naive model, to the bit. */
class RingExactnessTest {
    private static final RingSize SIZE = new RingSize(8 * 48_000, 6 * 48_000);
    private static final int TIMELINE = 40 * 48_000;
    private static final int SINGERS = 5;

    private final List<VoiceChannel> voices = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sumsAreThoseOfTheNaiveModel(long seed) {
        Random random = new Random(seed);
        long now = Sound.START;
        MixRings rings = new MixRings(RingMemory.heap(SIZE), now);
        NaiveRings naive = new NaiveRings(Sound.START - 48_000, TIMELINE);
        for (int i = 0; i < SINGERS; i++) {
            voices.add(rings.openVoice(i));
        }
        startSong(random, rings, naive, now);
        boolean[] solo = new boolean[SINGERS];
        long[] restsUntil = new long[SINGERS];
        while (now < Sound.START + 18 * 48_000) {
            now += random.nextInt(30_000);
            rings.advanceTo(now);
            for (int step = 0; step < 6; step++) {
                int who = random.nextInt(SINGERS);
                switch (random.nextInt(12)) {
                    case 0 -> {
                        long from = voices.get(who).writtenUpTo() - random.nextInt(100_000);
                        assertThat(voices.get(who).takeBack(from)).isEqualTo(naive.takeBack(rings, who, from));
                    }
                    case 1 -> {
                        solo[who] = random.nextBoolean();
                        voices.get(who).soloed(solo[who]);
                    }
                    case 2 -> restsUntil[who] = random.nextInt(8) == 0 ? now + 7 * 48_000 : restsUntil[who];
                    default -> {
                        if (now >= restsUntil[who]) {
                            write(random, rings, naive, who, solo[who]);
                        }
                    }
                }
            }
            if (random.nextInt(12) == 0) {
                changeSongs(random, rings, naive, now);
            }
            if (random.nextInt(8) == 0) {
                compare(rings, naive);
            }
        }
        compare(rings, naive);
    }

    /** A write that goes on, leaves a gap, overlaps or comes again, at any length and level. */
    private void write(Random random, MixRings rings, NaiveRings naive, int who, boolean solo) {
        VoiceChannel voice = voices.get(who);
        long start = Math.max(voice.writtenUpTo(), rings.nowSamples() - 100_000);
        start += random.nextInt(3) == 0 ? random.nextInt(20_000) - 10_000 : 0;
        int samples = 1 + random.nextInt(random.nextBoolean() ? 30_000 : 700);
        // No multiple of the squares comes near the threshold of sounding.
        // Loud enough to sound or well below it; the leader softer, so that no limiter acts: it has tests of its own.
        double magnitude = random.nextInt(5) == 0 ? random.nextInt(2) * 0.0005 : who == 0 ? 0.0125 : 0.0145;
        float[] pcm = Sound.signs(random, samples, magnitude);
        assertThat(Sound.write(voice, start, pcm)).isEqualTo(naive.write(rings, who, start, pcm, solo));
    }

    private void startSong(Random random, MixRings rings, NaiveRings naive, long start) {
        if (rings.songs().size() == MixRings.SONGS_MAX) {
            return;
        }
        int repeats = random.nextInt(3);
        naive.wipe(rings, start);
        rings.startSong(new SongPlan(start, 0, 180 + random.nextInt(100), 1 + random.nextInt(5), repeats, false, ""));
    }

    private void changeSongs(Random random, MixRings rings, NaiveRings naive, long now) {
        RingSong last = rings.songs().isEmpty() ? null : rings.songs().getLast();
        if (last != null && last.endSample() == RingSong.RUNNING) {
            if (random.nextInt(3) == 0) {
                last.abort();
            } else {
                last.endAt(Math.max(last.startSample(), now - random.nextInt(60_000)));
            }
        } else {
            startSong(random, rings, naive, Math.max(rings.earliestStartSample(), now - random.nextInt(40_000)));
        }
    }

    private static void compare(MixRings rings, NaiveRings naive) {
        for (long sample = Math.max(naive.base, rings.oldestSample()); sample < rings.round.endSample(); sample++) {
            if (NaiveRings.songAt(rings, sample) == null) {
                continue;
            }
            int at = (int) (sample - naive.base);
            check("round", rings.round, sample, naive.round[at]);
            if (sample < rings.nowSamples()) {
                check("lead", rings.lead, sample, naive.lead[at]);
                check("voices", rings.voices, sample, naive.voices[at]);
                check("solo", rings.solo, sample, naive.solo[at]);
                int counted = naive.counts.getOrDefault(Math.floorDiv(sample, 960), 0);
                if (rings.voicesAt(sample) != counted) {
                    assertThat(rings.voicesAt(sample)).as("count at %s", sample).isEqualTo(counted);
                }
            } else if (sample < rings.voices.endSample()) {
                check("voices ahead of now", rings.voices, sample, 0);
            }
        }
    }

    private static void check(String what, SampleRing ring, long sample, int expected) {
        int actual = ring.memory().get(JAVA_INT, ring.offsetBytes(sample));
        if (actual != expected || (actual != 0 && !ring.isOccupied(sample))) {
            assertThat(actual)
                    .as("%s at %s, occupied %s", what, sample, ring.isOccupied(sample))
                    .isEqualTo(expected);
            assertThat(ring.isOccupied(sample))
                    .as("%s occupied at %s", what, sample)
                    .isTrue();
        }
    }

    @Test
    void addingInAnyOrderGivesTheSameBits() {
        Random random = new Random(20);
        float[][] pcm = new float[12][];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = Sound.sine(28_800, 100 + 50 * i, 0.02 + 0.01 * i, i);
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < pcm.length; i++) {
            order.add(i);
        }
        float[] first = mixOf(order, pcm);
        assertThat(Sound.peak(first)).isGreaterThan(0.05f);
        for (int turn = 0; turn < 5; turn++) {
            Collections.shuffle(order, random);
            assertThat(mixOf(order, pcm)).as("order %s", order).isEqualTo(first);
        }
    }

    private static float[] mixOf(List<Integer> order, float[][] pcm) {
        MixRings rings = new MixRings(RingMemory.heap(SIZE), Sound.START);
        rings.startSong(Sound.plan(Sound.START, 3));
        rings.advanceTo(Sound.START + 40_000);
        for (int who : order) {
            assertThat(Sound.write(rings.openVoice(who), Sound.START, pcm[who])).isEqualTo(28_800);
        }
        return Sound.read(rings.openReader(), Sound.START, 28_800);
    }
}
