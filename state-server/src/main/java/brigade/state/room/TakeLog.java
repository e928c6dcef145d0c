package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.RingMoves;
import brigade.wire.ExchangeRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The take of a room's running song: what there is to know of it beside its sound, in a file of its own, which shards read when
 * they make the take. Written when a song is recorded from now on, when somebody joins it, and when it has ended. Agent thread
 * only.
 */
final class TakeLog {
    /** Version of the file. */
    static final int FORMAT = 1;

    /** Nobody but machines here for so long ends recording. */
    private static final long DESERTED_SAMPLES = 600L * AudioFormat.SAMPLE_RATE_HZ;

    /** A song that ended so long before a restart is finished by the new process. */
    private static final long FINISHED_LATE_SAMPLES = 600L * AudioFormat.SAMPLE_RATE_HZ;

    private static final RawJson HOSTS = RawJson.of(json -> {
        json.writeStartArray();
        json.writeString(Role.HOST.wireName());
        json.writeString(Role.HELPER.wireName());
        json.writeEndArray();
    });

    /**
     * One who sang.
     *
     * @param bucket where he sat when he was seen last
     */
    private record Sang(RawJson id, String name, @Nullable String section, int bucket) {}

    private final Stage stage;
    private final BiConsumer<Long, RawJson> save;
    private final RoomMoves journal;
    private @Nullable MoveLog moves;
    private final Map<Long, Sang> people = new LinkedHashMap<>();
    private long takeClock;
    private long recordedFrom;
    private int peopleSaved;
    private boolean begun;
    private long lastPeopleAt;
    private String trouble = "";

    /**
     * @param journal keeps what a replay needs
     * @param save writes a take's file, by the clock of its start; returns at once
     */
    TakeLog(Stage stage, RoomMoves journal, BiConsumer<Long, RawJson> save) {
        this.stage = stage;
        this.journal = journal;
        this.save = save;
    }

    /** What is to be told of rings that were just made: they can be replayed when the room is recorded from now on. */
    RingMoves moves(long nowSamples) {
        moves = stage.isRecording() ? new MoveLog(journal, stage.charter().id, nowSamples) : null;
        return moves == null ? RingMoves.NONE : moves;
    }

    /** The rings are gone, or not recorded any more. */
    void movesOver() {
        MoveLog last = moves;
        if (last != null) {
            last.move(RingMoves.OVER, stage.now(), 0, 0, 0);
            moves = null;
        }
    }

    /** Follows the song. */
    void tick() {
        SongControl song = stage.room().song();
        long startClock = song.told().startClock();
        if (takeClock != 0 && (!song.isOn() || startClock != takeClock)) {
            finish(startClock == takeClock ? song.told().endClock() : 0);
        }
        if (!stage.isRecording()) {
            return;
        }
        boolean sounds = song.isOn() && song.rings() != null && startClock > 1 && song.song() != null;
        // After a restart the song's item, which may be a recording, is known as soon as the list has been read.
        boolean isKnown = stage.program().restoring().isEmpty();
        if (takeClock == 0 && sounds && isKnown && !stage.listened().is(startClock)) {
            takeClock = startClock;
            recordedFrom = stage.room().isRecovered() ? startClock : Math.max(startClock, stage.now());
            people.clear();
            peopleSaved = -1;
            see();
        }
        finishLate(song);
    }

    /** A song that ended while this process was not there. */
    private void finishLate(SongControl song) {
        if (begun) {
            return;
        }
        begun = true;
        long endClock = song.told().endClock();
        if (stage.room().isRecovered()
                && !song.isOn()
                && endClock > 1
                && stage.now() - endClock < FINISHED_LATE_SAMPLES) {
            takeClock = song.told().startClock();
            recordedFrom = takeClock;
            see();
            finish(endClock);
        }
    }

    /** Called twice a second. */
    void slow() {
        if (takeClock != 0) {
            see();
        }
        if (!stage.isRecording()) {
            lastPeopleAt = stage.now();
            return;
        }
        boolean anybody = stage.room().singers().active() > 0; // old clients as well
        for (Person person : stage.people().all()) {
            anybody |= person.isHere() && !person.service;
        }
        if (anybody) {
            lastPeopleAt = stage.now();
            return;
        }
        lastPeopleAt = lastPeopleAt == 0 ? stage.now() : lastPeopleAt;
        if (stage.now() - lastPeopleAt > DESERTED_SAMPLES
                && !stage.room().song().isOn()) {
            stage.recording(false);
        }
    }

