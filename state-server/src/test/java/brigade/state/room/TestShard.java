package brigade.state.room;

import brigade.wire.stream.FrameBlockReader;
import brigade.wire.stream.VoiceBlock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A codec shard in a test: collects events and voices, ticks, keeps what it was told by socket and every frame that it was
 * sent. A frame that comes twice, or not after the one before, is an error.
 */
final class TestShard {
    static final JsonMapper JSON = new JsonMapper();

    /** One stream of one room, as it came. */
    static final class Received {
        long from = Long.MIN_VALUE;
        long next = Long.MIN_VALUE;
        long gaps;

        /** The first frame after the last gap. */
        long unbrokenFrom = Long.MIN_VALUE;

        final Map<Long, float[]> frames = new LinkedHashMap<>();
    }

    /** Where a socket sits, as the shard was told last. */
    record Sitting(int room, long person, String role, int bucket, long delaySamples, long fromClock, boolean solo) {}

    final House house;
    final int number;
    long instance;
    boolean ready = true;
    private ArrayNode events = JSON.createArrayNode();
    private final MemorySegment voices = MemorySegment.ofArray(new long[1 << 17]);
    private long voiceBytes;
    private long nextConn = 1;

    final Map<Long, List<JsonNode>> told = new LinkedHashMap<>();
    final Map<Long, Sitting> seats = new LinkedHashMap<>();
    final Map<Long, JsonNode> closed = new LinkedHashMap<>();
    final Map<Integer, JsonNode> rooms = new LinkedHashMap<>();
    final Map<String, Received> streams = new LinkedHashMap<>();
    final List<byte[]> talk = new ArrayList<>();
    final List<Long> talkers = new ArrayList<>();
    boolean sounding;
    long generation;

    /** Whether frames are kept; else only their order is checked. */
    boolean keepsFrames = true;

    TestShard(House house, int number) {
        this.house = house;
        this.number = number;
        this.instance = 1_000L + number;
    }

    /** Opens a socket; its hello goes with the next tick. */
    TestPerson hello(String room, String name, Consumer<ObjectNode> more) {
        long conn = nextConn++;
        ObjectNode event = JSON.createObjectNode();
        event.put("conn", conn);
        ObjectNode hello = event.putObject("hello");
        hello.put("type", "hello")
                .put("protocol", 2)
                .put("room", room)
                .put("name", name)
                .put("mode", "sing");
        more.accept(event);
        events.add(event);
        told.put(conn, new ArrayList<>());
        return new TestPerson(this, conn);
    }

    void event(ObjectNode event) {
        events.add(event);
    }

    void voice(long person, long start, int bucket, float[] sound, int ageSamples) {
        voiceBytes = VoiceBlock.write(voices, voiceBytes, person, start, bucket, 0, ageSamples, sound, 0, sound.length);
    }

    void talkOf(long person, byte[] section) {
        voiceBytes = VoiceBlock.writeTalk(voices, voiceBytes, person, 0, 0, section, 0, section.length);
    }

    /** One tick, and more turns as long as the server has more. */
    void tick() {
        boolean more = true;
        while (more) {
            more = turn();
        }
    }

    private boolean turn() {
        HeapCall call = house.call;
        call.begin();
        call.shard(number);
        ObjectNode request = JSON.createObjectNode();
        request.put("call", "tick").put("instance", instance);
        request.putObject("address").put("port", 8_080 + number).putNull("streamUrl");
        request.put("ready", ready);
        request.set("events", events);
        byte[] text = JSON.writeValueAsBytes(request);
        call.request().write(text, 0, text.length);
        call.data(voices, voiceBytes);
        events = JSON.createArrayNode();
        voiceBytes = 0;
        house.rooms.handle(call);
        JsonNode reply = JSON.readTree(call.reply().bytes(), 0, call.reply().length());
        generation = reply.get("generation").longValue();
        sounding = reply.get("sounding").booleanValue();
        takeRooms(reply);
        takeFrames(call);
        return reply.get("more").booleanValue();
    }

