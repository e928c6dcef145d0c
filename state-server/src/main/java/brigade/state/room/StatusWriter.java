package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.WireLimits;
import brigade.wire.json.Json;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Answers about the whole house: how full it is, and what its rooms and clients do. */
final class StatusWriter {
    /** Clients are left out, and counted, once a reply is this long: the largest client still fits. */
    private static final int TELEMETRY_MAX_BYTES = WireLimits.RPC_JSON_MAX_BYTES - 100_000;

    private final int maxUsers;
    private final @Nullable String instanceName;

    StatusWriter(int maxUsers, @Nullable String instanceName) {
        this.maxUsers = maxUsers;
        this.instanceName = instanceName;
    }

    /** {@code {"n_connected_users", "max_users", "instance_name"?}}. */
    void writeStatus(OutputStream out, Map<String, Room> rooms) {
        int connected = 0;
        for (Room room : rooms.values()) {
            connected += room.singers().active();
        }
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("n_connected_users", connected);
            json.writeNumberProperty("max_users", maxUsers);
            if (instanceName != null) {
                json.writeStringProperty("instance_name", instanceName);
            }
            json.writeEndObject();
        }
    }

    /** {@code {}}. */
    void writeDone(OutputStream out) {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeEndObject();
        }
    }

    /** Everything an operator may want to see, without names of songs or words of people. */
    void writeTelemetry(OutputStream out, Map<String, Room> rooms, long now) {
        int[] bytesLeft = {TELEMETRY_MAX_BYTES};
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("server_clock", now);
            json.writeNumberProperty("server_sample_rate", AudioFormat.SAMPLE_RATE_HZ);
            json.writeObjectPropertyStart("rooms");
            rooms.forEach((id, room) -> {
                json.writeObjectPropertyStart(id);
                writeRoom(json, room, now, bytesLeft);
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void writeRoom(JsonGenerator json, Room room, long now, int[] bytesLeft) {
        json.writeStringProperty("phase", room.phase(now).name());
        json.writeNumberProperty("n_connected_users", room.singers().active());
        json.writeNumberProperty("n_known_users", room.singers().known());
        json.writeNumberProperty("song_start_clock", room.song().told().startClock());
        json.writeNumberProperty("song_end_clock", room.song().told().endClock());
        json.writeNumberProperty("marks", room.marks().size());
        json.writeNumberProperty("tracks", room.tracks().size());
        json.writeObjectPropertyStart("clients");
        int leftOut = 0;
        for (Singer singer = room.singers().oldest(); singer != null; singer = singer.newer) {
            RawJson client = client(singer, now);
            bytesLeft[0] -= client.bytes() + 32;
            if (bytesLeft[0] > 0) {
                json.writeName(Long.toUnsignedString(singer.id));
                json.writeRawValue(client);
            } else {
                leftOut++;
            }
        }
        json.writeEndObject();
        json.writeNumberProperty("n_clients_left_out", leftOut);
    }

    private static RawJson client(Singer singer, long now) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", singer.name);
            json.writeBooleanProperty("active", singer.isActive());
            json.writeNumberProperty("silent_samples", now - singer.lastHeard);
            json.writeNumberProperty("delay_samples", singer.delaySamples);
            json.writeNumberProperty("seat_seconds", singer.seat.delaySeconds);
            json.writeNumberProperty("retries", singer.retries);
            json.writeNumberProperty("desyncs", singer.desyncs);
            json.writeNumberProperty("late_writes", singer.lateWrites);
            if (singer.voice != null) {
                json.writeNumberProperty("duplicate_samples", singer.voice.duplicateSamples());
            }
            if (!singer.telemetry.isEmpty()) {
                json.writeName("client_telemetry");
                json.writeRawValue(singer.telemetry);
            }
            json.writeEndObject();
        });
    }
}
