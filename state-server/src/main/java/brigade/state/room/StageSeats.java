package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.StreamKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the v2 people of one room sit, and how far behind now that is. Seats change at any time, the spacing between
 * songs only. Agent thread only.
 */
final class StageSeats {
    /** Spacing before anything is measured: 1 s. */
    static final long SPACING_FIRST_SAMPLES = AudioFormat.SAMPLE_RATE_HZ;

    /** Smallest spacing: 0.4 s. */
    static final long SPACING_MIN_SAMPLES = 20 * 960;

    /** Largest spacing, and that of a song led over v1: 3 s. */
    static final long SPACING_MAX_SAMPLES = (long) RoomLimits.SPACING_SECONDS * AudioFormat.SAMPLE_RATE_HZ;

    /** What the slowest needs counts in steps of so many samples, lest listeners move all the time: 0.5 s. */
    private static final long NEED_STEP_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 2;

    /** Why somebody is told a seat. */
    static final String WHY_SONG = "song";

    static final String WHY_MOVED = "moved";
    static final String WHY_SLOW = "slow";
    static final String WHY_LEAD = "lead";

    private final Stage stage;
    private final int[] occupied = new int[Stage.BUCKETS_MAX + 1];
    private long spacingSamples = SPACING_FIRST_SAMPLES;
    private int rows = 2;
    private int listeners;
    private boolean rowOneShared;
    private boolean soloHeard;
    private long soloDelaySamples = SPACING_FIRST_SAMPLES;
    private long allDelaySamples = 3 * SPACING_FIRST_SAMPLES;

    /**
     * In a song that a former process began: how far behind now everybody was heard. The first who listens comes before the singers
     * are back, so it cannot be worked out; with less of it the last rows would be missing in what is recorded.
     */
    private long formerDelaySamples;

    /** @param keptSpacingSamples as it was measured before a restart; 0 when it was not */
    StageSeats(Stage stage, long keptSpacingSamples) {
        this.stage = stage;
        if (keptSpacingSamples > 0) {
            spacingSamples = keptSpacingSamples;
            allDelaySamples = 3 * spacingSamples;
        }
    }

    long spacingSamples() {
        return spacingSamples;
    }

    int rows() {
        return rows;
    }

    /** How far behind now listeners hear everybody. */
    long allDelaySamples() {
        return allDelaySamples;
    }

    /** How far behind now the soloed voices are heard alone. */
    long soloDelaySamples() {
        return soloDelaySamples;
    }

    boolean isOccupied(int bucket) {
        return occupied[bucket] > 0;
    }

    /** How many listen over sockets. */
    int listeners() {
        return listeners;
    }

    /** Whether anybody but the leader sits in row 1. */
    boolean isRowOneShared() {
        return rowOneShared;
    }

    boolean isSoloHeard() {
        return soloHeard;
    }

    /** The last row with somebody in it; 0 without singers. */
    int lastOccupied() {
        int last = Stage.BUCKETS_MAX;
        while (last > 0 && occupied[last] == 0) {
            last--;
        }
        return last;
    }

    /** Half-second work: frees seats of who stays away, follows delays of v1 singers between songs. */
    void pass() {
        recount();
        follow(false);
    }

    private void allDelay(long samples) {
        allDelaySamples = samples;
        Charter charter = stage.charter();
        if (charter.evening.allDelaySamples != samples && occupied[0] > 0) {
            charter.evening.allDelaySamples = samples;
            charter.isSaved = false;
        }
    }

    private void tellListeners() {
        for (Person person : stage.people().all()) {
            if (person.bucket == 0 && person.isHere()) {
                settle(person, WHY_MOVED);
            }
        }
    }

    /** Sets rows and spacing; the caller seats everybody. */
    void shape(int nextRows, long nextSpacingSamples) {
        rows = Math.clamp(nextRows, 1, Stage.BUCKETS_MAX);
        spacingSamples = nextSpacingSamples;
    }

