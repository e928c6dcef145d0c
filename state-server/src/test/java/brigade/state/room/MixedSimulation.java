package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.Gain;
import brigade.wire.stream.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An evening of both protocols in virtual time: people of stream v2 on two shards and v1 clients come, leave, lose their
 * sockets, come back, are moved and lead one song after another, some in rounds. Voices sound in slots as in
 * {@link Simulation}: person i at clocks c with c mod {@value #SLOTS} = i, so each sample of each frame says exactly who is
 * in it.
 *
 * <p>The house ticks on the grid. A frame {@code f} of a stream with delay d closes at {@code f + 960 + d}, before what is
 * written then: so it holds what was written before that moment, once, and nothing else.
 */
final class MixedSimulation {
    static final int SLOTS = 64;
    static final int UNITS = 1 << 13;
    static final float LEVEL = UNITS / (float) (1 << 21);
    static final int LEADER_UNITS = Math.round(UNITS * (float) Gain.LEADER_FACTOR);
    static final long REPEAT_SAMPLES = 8 * 48_000L;

    private static final int FADE_SAMPLES = 14_400;

    /** A song as it was told. */
    static final class Song {
        final long start;
        final long startedBy;
        final int leader;
        final int repeats;
        long end = Long.MAX_VALUE;
        long endKnownAt = Long.MAX_VALUE;

        Song(long start, long startedBy, int leader, int repeats) {
            this.start = start;
            this.startedBy = startedBy;
            this.leader = leader;
            this.repeats = repeats;
        }
    }

    /** Something that was written: when, and by which call. */
    record Written(int slot, long start, long end, long at, long call) {}

    final StageFixture house = new StageFixture();
    final Random random;
    final List<SimulatedPerson> people = new ArrayList<>();
    final List<SimulatedOldClient> oldClients = new ArrayList<>();
    final List<Song> songs = new ArrayList<>();
    private final WrittenBook written = new WrittenBook();
    private final int[] expected = new int[960];
    long calls;
    private int songCount;
    private long framesChecked;
    private long voicesHeard;
    private long stepAt;
    private int step;
    private int leader;
    private int repeats;

    MixedSimulation(long seed, int newPeople, int old) {
        System.out.println("mixed simulation, " + newPeople + " of v2 and " + old + " of v1, seed " + seed);
        random = new Random(seed);
        for (int i = 0; i < newPeople; i++) {
            people.add(new SimulatedPerson(this, i, i % 2 == 0 ? house.one : house.two));
        }
        for (int i = 0; i < old; i++) {
            oldClients.add(new SimulatedOldClient(this, newPeople + i));
        }
    }

    long now() {
        return house.house.now;
    }

    Stage stage() {
        return house.stage("main");
    }

    /** Runs so many seconds. */
    void run(int seconds) {
        for (SimulatedPerson person : people) {
            person.come();
        }
        house.tick();
        stage().room().levels().set(Double.NaN, 0, false);
        long end = now() + seconds * 48_000L;
        stepAt = now() + 2 * 48_000;
        while (now() < end) {
            house.house.now += 960;
            house.house.rooms.tick(now());
            for (SimulatedOldClient old : oldClients) {
                old.act();
            }
            conduct();
            tick(house.one);
            tick(house.two);
            written.forgetBefore(now() - 60 * 48_000L);
        }
        System.out.println(songCount + " songs, " + framesChecked + " frames checked, " + voicesHeard
                + " voice samples heard, " + stage().counts().moves + " moves, " + stage().counts().lateSamples
                + " late samples");
        assertThat(songCount).isGreaterThan(seconds / 90);
        assertThat(voicesHeard).isGreaterThan(seconds * 1_000L);
        assertThat(stage().counts().slippedFrames).isZero();
    }

    private void tick(TestShard shard) {
        calls++;
        for (SimulatedPerson person : people) {
            if (person.shard() == shard) {
                person.act();
            }
        }
        shard.tick();
        follow(calls); // of one call voices come first, then what starts a song
        for (SimulatedPerson person : people) {
            if (person.shard() == shard) {
                person.acted();
            }
        }
        shard.streams.forEach((key, stream) -> {
            stream.frames.forEach((clock, frame) -> check(key, clock, frame));
            stream.frames.clear();
            checkUnbroken(shard, key, stream);
        });
    }

    /**
     * Where frames were left out, nobody who hears the stream was to hear them: he begins behind. (Row 2 has a crowd only
     * while row 1 is shared, and silence before.)
     */
    private static void checkUnbroken(TestShard shard, String key, TestShard.Received stream) {
        int bucket = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
        boolean crowd = key.contains("/" + StreamId.CROWD + "/") && bucket >= 3;
        boolean all = key.contains("/" + StreamId.ALL + "/");
        for (TestShard.Sitting seat : shard.seats.values()) {
            if ((crowd || all) && seat.bucket() == bucket) {
                assertThat(seat.fromClock()).as("begins in %s", key).isGreaterThanOrEqualTo(stream.unbrokenFrom);
            }
        }
    }

    /** Notes what was taken of a voice. */
    void wrote(int slot, long start, long end) {
        written.add(new Written(slot, start, end, now(), calls));
    }

    /** Whoever leads goes through lead, start, stop. */
    private void conduct() {
        if (now() < stepAt) {
            return;
        }
        switch (step) {
            case 0 -> lead();
            case 1 -> start();
            default -> stop();
        }
    }

    private void lead() {
        int count = people.size() + oldClients.size();
        leader = random.nextInt(count);
        if (leader < people.size() && !people.get(leader).canLead()) {
            stepAt = now() + 48_000;
            return;
        }
        repeats = random.nextInt(4) == 0 ? 1 : 0;
        if (leader < people.size()) {
            people.get(leader).lead(repeats);
        } else {
            oldClients.get(leader - people.size()).lead(repeats);
        }
        step = 1;
        stepAt = now() + 6 * 48_000;
    }

    private void start() {
        if (leader < people.size()) {
            people.get(leader).start();
        } else {
            oldClients.get(leader - people.size()).start();
        }
        step = 2;
        stepAt = now() + (10 + random.nextInt(20)) * 48_000L;
    }

    private void stop() {
        if (leader < people.size()) {
            people.get(leader).stop();
        } else {
            oldClients.get(leader - people.size()).stop();
        }
        step = 0;
        stepAt = now() + 32 * 48_000L; // until the last row has heard the end
    }

    /**
     * Learns how the songs stand.
     *
     * @param before what was written by this call or an earlier one is in no song that is new
     */
    void follow(long before) {
        SongControl control = stage().room().song();
        Song last = songs.isEmpty() ? null : songs.getLast();
        if (control.told().startClock() > 1
                && (last == null || last.start != control.told().startClock())) {
            songs.add(new Song(control.told().startClock(), before, leader, repeats));
            if (songs.size() > 3) {
                songs.removeFirst();
            }
            songCount++;
        } else if (last != null
                && last.endKnownAt == Long.MAX_VALUE
                && control.told().endClock() > 1) {
            last.end = control.told().endClock();
            last.endKnownAt = now();
        }
    }

    private void check(String key, long clock, float[] frame) {
        int first = key.indexOf('/');
        int second = key.lastIndexOf('/');
        int stream = Integer.parseInt(key.substring(first + 1, second));
        int bucket = Integer.parseInt(key.substring(second + 1));
        if (stream == StreamId.BACKING || stream == StreamId.ALL || stream == StreamId.SOLO) {
            return;
        }
        Song song = songAt(clock);
        if (song == null) {
            return;
        }
        long spacing = stage().spacingSamples();
        long delay = stream == StreamId.LEAD ? 2 * spacing : stream == StreamId.ROUND ? spacing : bucket * spacing;
        Arrays.fill(expected, 0);
        long shift = stream == StreamId.ROUND ? REPEAT_SAMPLES : 0;
        long leadClosesAt = clock / 960 * 960 + 960 + 2 * spacing;
        written.near(
                clock - shift,
                clock - shift + 960,
                w -> add(song, w, stream, clock, clock + 960 + delay, leadClosesAt));
        compare(song, key, clock, frame, clock + 960 + delay);
        framesChecked++;
    }

    private @Nullable Song songAt(long clock) {
        for (int i = songs.size() - 1; i >= 0; i--) {
            if (clock + 960 > songs.get(i).start) {
                return songs.get(i);
            }
        }
        return null;
    }

    private void add(Song song, Written w, int stream, long clock, long closesAt, long leadClosesAt) {
        boolean leads = song.leader == w.slot();
        long shift = stream == StreamId.ROUND ? REPEAT_SAMPLES : 0;
        if (w.at() >= closesAt || w.call() <= song.startedBy || (shift > 0 && song.repeats == 0)) {
            return;
        }
        // Of the leader the crowd holds only what came too late for the lead stream.
        boolean late = w.at() >= leadClosesAt;
        if ((stream == StreamId.LEAD && (!leads || late)) || (stream == StreamId.CROWD && leads && !late)) {
            return;
        }
        long end = closesAt <= song.endKnownAt ? Long.MAX_VALUE : song.end;
        long from = Math.max(clock, Math.max(w.start(), song.start) + shift);
        long to = Math.min(Math.min(clock + 960, end), Math.min(w.end(), end) + shift);
        for (long c = from + Math.floorMod(w.slot() - from, SLOTS); c < to; c += SLOTS) {
            expected[(int) (c - clock)] += leads ? LEADER_UNITS : UNITS;
        }
    }

    private void compare(Song song, String key, long clock, float[] frame, long closesAt) {
        for (int i = RingUnits.firstWrong(frame, expected, 960);
                i < 960;
                i = RingUnits.firstWrong(frame, expected, i + 1, 960)) {
            int units = RingUnits.of(frame[i]);
            boolean faded = closesAt > song.endKnownAt && clock + i >= song.end - FADE_SAMPLES;
            if (!faded || units < 0 || units > expected[i]) {
                throw new AssertionError("stream " + key + " at " + clock + "+" + i + ", slot " + (clock + i) % SLOTS
                        + ": " + units + " units instead of " + expected[i] + "; song from "
                        + (song.start - clock) + " to " + (song.end - clock) + ", closed "
                        + (now() - closesAt) + " ago; writes " + describe((int) ((clock + i) % SLOTS), clock + i));
            }
        }
        voicesHeard += RingUnits.sounding(expected, 960);
    }

    private String describe(int slot, long sample) {
        StringBuilder text = new StringBuilder();
        written.near(sample - 96_000, sample + 96_000, w -> {
            if (w.slot() == slot) {
                text.append(w.start() - sample)
                        .append("..")
                        .append(w.end() - sample)
                        .append(" at ")
                        .append(w.at() - sample)
                        .append("; ");
            }
        });
        return text.toString();
    }

    /** Compares what a v1 client heard at this moment with all that was written before it. */
    void checkOld(long clock, float[] heard) {
        int[] wanted = new int[heard.length];
        for (Song song : songs) {
            for (int k = 0; k <= song.repeats; k++) {
                long shift = k * REPEAT_SAMPLES;
                written.near(clock - shift, clock - shift + heard.length, w -> {
                    if (w.call() > song.startedBy) {
                        addOld(song, w, shift, clock, wanted);
                    }
                });
            }
        }
        int length = heard.length;
        for (int i = RingUnits.firstWrong(heard, wanted, length);
                i < length;
                i = RingUnits.firstWrong(heard, wanted, i + 1, length)) {
            int units = RingUnits.of(heard[i]);
            boolean faded = false;
            for (Song song : songs) {
                faded |= clock + i >= song.end - FADE_SAMPLES && clock + i < song.end;
            }
            if (!faded || units < 0 || units > wanted[i]) {
                throw new AssertionError("a v1 client at " + clock + "+" + i + ", slot " + (clock + i) % SLOTS + ": "
                        + units + " units instead of " + wanted[i]);
            }
        }
        voicesHeard += RingUnits.sounding(wanted, length);
    }

    private static void addOld(Song song, Written w, long shift, long clock, int[] wanted) {
        long from = Math.max(clock, Math.max(w.start(), song.start) + shift);
        long to = Math.min(Math.min(clock + wanted.length, song.end), Math.min(w.end(), song.end) + shift);
        for (long c = from + Math.floorMod(w.slot() - from, SLOTS); c < to; c += SLOTS) {
            wanted[(int) (c - clock)] += song.leader == w.slot() ? LEADER_UNITS : UNITS;
        }
    }

    /** A voice in {@code slot} from {@code start} on. */
    static float[] voice(int slot, long start, int samples) {
        float[] sound = new float[samples];
        for (int i = Math.floorMod(slot - start, SLOTS); i < samples; i += SLOTS) {
            sound[i] = LEVEL;
        }
        return sound;
    }

    /** The type of a message. */
    static String type(JsonNode message) {
        return message.get("type").stringValue();
    }
}
