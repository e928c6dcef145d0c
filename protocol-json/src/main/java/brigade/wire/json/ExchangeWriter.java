package brigade.wire.json;

import brigade.wire.ExchangeRequest;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Calls to the state server as JSON: what a shard sends. Absent values and false flags are left out. Stateless, any
 * thread.
 */
public final class ExchangeWriter {
    private ExchangeWriter() {}

    /** Writes {@code request} as an {@code exchange} call; {@code out} is left open. */
    public static void writeExchange(ExchangeRequest request, OutputStream out) {
        write(CallReader.EXCHANGE, request, out);
    }

    /** Writes what {@code request} wants done as a {@code control} call: nobody's, and without sound. */
    public static void writeControl(ExchangeRequest request, OutputStream out) {
        write(CallReader.CONTROL, request, out);
    }

    private static void write(String call, ExchangeRequest request, OutputStream out) {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            text(json, ExchangeField.CALL, call);
            writeWho(request, json);
            writeFlags(request, json);
            writeSettings(request, json);
            writeLists(request, json);
            json.writeEndObject();
        }
    }

    /** Writes a call that has no arguments: {@code status} or {@code telemetry}. */
    public static void writeCall(String call, OutputStream out) {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            text(json, ExchangeField.CALL, call);
            json.writeEndObject();
        }
    }

    /**
     * Writes a {@code notify} call: a file was uploaded.
     *
     * @param kind {@code backingTrack} or {@code image}
     * @param name the file's name
     */
    public static void writeNotify(String room, String kind, String name, OutputStream out) {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            text(json, ExchangeField.CALL, CallReader.NOTIFY);
            text(json, ExchangeField.ROOM, room);
            text(json, ExchangeField.KIND, kind);
            text(json, ExchangeField.NAME, name);
            json.writeEndObject();
        }
    }

    private static void writeWho(ExchangeRequest request, JsonGenerator json) {
        if (!request.room.equals(CallReader.MAIN)) {
            text(json, ExchangeField.ROOM, request.room);
        }
        text(json, ExchangeField.TOKEN, request.token);
        text(json, ExchangeField.USER_ID, Long.toUnsignedString(request.userId));
        if (!request.username.isEmpty()) {
            text(json, ExchangeField.USERNAME, request.username);
        }
        json.writeName(ExchangeField.SAMPLES.wireName());
        json.writeNumber(request.samples);
        clock(json, ExchangeField.READ_CLOCK, request.readClock);
        clock(json, ExchangeField.WRITE_CLOCK, request.writeClock);
    }

    private static void writeFlags(ExchangeRequest request, JsonGenerator json) {
        flag(json, ExchangeField.RESET_USER_STATE, request.resetUserState);
        flag(json, ExchangeField.USER_SUMMARY, request.userSummary);
        flag(json, ExchangeField.MUTED, request.muted);
        flag(json, ExchangeField.SPECTATOR, request.spectator);
        flag(json, ExchangeField.LOOPBACK, request.loopback);
        flag(json, ExchangeField.HEAR_MONITOR, request.hearMonitor);
        flag(json, ExchangeField.BEGIN_MONITOR, request.beginMonitor);
        flag(json, ExchangeField.REQUEST_LEAD, request.requestLead);
        flag(json, ExchangeField.MARK_START_SINGING, request.markStartSinging);
        flag(json, ExchangeField.MARK_STOP_SINGING, request.markStopSinging);
        flag(json, ExchangeField.CLEAR_EVENTS, request.clearEvents);
        flag(json, ExchangeField.IMAGE, request.image);
    }

    private static void writeSettings(ExchangeRequest request, JsonGenerator json) {
        user(json, ExchangeField.MONITOR, request.monitor);
        user(json, ExchangeField.UNMONITOR, request.unmonitor);
        volume(json, ExchangeField.VOLUME, request.volume);
        volume(json, ExchangeField.BACKING_VOLUME, request.backingVolume);
        volume(json, ExchangeField.USER_BACKING_VOLUME, request.userBackingVolume);
        text(json, ExchangeField.TRACK, request.track);
        count(json, ExchangeField.BPM, request.bpm);
        count(json, ExchangeField.REPEATS, request.repeats);
        count(json, ExchangeField.BPR, request.bpr);
        count(json, ExchangeField.DISABLE_AUTO_GAIN, request.disableAutoGain);
        count(json, ExchangeField.DISABLE_SONG_VIDEO, request.disableSongVideo);
        text(json, ExchangeField.LYRICS, request.lyrics);
        text(json, ExchangeField.CLIENT_TELEMETRY, request.clientTelemetry);
    }

    private static void writeLists(ExchangeRequest request, JsonGenerator json) {
        if (!request.chats.isEmpty()) {
            startArray(json, ExchangeField.CHAT);
            for (String chat : request.chats) {
                json.writeString(chat);
            }
            json.writeEndArray();
        }
        if (!request.micVolumes.isEmpty()) {
            startArray(json, ExchangeField.MIC_VOLUME);
            for (ExchangeRequest.MicVolume fader : request.micVolumes) {
                json.writeStartArray();
                json.writeString(Long.toUnsignedString(fader.userId()));
                json.writeNumber(fader.volume());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        if (!request.marks.isEmpty()) {
            startArray(json, ExchangeField.EVENT_DATA);
            for (ExchangeRequest.Mark mark : request.marks) {
                json.writeStartArray();
                json.writeString(mark.id());
                json.writeNumber(mark.clock());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
    }

    private static void startArray(JsonGenerator json, ExchangeField field) {
        json.writeName(field.wireName());
        json.writeStartArray();
    }

    private static void text(JsonGenerator json, ExchangeField field, @Nullable String value) {
        if (value != null) {
            json.writeName(field.wireName());
            json.writeString(value);
        }
    }

    private static void clock(JsonGenerator json, ExchangeField field, long value) {
        if (value != ExchangeRequest.NO_CLOCK) {
            json.writeName(field.wireName());
            json.writeNumber(value);
        }
    }

    private static void flag(JsonGenerator json, ExchangeField field, boolean value) {
        if (value) {
            json.writeName(field.wireName());
            json.writeBoolean(true);
        }
    }

    private static void user(JsonGenerator json, ExchangeField field, @Nullable Long value) {
        if (value != null) {
            json.writeName(field.wireName());
            json.writeString(Long.toUnsignedString(value));
        }
    }

    private static void volume(JsonGenerator json, ExchangeField field, double value) {
        if (!Double.isNaN(value)) {
            json.writeName(field.wireName());
            json.writeNumber(value);
        }
    }

    private static void count(JsonGenerator json, ExchangeField field, int value) {
        if (value >= 0) {
            json.writeName(field.wireName());
            json.writeNumber(value);
        }
    }
}
