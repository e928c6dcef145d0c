package brigade.state.room;

import brigade.rpc.RpcCall;
import brigade.wire.json.Json;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Answers the {@code tick} of each shard: closes frames, takes voices, follows events, hands out what waits. Agent thread
 * only.
 */
final class TickHandler {
    /** JSON of one reply, about; what is over comes with the next turn. */
    private static final int JSON_MAX_BYTES = 400_000;

    private static final Logger LOG = LoggerFactory.getLogger(TickHandler.class);

    private final long generation;
    private final Admission admission;
    private final StageCommands commands;
    private final TickRequest request = new TickRequest();
    private final FrameOut frames = new FrameOut();
    private final VoiceTaker voices = new VoiceTaker();
    private final List<ShardLink> links = new ArrayList<>();

    TickHandler(Rooms rooms, long generation) {
        this.generation = generation;
        this.admission = new Admission(rooms);
        this.commands = new StageCommands();
    }

    /** Shards that tick. */
    List<ShardLink> links() {
        return links;
    }

    /** Answers one call; the rooms have been told the time. */
    void tick(RpcCall call, long now) {
        request.read(call.requestJson(), call.requestJsonBytes());
        ShardLink link = link(call.shard(), now);
        link.port = request.port;
        link.streamUrl = request.streamUrl;
        link.ready = request.ready;
        voices.take(call.requestData(), call.requestDataBytes(), link, now);
        for (JsonNode event : request.events) {
            follow(link, event, now);
        }
        for (ShardRoom room : link.rooms) {
            room.stage.news().tick();
        }
        answer(call, link, now);
    }

    /** Drops shards that have not ticked for too long. */
    void expire(long now) {
        for (int i = links.size() - 1; i >= 0; i--) {
            ShardLink link = links.get(i);
            if (now - link.lastTickAt > ShardLink.SILENT_MAX_SAMPLES || link.isOverfull()) {
                LOG.warn("shard {} has stopped ticking, {} connections are lost", link.shard, link.members());
                drop(link, now);
            }
        }
    }

    private ShardLink link(int shard, long now) {
        ShardLink found = null;
        for (int i = links.size() - 1; i >= 0; i--) {
            ShardLink link = links.get(i);
            if (link.shard == shard) {
                if (link.instance == request.instance) {
                    found = link;
                } else {
                    drop(link, now);
                }
            }
        }
        if (found == null) {
            found = new ShardLink(shard, request.instance);
            links.add(found);
        }
        found.lastTickAt = now;
        return found;
    }

    private void drop(ShardLink link, long now) {
        links.remove(link);
        for (ShardRoom room : List.copyOf(link.rooms)) {
            for (Connection member : List.copyOf(room.members)) {
                lost(member, now);
            }
        }
    }

    private static void lost(Connection connection, long now) {
        connection.shardRoom.link.remove(connection);
        connection.shardRoom.stage.seats().lost(connection.person, now);
        if (!connection.person.service) {
            connection.shardRoom.stage.event("away", connection.person, json -> {});
        }
    }

    private void follow(ShardLink link, JsonNode event, long now) {
        JsonNode conn = event.get("conn");
        if (conn == null || !conn.canConvertToLong()) {
            return;
        }
        long number = conn.longValue();
        Connection connection = link.connections.get(number);
        if (event.has("hello")) {
            if (connection == null) {
                admission.hello(link, number, event, now);
            }
            return;
        }
        if (connection == null) {
            return;
        }
        JsonNode closed = event.get("closed");
        if (closed != null && closed.booleanValue(false)) {
            lost(connection, now);
            return;
        }
        JsonNode stats = event.get("stats");
        if (stats != null && stats.isObject()) {
            connection.shardRoom.stage.seats().listenersBehind(connection.person, stats);
            JsonNode journal = stats.get("journal");
            if (connection.person.service && journal != null && journal.isString()) {
                connection.shardRoom.stage.takes().trouble(journal.asString());
            }
        }
        JsonNode message = event.get("message");
        if (message != null) {
            commands.handle(connection, message, now);
        }
    }

