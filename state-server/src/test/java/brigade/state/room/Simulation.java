package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An evening in virtual time: people lead, sing, mute, leave, come back, come late, repeat requests and break their
 * clocks, over v1 exchanges with jitter; songs with and without rounds follow each other, some while the last trails.
 * Time is a field that only this class moves, so a step of a wall clock cannot happen.
 *
 * <p>Person i sounds only at clocks c with c mod {@value SimulatedSinger#SLOTS} = i, always at the same level, so each
 * sample of what anybody hears says exactly who was heard how often. Levels lie below what counts as sounding, so no
 * limiter and no crowd scale acts.
 */
final class Simulation {
    /** A song's rounds repeat after this; a multiple of the slots, so that a repeat falls into its singer's slot. */
    static final long REPEAT_SAMPLES = 8 * 48_000L;

    final House house = new House();
    final Random random;
    final List<SimulatedSinger> people = new ArrayList<>();
    final List<SongRecord> songs = new ArrayList<>();

    private final PriorityQueue<SimulatedSinger> due = new PriorityQueue<>(Comparator.comparingLong(s -> s.nextAt));
    private final Conductor conductor;
    private int songCount;
    private long heardSamples;

    /** A song as the simulation knows it: what was told by the answers. */
    static final class SongRecord {
        final long start;
        final int leader;
        final int repeats;
        long end = Long.MAX_VALUE;

        /** What each had sent when the song began, and which therefore is not in it. */
        final long[] sentBefore;

        SongRecord(long start, long[] sentBefore, int leader, int repeats) {
            this.start = start;
            this.sentBefore = sentBefore;
            this.leader = leader;
            this.repeats = repeats;
        }
    }

    Simulation(long seed, int count) {
        System.out.println("simulation of " + count + " singers, seed " + seed);
        this.random = new Random(seed);
        for (int i = 0; i < count; i++) {
            people.add(new SimulatedSinger(this, i, random));
        }
        this.conductor = new Conductor(people.getFirst(), house, random);
    }

    /** Runs so many seconds. */
    void run(int seconds) {
        long end = house.now + seconds * 48_000L;
        for (SimulatedSinger singer : people) {
            // Every sixth comes late.
            singer.comeAt(house.now + random.nextInt(singer.slot % 6 == 5 ? 40 * 48_000 : 28_800));
            due.add(singer);
        }
        while (house.now < end) {
            SimulatedSinger next = due.remove();
            while (house.now + 12_000 < next.nextAt) {
                house.now += 12_000;
                house.rooms.tick(house.now);
            }
            house.now = Math.max(house.now, next.nextAt);
            conductor.beforeTurnOf(next);
            heardSamples += next.exchange();
            due.add(next);
        }
        System.out.println(songCount + " songs, " + heardSamples + " voice samples heard and checked");
        assertThat(songCount).isGreaterThan(seconds / 120);
        assertThat(heardSamples).isGreaterThan(seconds * 1_000L);
    }

    /** Learns from an answer how the songs stand. */
    void told(Map<String, @Nullable Object> answer) {
        long start = number(answer, "song_start_clock");
        long end = number(answer, "song_end_clock");
        SongRecord last = songs.isEmpty() ? null : songs.getLast();
        if (start == 1 && last != null) {
            last.end = Math.min(last.end, last.start);
        } else if (start > 1 && (last == null || last.start != start)) {
            if (last != null && last.end == Long.MAX_VALUE) {
                throw new AssertionError("a song began before the last had an end");
            }
            long[] sentBefore =
                    people.stream().mapToLong(person -> person.passed).toArray();
            songs.add(new SongRecord(start, sentBefore, conductor.leader().slot, conductor.repeats()));
            if (songs.size() > 4) {
                songs.removeFirst();
            }
            songCount++;
        } else if (last != null && last.start == start && end > 0) {
            last.end = end;
        }
    }

    private static long number(Map<String, @Nullable Object> answer, String key) {
        return (Long) Objects.requireNonNull(answer.get(key));
    }
}
