package brigade.state.room;

import brigade.audio.AudioFormat;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The {@code room} and {@code song} messages: what changed, at once; all of it every ten seconds. Agent thread only. */
final class RoomNews {
    private static final long WHOLE_SAMPLES = 10L * AudioFormat.SAMPLE_RATE_HZ;
    private static final RoomField[] FIELDS = RoomField.values();

    private final Stage stage;
    private final Map<RoomField, RawJson> told = new EnumMap<>(RoomField.class);
    private boolean changed = true;
    private int version;
    private long lastWhole;
    private SongPhase phase = SongPhase.IDLE;
    private @Nullable Singer leader;
    private long startClock;
    private long endClock;
    private long leaderGoneAt;
    private final SongsBefore songsBefore = new SongsBefore();
    private int songNumber;
    private @Nullable RawJson song;

    RoomNews(Stage stage) {
        this.stage = stage;
    }

    /** Something may have changed. */
    void changed() {
        changed = true;
    }

    /** Looks at what changes by itself, and tells what is new. */
    void tick(boolean slow) {
        followSong();
        if (slow && stage.now() - lastWhole >= WHOLE_SAMPLES) {
            lastWhole = stage.now();
            version++;
            collect(true);
            stage.sendAll(whole(false));
        } else if (changed || slow) {
            tellChanges(slow);
        }
        changed = false;
    }

    private void followSong() {
        SongControl control = stage.room().song();
        SongPhase now = stage.room().phase(stage.now());
        long goneAt = control.leaderGoneAt(stage.now());
        if (control.told().startClock() != startClock && control.told().startClock() > 1) {
            songNumber++;
        }
        songsBefore.follow(songNumber, control.told());
        if (now == phase
                && control.leader() == leader
                && control.told().startClock() == startClock
                && control.told().endClock() == endClock
                && goneAt == leaderGoneAt) {
            return;
        }
        phase = now;
        leaderGoneAt = goneAt;
        leader = control.leader();
        startClock = control.told().startClock();
        endClock = control.told().endClock();
        changed = true;
        RawJson message = writeSong();
        song = message;
        stage.sendAll(message);
        stage.event("song", json -> {
            json.writeName("song");
            json.writeRawValue(message);
        });
    }

    /** The {@code song} message as it is now. */
    RawJson song() {
        return song == null ? writeSong() : song;
    }