    /** Counts who sits where, and opens the streams that they hear. */
    void recount() {
        boolean anyListened = occupied[0] > 0;
        Arrays.fill(occupied, 0);
        listeners = 0;
        rowOneShared = false;
        soloHeard = false;
        Singer leader = stage.room().song().leader();
        List<Person> people = stage.people().all();
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            if (person.service ? !person.isHere() : !People.isSeated(person, stage.now())) {
                continue;
            }
            if (person.bucket > 0 || person.isHere()) {
                occupied[person.bucket]++;
                listeners += person.bucket > 0 ? 0 : person.service ? person.listenersBehind : 1;
            }
            rowOneShared |= person.bucket == 1 && (leader == null || person.singer != leader);
            soloHeard |= person.hearsSolo && person.isHere();
        }
        if (!anyListened && occupied[0] > 0) {
            // The first who listens: nobody's place is to be kept, and the song may have begun without v2 people.
            long kept = formerDelaySamples;
            formerDelaySamples = 0;
            allDelay(Math.max(stage.room().song().isOn() ? kept : 0, everybodysDelaySamples()));
        }
        stage.updateStreams();
    }

    /**
     * Works out how far behind now soloed voices and everybody are heard. Who listens moves only between songs, and closer
     * only when everybody is seated anew: he would miss what lies between.
     */
    void follow(boolean seatedAnew) {
        soloDelaySamples = soloedDelaySamples();
        formerDelaySamples = seatedAnew ? 0 : formerDelaySamples;
        long all = everybodysDelaySamples();
        if (!seatedAnew && occupied[0] > 0) {
            all = stage.room().song().isOn() ? allDelaySamples : Math.max(all, allDelaySamples);
        }
        boolean moves = all != allDelaySamples;
        allDelay(all);
        stage.streams().delaysChanged(stage);
        if (moves) {
            stage.updateStreams(); // who is told to move begins behind what is closed by now
            tellListeners();
        }
    }

    /** One spacing behind the latest soloed singer. */
    private long soloedDelaySamples() {
        long soloed = 0;
        UserTable table = stage.room().singers().table();
        for (int row = 0; row < table.size(); row++) {
            Singer singer = table.at(row);
            if (singer.soloed) {
                soloed = Math.max(soloed, delaySamples(singer));
            }
        }
        return Math.min(Stage.upToGrid(soloed + spacingSamples), RoomLimits.RING_SAMPLES / 2);
    }

    /** How far behind now all who sing now can be heard: as much as the latest v1 singer or the slowest of the last row needs. */
    private long everybodysDelaySamples() {
        long v1 = 0;
        UserTable table = stage.room().singers().table();
        for (int row = 0; row < table.size(); row++) {
            Singer singer = table.at(row);
            if (singer.person == null) {
                v1 = Math.max(v1, delaySamples(singer) + SPACING_MAX_SAMPLES);
            }
        }
        long need = Math.ceilDiv(Needs.slowestSamples(stage.people().all()), NEED_STEP_SAMPLES) * NEED_STEP_SAMPLES;
        long v2 = Math.max(1, lastOccupied()) * spacingSamples + Math.clamp(need, spacingSamples, SPACING_MAX_SAMPLES);
        return Math.min(Stage.upToGrid(Math.max(v1, v2)), RoomLimits.RING_SAMPLES / 2);
    }

    /** How far behind now he sings; a v1 singer may be on the way to the seat that he was told. */
    private long delaySamples(Singer singer) {
        Person person = singer.person;
        return person != null
                ? stage.delaySamples(person.bucket)
                : AudioFormat.secondsToSamples(Math.max(singer.delaySeconds, singer.seat.delaySeconds));
    }

    /** The last row with a singer by where they were just put, whatever the counts say. */
    int lastSinger() {
        int last = 0;
        for (Person person : stage.people().all()) {
            if (person.sings() && People.isSeated(person, stage.now())) {
                last = Math.max(last, person.bucket);
            }
        }
        return last;
    }

    /** All rows were given anew: opens their streams and tells everybody. */
    void reseated(List<Person> slow) {
        stage.streams().delaysChanged(stage);
        recount();
        follow(true);
        stage.updateStreams();
        for (Person person : stage.people().all()) {
            if (person.sings() && People.isSeated(person, stage.now())) {
                if (person.singer != null) {
                    person.singer.seat.take(person.bucket);
                }
                settle(person, person.bucket == 1 ? WHY_LEAD : slow.contains(person) ? WHY_SLOW : WHY_SONG);
            }
        }
        stage.news().roomChanged();
    }

    /** Seats somebody who came, or came back. */
    void enter(Person person, boolean listens, boolean keepsSeat) {
        sitDown(person, listens, keepsSeat);
        if (listens && occupied[0] > 0) {
            occupied[0]++; // thousands of listeners may come at once
            listeners += person.service ? 0 : 1;
        } else {
            recount();
        }
        settle(person, null);
    }

    private void sitDown(Person person, boolean listens, boolean keepsSeat) {
        person.listens = listens;
        if (listens) {
            person.bucket = 0;
            return;
        }
        Singer singer = stage.room().sing(person);
        if (person.bucket == 0 && singer.voice != null && singer.voice.delaySamples() > 0) {
            // Of a former process: he sits where he sat.
            person.bucket = Math.clamp(Math.round((double) singer.voice.delaySamples() / spacingSamples), 1, rows);
        } else if (person.bucket == 0 || person.bucket > rows || !keepsSeat) {
            boolean first = lastOccupied() == 0;
            Singer leader = stage.room().song().leader();
            if (first && leader != null && leader.person == null && !leader.isNobody()) {
                // He joins a song of old clients: their rows, as far as he can.
                spacingSamples = SPACING_MAX_SAMPLES;
                stage.streams().delaysChanged(stage);
            }
            person.bucket = rowOfHousehold(person);
        }
        stage.room().singers().heard(singer, stage.now(), stage.delaySamples(person.bucket));
        person.lastHeardMark = stage.now();
    }

    /** The row of who sits in one room with him; the last row when nobody does. */
    private int rowOfHousehold(Person person) {
        for (Person other : stage.people().all()) {
            boolean together =
                    other != person && !person.household.isEmpty() && other.household.equals(person.household);
            if (together && other.sings() && other.bucket > 0 && People.isSeated(other, stage.now())) {
                return Math.min(other.bucket, rows);
            }
        }
        return rows;
    }

    /** A socket was lost: the seat is kept for a while. */
    void lost(Person person, long now) {
        person.connection = null;
        person.awaySince = now;
        person.talks = false;
        stage.news().rowChanged(person);
    }

    /** Somebody leaves: his seat is free at once. */
    void leave(Person person, long now) {
        lost(person, now);
        person.awaySince = now - People.SEAT_KEPT_SAMPLES;
        recount();
    }

    /** What a former process left: the leader's delay is the spacing, the largest delay shows the rows. */
    void recover(long leaderDelaySamples, long largestDelaySamples) {
        spacingSamples = Math.clamp(Stage.onGrid(leaderDelaySamples), SPACING_MIN_SAMPLES, SPACING_MAX_SAMPLES);
        rows = Math.clamp(Math.round((double) largestDelaySamples / spacingSamples), 2, RoomLimits.ROWS_MAX);
        long kept = stage.charter().evening.allDelaySamples;
        formerDelaySamples = kept > 0 ? kept : Stage.upToGrid(rows * spacingSamples + SPACING_MAX_SAMPLES);
    }

    /** A shard's ear says how many listen over HTTP behind it. */
    void listenersBehind(Person ear, JsonNode stats) {
        JsonNode count = stats.get("listeners");
        if (ear.service && count != null && count.isInt()) {
            ear.listenersBehind = Math.max(0, count.intValue());
            recount();
        }
    }

    /** Moves one to {@code bucket} and tells him; 0 makes him a listener. */
    void move(Person person, int bucket, String why) {
        person.bucket = bucket;
        recount();
        settle(person, why);
        stage.counts().moves++;
    }

    /** Tells him, and his shard, the bucket that he has: what he hears from now on. */
    void settle(Person person, @Nullable String why) {
        person.fromClock = firstClock(person.bucket);
        Singer singer = person.singer;
        if (singer != null && singer.voice != null) {
            singer.voice.delaySamples(stage.delaySamples(person.bucket));
        }
        tellShard(person);
        stage.news().rowChanged(person);
        if (!person.service) {
            stage.event("seat", person, json -> {
                json.writeNumberProperty("bucket", person.bucket);
                json.writeNumberProperty("delaySamples", stage.delaySamples(person.bucket));
                json.writeNumberProperty("fromClock", person.fromClock);
            });
        }
        if (why != null) {
            stage.send(person, stage.news().seat(person, why));
        }
    }

    /** Has his shard told where he sits and what he wants. */
    void tellShard(Person person) {
        Connection connection = person.connection;
        if (connection != null) {
            connection.shardRoom.seatsChanged();
            if (!connection.seatToTell) {
                connection.seatToTell = true;
                connection.shardRoom.link.seatsToTell.add(connection);
            }
        }
    }

    /** First clock that somebody hears who sits down in {@code bucket} now. */
    private long firstClock(int bucket) {
        ClosedStream stream = switch (bucket) {
            case 0 -> stage.streams().get(StreamKind.ALL, 0);
            case 1 -> stage.streams().get(StreamKind.BACKING, 0);
            case 2 -> stage.streams().get(StreamKind.LEAD, 0);
            default -> stage.streams().get(StreamKind.CROWD, bucket);
        };
        return stream == null ? Stage.onGrid(stage.now() - stage.delaySamples(bucket)) : stream.closedUpToSample();
    }
}