    private void takeRooms(JsonNode reply) {
        for (JsonNode room : reply.path("rooms")) {
            rooms.put(room.get("room").intValue(), room);
        }
        for (JsonNode seat : reply.path("seats")) {
            seats.put(
                    seat.get("conn").longValue(),
                    new Sitting(
                            seat.get("room").intValue(),
                            Long.parseUnsignedLong(seat.get("person").stringValue()),
                            seat.get("role").stringValue(),
                            seat.get("bucket").intValue(),
                            seat.get("delaySamples").longValue(),
                            seat.get("fromClock").longValue(),
                            seat.get("solo").booleanValue()));
        }
        for (JsonNode out : reply.path("out")) {
            takeOut(out);
        }
        for (JsonNode close : reply.path("close")) {
            long conn = close.get("conn").longValue();
            closed.put(conn, close);
            left(conn);
        }
    }

    private void takeOut(JsonNode out) {
        JsonNode message = out.get("message");
        if (!out.get("to").isNull()) {
            for (JsonNode conn : out.get("to")) {
                List<JsonNode> box = told.get(conn.longValue());
                if (box != null) {
                    box.add(message);
                }
            }
            return;
        }
        int room = out.get("room").intValue();
        seats.forEach((conn, seat) -> {
            boolean wanted = !out.has("roles");
            for (JsonNode role : out.path("roles")) {
                wanted |= role.stringValue().equals(seat.role());
            }
            if (seat.room() == room && wanted) {
                Objects.requireNonNull(told.get(conn)).add(message);
            }
        });
    }

    private void takeFrames(HeapCall call) {
        FrameBlockReader blocks = new FrameBlockReader().over(call.replySegment(), call.replyDataBytes());
        while (blocks.next()) {
            if (blocks.isTalk()) {
                byte[] section = new byte[blocks.samples()];
                blocks.copyBytes(section, 0);
                talk.add(section);
                talkers.add(blocks.clock());
                continue;
            }
            Received stream = streams.computeIfAbsent(
                    key(blocks.room(), blocks.stream(), blocks.bucket()), key -> new Received());
            if (stream.next != Long.MIN_VALUE && blocks.clock() != stream.next) {
                if (blocks.clock() < stream.next) {
                    throw new AssertionError("frames came again: " + blocks.clock() + " after " + stream.next);
                }
                if (!blocks.isAfterGap()) {
                    throw new AssertionError("a gap that was not told, at " + blocks.clock());
                }
                stream.gaps++;
                stream.unbrokenFrom = blocks.clock();
            }
            if (stream.from == Long.MIN_VALUE) {
                stream.from = blocks.clock();
            }
            keep(stream, blocks);
            stream.next = blocks.clock() + blocks.samples();
        }
    }

    private void keep(Received stream, FrameBlockReader blocks) {
        for (int at = 0; keepsFrames && at < blocks.samples(); at += 960) {
            float[] frame = new float[960];
            if (!blocks.isSilent()) {
                blocks.copySamples(at, frame, 0, 960);
            }
            stream.frames.put(blocks.clock() + at, frame);
        }
    }

    /** Forgets a socket; with the last one of a room all that it kept of that. */
    void left(long conn) {
        Sitting seat = seats.remove(conn);
        if (seat != null && seats.values().stream().noneMatch(other -> other.room() == seat.room())) {
            streams.keySet().removeIf(key -> key.startsWith(seat.room() + "/"));
        }
    }

    /** Whether the shard has to tick at each frame for {@code person}'s room. */
    boolean isSounding(TestPerson person) {
        return sounding && seats.containsKey(person.conn);
    }

    /** The code with which somebody's socket was closed. */
    int closeCode(TestPerson person) {
        return Objects.requireNonNull(closed.get(person.conn), "not closed")
                .get("code")
                .intValue();
    }

    static String key(int room, int stream, int bucket) {
        return room + "/" + stream + "/" + bucket;
    }

    @Nullable
    Received stream(int room, int stream, int bucket) {
        return streams.get(key(room, stream, bucket));
    }

    /** What was sent of a stream; silence where nothing was. */
    float[] heard(int room, int stream, int bucket, long from, int samples) {
        Received received = stream(room, stream, bucket);
        float[] sound = new float[samples];
        for (int i = 0; i < samples && received != null; i++) {
            float[] frame = received.frames.get(Math.floorDiv(from + i, 960) * 960);
            sound[i] = frame == null ? 0 : frame[(int) ((from + i) % 960)];
        }
        return sound;
    }
}