    private RawJson writeSong() {
        SongControl control = stage.room().song();
        Settings settings = stage.room().settings();
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "song");
            json.writeNumberProperty("song", songNumber);
            json.writeStringProperty("phase", wireName(stage.room().phase(stage.now())));
            json.writeNumberProperty("startClock", control.told().startClock());
            if (control.told().endClock() == 0) {
                json.writeNullProperty("endClock");
            } else {
                json.writeNumberProperty("endClock", control.told().endClock());
            }
            json.writeName("leader");
            json.writeRawValue(idOf(control.leader()));
            json.writeName("track");
            json.writeRawValue(textOrNull(control.trackName()));
            json.writeNumberProperty("bpm", settings.bpm);
            json.writeNumberProperty("beats", settings.beats);
            json.writeNumberProperty("bpr", settings.bpr);
            json.writeNumberProperty("repeats", settings.repeats);
            json.writeNumberProperty("countInBeats", control.told().countInBeats());
            json.writeNumberProperty("firstClock", control.firstClock());
            json.writeName("accents");
            json.writeRawValue(DeskFields.accents(control.told().accents()));
            json.writeName("item");
            json.writeRawValue(textOrNull(control.told().item()));
            json.writeName("leaderGoneAt");
            json.writeRawValue(leaderGoneAt == 0 ? RawJson.NULL : RawJson.of(leaderGoneAt));
            json.writeName("before");
            json.writeRawValue(songsBefore.toJson(songNumber, stage));
            json.writeEndObject();
        });
    }

    private void tellChanges(boolean slow) {
        Map<RoomField, RawJson> before = new EnumMap<>(told);
        collect(slow);
        boolean any = false;
        for (RoomField field : FIELDS) {
            any |= isNew(before.get(field), told.get(field));
        }
        if (!any) {
            return;
        }
        version++;
        stage.sendAll(RawJson.of(json -> {
            begin(json);
            for (RoomField field : FIELDS) {
                if (isNew(before.get(field), told.get(field))) {
                    writeField(json, field);
                }
            }
            json.writeEndObject();
        }));
    }

    private static boolean isNew(@Nullable RawJson before, @Nullable RawJson now) {
        return now != null && (before == null || !now.isSame(before));
    }

    /** All fields in one message; the long ones when {@code withLong}. */
    RawJson whole(boolean withLong) {
        return RawJson.of(json -> {
            begin(json);
            json.writeBooleanProperty("whole", true);
            for (RoomField field : FIELDS) {
                if (withLong || !field.isLong()) {
                    // As it is now, told or not: what changed is told to all by the next message.
                    json.writeName(field.wireName());
                    json.writeRawValue(value(field));
                }
            }
            json.writeEndObject();
        });
    }

    private void begin(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("type", "room");
        json.writeStringProperty("room", stage.charter().id);
        json.writeNumberProperty("version", version);
    }

    private void writeField(JsonGenerator json, RoomField field) {
        json.writeName(field.wireName());
        json.writeRawValue(Objects.requireNonNull(told.get(field)));
    }

    private void collect(boolean slow) {
        for (RoomField field : FIELDS) {
            if (slow || !field.isSlow() || !told.containsKey(field)) {
                told.put(field, value(field));
            }
        }
    }

    private RawJson value(RoomField field) {
        Settings settings = stage.room().settings();
        Charter charter = stage.charter();
        return switch (field) {
            case NAME -> RawJson.ofText(charter.name);
            case OPEN -> RawJson.of(charter.open);
            case LEADER -> idOf(stage.room().song().leader());
            case PHASE -> RawJson.ofText(wireName(stage.room().phase(stage.now())));
            case LISTENING -> RawJson.ofText(charter.listening);
            case LOCKED -> RawJson.of(stage.isLocked());
            case CLOSING -> stage.room().closing().toJson();
            case RECORDING -> RawJson.of(stage.isRecording());
            case SPACING -> RawJson.of(stage.spacingSamples());
            case ROWS -> RawJson.of(stage.rows());
            case MESSAGE_MS -> RawJson.of(charter.messageMs);
            case PEOPLE -> RawJson.of(stage.room().singers().active());
            case LISTENERS -> RawJson.of(stage.listeners());
            case VOLUME -> RawJson.of(settings.globalVolume);
            case BACKING_VOLUME -> RawJson.of(settings.backingVolume);
            case CROWD_SCALING -> RawJson.of(!settings.disableAutoGain);
            case BPM -> RawJson.of(settings.bpm);
            case BEATS -> RawJson.of(settings.beats);
            case BPR -> RawJson.of(settings.bpr);
            case REPEATS -> RawJson.of(settings.repeats);
            case TRACK -> textOrNull(settings.track);
            case ITEM -> stage.program().onJson();
            case PAGE -> RawJson.of(stage.program().page());
            case ACCENTS -> DeskFields.accents(settings.accents);
            case READINESS -> DeskFields.readiness(stage);
            case TRACK_READY -> RawJson.of(stage.room().isTrackReady());
            case LEADER_VOLUME -> RawJson.of(settings.leaderVolume);
            case CROWD_VOLUME -> RawJson.of(settings.crowdVolume);
            case AUTO_LEVEL -> RawJson.of(settings.autoLevel);
            case TALK -> RawJson.ofText(stage.talk().mode());
            case TALKERS -> talkers(stage);
            case TRACKS -> stage.room().tracks().namesJson();
            case LYRICS -> settings.lyrics;
        };
    }

    /** Ids of those who talk, by place; null where nobody has it. */
    static RawJson talkers(Stage stage) {
        return RawJson.of(json -> {
            json.writeStartArray();
            for (Person talker : stage.talk().places()) {
                json.writeRawValue(talker == null ? RawJson.NULL : talker.idJson);
            }
            json.writeEndArray();
        });
    }

    private static RawJson idOf(@Nullable Singer singer) {
        return singer == null ? RawJson.NULL : singer.idJson;
    }

    private static RawJson textOrNull(@Nullable String text) {
        return text == null || text.isEmpty() ? RawJson.NULL : RawJson.ofText(text);
    }

    private static String wireName(SongPhase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