    private void see() {
        for (Person person : stage.people().all()) {
            if (person.isHere() && !person.service && !person.listens) {
                Singer singer = person.singer;
                people.put(
                        person.id,
                        new Sang(
                                person.idJson,
                                person.name,
                                singer == null ? person.section : singer.section,
                                person.bucket));
            }
        }
        for (Singer old = stage.room().singers().oldest(); old != null; old = old.newer) {
            if (old.person == null && old.isActive() && old.lastWriteClock != ExchangeRequest.NO_CLOCK) {
                people.put(old.id, new Sang(old.idJson, old.name, old.section, old.seat.row));
            }
        }
        if (people.size() != peopleSaved) {
            peopleSaved = people.size();
            write(0, false);
        }
    }

    private void finish(long endClock) {
        boolean aborted = endClock <= 1;
        write(aborted ? stage.now() : endClock, aborted);
        takeClock = 0;
    }

    private void write(long endClock, boolean aborted) {
        RawJson file = RawJson.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("format", FORMAT);
            json.writeStringProperty("take", Long.toString(takeClock));
            json.writeStringProperty("room", stage.charter().id);
            json.writeStringProperty("roomName", stage.charter().name);
            SetListItem item = stage.program().on();
            json.writeStringProperty(
                    "title", item == null ? "" : item.json().path("title").asString(""));
            json.writeNumberProperty("startClock", takeClock);
            json.writeNumberProperty("recordedFrom", recordedFrom);
            json.writeNumberProperty("endClock", endClock);
            json.writeBooleanProperty("aborted", aborted);
            json.writeNumberProperty(
                    "mixAfterSamples",
                    stage.isOccupied(0) ? stage.allDelaySamples() : stage.delaySamples(stage.rows() + 1));
            writeSong(json);
            writePeople(json);
            json.writeEndObject();
        });
        save.accept(takeClock, file);
    }

    private void writeSong(JsonGenerator json) {
        Room room = stage.room();
        SongControl song = room.song();
        Settings settings = room.settings();
        boolean mine = song.told().startClock() == takeClock;
        json.writeNumberProperty("firstClock", mine ? song.firstClock() : takeClock);
        json.writeNumberProperty("bpm", settings.bpm);
        json.writeNumberProperty("beats", settings.beats);
        json.writeNumberProperty("bpr", settings.bpr);
        json.writeNumberProperty("repeats", settings.repeats);
        json.writeName("accents");
        json.writeRawValue(DeskFields.accents(song.told().accents()));
        json.writeStringProperty("track", song.trackName());
        Singer leader = song.leader();
        if (leader != null) {
            json.writeName("leader");
            json.writeRawValue(leader.idJson);
        }
        json.writeName("lyrics");
        json.writeRawValue(settings.lyrics);
        json.writeName("marks");
        json.writeRawValue(room.marks().stageJson());
    }

    private void writePeople(JsonGenerator json) {
        json.writeArrayPropertyStart("people");
        for (Sang one : people.values()) {
            json.writeStartObject();
            json.writeName("id");
            json.writeRawValue(one.id());
            json.writeStringProperty("name", Text.wellFormed(one.name()));
            if (one.section() != null) {
                json.writeStringProperty("section", Text.wellFormed(one.section()));
            }
            json.writeNumberProperty("bucket", one.bucket());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A shard cannot write its journal, or can again: hosts are told, once. */
    void trouble(String word) {
        if (word.equals(trouble) || word.length() > 40) {
            return;
        }
        trouble = word;
        boolean stopped = !word.isEmpty();
        RawJson message = RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "recording");
            json.writeStringProperty("state", stopped ? "stopped" : "on");
            json.writeStringProperty("reason", word);
            json.writeStringProperty(
                    "message",
                    stopped
                            ? "Recording has stopped: the server's disk has no room. The song goes on."
                            : "Recording goes on.");
            json.writeEndObject();
        });
        stage.sendRoles(HOSTS, message);
        stage.event("recording", json -> json.writeStringProperty("trouble", word));
    }
}