    private void answer(RpcCall call, ShardLink link, long now) {
        boolean more = false;
        frames.begin();
        for (int i = 0; i < link.rooms.size(); i++) {
            more |= !link.rooms.get(i).send(frames);
        }
        more |= !sendTalk(link);
        JsonGenerator json = Json.generator(call.replyJson());
        json.writeStartObject();
        json.writeNumberProperty("now", now);
        json.writeNumberProperty("generation", generation);
        json.writeBooleanProperty("sounding", isSounding(link, now));
        writeRooms(json, link);
        writeSeats(json, link);
        more |= !writeOut(json, link);
        json.writeBooleanProperty("more", more);
        json.writeEndObject();
        json.close();
        long bytes = frames.bytes();
        MemorySegment data = call.replyData(bytes);
        MemorySegment.copy(frames.data(), 0, data, 0, bytes);
    }

    private static boolean isSounding(ShardLink link, long now) {
        for (int i = 0; i < link.rooms.size(); i++) {
            if (link.rooms.get(i).stage.room().isSounding(now)) {
                return true;
            }
        }
        return false;
    }

    private boolean sendTalk(ShardLink link) {
        for (ShardLink.Talk next = link.talk.peekFirst(); next != null; next = link.talk.peekFirst()) {
            if (!frames.fitsTalk(next.section.length)) {
                return false;
            }
            link.talk.removeFirst();
            frames.talk(next.room, next.stream, next.person, next.section);
        }
        return true;
    }

    private static void writeRooms(JsonGenerator json, ShardLink link) {
        boolean any = false;
        for (int i = 0; i < link.rooms.size(); i++) {
            ShardRoom room = link.rooms.get(i);
            if (room.roomToTell) {
                room.roomToTell = false;
                if (!any) {
                    json.writeArrayPropertyStart("rooms");
                    any = true;
                }
                room.stage.writeForShard(json);
            }
        }
        if (any) {
            json.writeEndArray();
        }
    }

    private static void writeSeats(JsonGenerator json, ShardLink link) {
        if (link.seatsToTell.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("seats");
        for (Connection connection : link.seatsToTell) {
            connection.seatToTell = false;
            Person person = connection.person;
            Stage stage = connection.shardRoom.stage;
            json.writeStartObject();
            json.writeNumberProperty("conn", connection.number);
            json.writeNumberProperty("room", stage.number());
            json.writeName("person");
            json.writeRawValue(person.idJson);
            json.writeStringProperty("role", person.role.wireName());
            json.writeNumberProperty("bucket", person.bucket);
            json.writeNumberProperty("delaySamples", stage.delaySamples(person.bucket));
            json.writeNumberProperty("fromClock", person.fromClock);
            json.writeBooleanProperty("solo", person.hearsSolo);
            json.writeNumberProperty("gain", (float) person.gainTold);
            json.writeEndObject();
        }
        json.writeEndArray();
        link.seatsToTell.clear();
    }

    /** Writes what waits, as much as fits; whether that was all. */
    private static boolean writeOut(JsonGenerator json, ShardLink link) {
        if (!link.waiting.isEmpty()) {
            json.writeArrayPropertyStart("out");
            int bytes = 0;
            while (!link.waiting.isEmpty() && bytes < JSON_MAX_BYTES) {
                Out next = link.take();
                if (next != null) {
                    next.write(json);
                    bytes += next.bytes();
                }
            }
            json.writeEndArray();
        }
        if (!link.waiting.isEmpty()) {
            return false;
        }
        if (!link.closing.isEmpty()) {
            json.writeArrayPropertyStart("close");
            for (ShardLink.Close close : link.closing) {
                json.writeStartObject();
                json.writeNumberProperty("conn", close.connection());
                json.writeNumberProperty("code", close.code());
                json.writeStringProperty("reason", close.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            link.closing.clear();
        }
        return true;
    }

    /** The link of a shard, for tests; null when it does not tick. */
    @Nullable
    ShardLink linkOf(int shard) {
        for (ShardLink link : links) {
            if (link.shard == shard) {
                return link;
            }
        }
        return null;
    }
}
