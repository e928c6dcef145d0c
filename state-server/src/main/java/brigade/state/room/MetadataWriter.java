package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.ExchangeRequest;
import brigade.wire.json.Json;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * The metadata of one v1 answer as JSON, in the ancestor's order of keys. Names and everything long are encoded
 * beforehand.
 */
final class MetadataWriter {
    private static final SerializedString SERVER_CLOCK = new SerializedString("server_clock");
    private static final SerializedString SERVER_SAMPLE_RATE = new SerializedString("server_sample_rate");
    private static final SerializedString LAST_REQUEST_CLOCK = new SerializedString("last_request_clock");
    private static final SerializedString CLIENT_READ_CLOCK = new SerializedString("client_read_clock");
    private static final SerializedString CLIENT_WRITE_CLOCK = new SerializedString("client_write_clock");
    private static final SerializedString SONG_END_CLOCK = new SerializedString("song_end_clock");
    private static final SerializedString SONG_START_CLOCK = new SerializedString("song_start_clock");
    private static final SerializedString N_SAMPLES = new SerializedString("n_samples");
    private static final SerializedString N_CONNECTED_USERS = new SerializedString("n_connected_users");
    private static final SerializedString QUEUE_SIZE = new SerializedString("queue_size");
    private static final SerializedString EVENTS = new SerializedString("events");
    private static final SerializedString LEADER = new SerializedString("leader");
    private static final SerializedString N_PEOPLE_HEARD = new SerializedString("n_people_heard");
    private static final SerializedString CHATS = new SerializedString("chats");
    private static final Once[] ONCE = Once.values();
    private static final SerializedString[] ONCE_NAMES = new SerializedString[ONCE.length];

    static {
        for (int i = 0; i < ONCE.length; i++) {
            ONCE_NAMES[i] = new SerializedString(ONCE[i].wireName());
        }
    }

    /** Server clock of the room's exchange before this one. */
    long lastRequestClock;

    /** Voices at the first sample he hears; -1 when he hears something else than the song. */
    int peopleHeard;

    /** Whether this answers a retry: what the last answer told once is told again. */
    boolean again;

    /** Writes the answer to {@code request}; what waited for {@code singer} is then told. */
    void write(OutputStream out, Room room, Singer singer, ExchangeRequest request, long now) {
        int told = again ? singer.pending | singer.answered : singer.pending;
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            number(json, SERVER_CLOCK, now);
            number(json, SERVER_SAMPLE_RATE, AudioFormat.SAMPLE_RATE_HZ);
            number(json, LAST_REQUEST_CLOCK, lastRequestClock);
            number(json, CLIENT_READ_CLOCK, request.readClock);
            if (request.writeClock == ExchangeRequest.NO_CLOCK) {
                json.writeName(CLIENT_WRITE_CLOCK);
                json.writeNull();
            } else {
                number(json, CLIENT_WRITE_CLOCK, request.writeClock);
            }
            number(json, SONG_END_CLOCK, room.song().told().endClock());
            number(json, SONG_START_CLOCK, room.song().told().startClock());
            number(json, N_SAMPLES, request.samples);
            number(json, N_CONNECTED_USERS, room.singers().active());
            number(json, QUEUE_SIZE, RoomLimits.RING_QUANTA);
            raw(json, EVENTS, room.marks().json());
            Singer leader = room.song().leader();
            raw(json, LEADER, leader == null ? RawJson.NULL : leader.idJson);
            number(json, N_PEOPLE_HEARD, peopleHeard);
            json.writeName(CHATS);
            singer.chats.write(json, again);
            for (int i = 0; told >>> i != 0; i++) {
                if (ONCE[i].in(told)) {
                    json.writeName(ONCE_NAMES[i]);
                    writeOnce(json, ONCE[i], room, singer);
                }
            }
            json.writeEndObject();
        }
        singer.answered = told;
        singer.pending = 0;
    }

    private static void writeOnce(JsonGenerator json, Once value, Room room, Singer singer) {
        Settings settings = room.settings();
        switch (value) {
            case BPM -> json.writeNumber(settings.bpm);
            case REPEATS -> json.writeNumber(settings.repeats);
            case BPR -> json.writeNumber(settings.bpr);
            case TRACKS -> json.writeRawValue(room.tracks().namesJson());
            case FIRST_BUCKET -> json.writeNumber(room.seating().firstSeconds());
            case GLOBAL_VOLUME -> json.writeNumber(settings.globalVolume);
            case BACKING_VOLUME -> json.writeNumber(settings.backingVolume);
            case DISABLE_SONG_VIDEO -> json.writeBoolean(settings.disableSongVideo);
            case LYRICS -> json.writeRawValue(settings.lyrics);
            case IMAGE -> json.writeRawValue(settings.image);
            case DELAY_SECONDS -> json.writeNumber(singer.seat.delaySeconds);
            case BACKING_TRACK_TYPE -> json.writeString(room.song().told().backingType());
        }
    }

    private static void number(JsonGenerator json, SerializedString name, long value) {
        json.writeName(name);
        json.writeNumber(value);
    }

    private static void raw(JsonGenerator json, SerializedString name, RawJson value) {
        json.writeName(name);
        json.writeRawValue(value);
    }
}
