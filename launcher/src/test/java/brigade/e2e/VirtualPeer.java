package brigade.e2e;

import brigade.shard.codec.PacketEncoder;
import brigade.shard.stream.StreamService;
import brigade.shard.stream.Wire;
import brigade.wire.WireLimits;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamMessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody's end of a socket in a {@link VirtualHouse}: keeps what he is sent, and sings a note of his own. */
final class VirtualPeer implements Wire {
    private static final int MESSAGE_FRAMES = 3;
    private static final int MESSAGE_SAMPLES = MESSAGE_FRAMES * VirtualHouse.FRAME;

    /** What he hears was on its way so long, and so is what he sings: 100 ms. */
    private static final long WAY_SAMPLES = 5 * VirtualHouse.FRAME;

    private static final JsonMapper JSON = new JsonMapper();

    /** The messages of sound he was sent, whole. */
    final List<byte[]> mixes = Collections.synchronizedList(new ArrayList<>());

    private final VirtualHouse house;
    private final StreamService.Socket socket;
    private final AtomicInteger errors = new AtomicInteger();
    private volatile boolean welcome;
    private volatile boolean closed;
    private volatile int bucket;
    private volatile String id = "";
    private volatile long delaySamples;
    private final AtomicInteger seats = new AtomicInteger();

    /**
     * Connects and says hello.
     *
     * @param fields of the hello, as JSON without braces
     */
    VirtualPeer(VirtualHouse house, int shard, String fields) {
        this.house = house;
        socket = house.open(this, shard);
        socket.text("{\"type\":\"hello\",\"protocol\":2," + fields + "}");
    }

    /** Whether he was let in. */
    boolean isWelcome() {
        return welcome;
    }

    boolean isClosed() {
        return closed;
    }

    /** Messages of error he got. */
    int errors() {
        return errors.get();
    }

    /** How often he was told a seat. */
    int seats() {
        return seats.get();
    }

    /** Who he is, decimal. */
    String id() {
        return id;
    }

    int bucket() {
        return bucket;
    }

    void say(String json) {
        socket.text(json);
    }

    void send(byte[] message) {
        socket.binary(ByteBuffer.wrap(message));
    }

    void leave() {
        socket.closed();
    }

    /** Sings what is due at this step: a note of {@code hz}. */
    void sing(PacketEncoder encoder, double hz, int step) {
        if (step % MESSAGE_FRAMES != 0) {
            return;
        }
        long clock = Math.floorDiv(house.now() - delaySamples - WAY_SAMPLES, VirtualHouse.FRAME) * VirtualHouse.FRAME
                - MESSAGE_SAMPLES;
        StreamMessageWriter writer = new StreamMessageWriter();
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, clock, step == 0);
        float[] sound = new float[VirtualHouse.FRAME];
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        for (int frame = 0; frame < MESSAGE_FRAMES; frame++) {
            for (int i = 0; i < sound.length; i++) {
                long sample = clock + (long) frame * sound.length + i - VirtualHouse.START;
                sound[i] = (float) (0.1 * Math.sin(2 * Math.PI * hz * sample / 48_000));
            }
            writer.packet(packet, 0, encoder.encode(sound, 0, sound.length, packet, 0));
        }
        send(writer.toByteArray());
    }

    @Override
    public void binary(ByteBuffer bytes, Sent done) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        mixes.add(copy);
        done.sent();
    }

    @Override
    public void text(String json, Sent done) {
        JsonNode message = JSON.readTree(json);
        switch (message.path("type").asString("")) {
            case "welcome" -> {
                seat(message.path("seat"));
                id = message.path("id").asString("");
                welcome = true;
            }
            case "seat" -> seat(message);
            case "error" -> errors.incrementAndGet();
            default -> {}
        }
        done.sent();
    }

    private void seat(JsonNode seat) {
        bucket = seat.path("bucket").asInt(0);
        delaySamples = seat.path("delaySamples").asLong(0);
        seats.incrementAndGet();
    }

    @Override
    public void close(int code, String reason) {
        closed = true;
        socket.closed();
    }

    @Override
    public void disconnect() {
        closed = true;
        socket.closed();
    }
}
