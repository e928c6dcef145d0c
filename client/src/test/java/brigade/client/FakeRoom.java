package brigade.client;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of one person in virtual time: sends his bucket a track as the leader's voice, and keeps what he sings as the
 * state server would: each clock once.
 */
final class FakeRoom implements Connector {
    static final long ORIGIN = 85_000_000_000_000L / 960 * 960;
    static final int RING = 60 * 48_000;
    private static final int FRAME = 960;
    private static final int MESSAGE = 3 * FRAME;

    final float[] written = new float[RING];
    final List<JsonNode> control = new ArrayList<>();
    /** Voice sections as they came: clock, packets, reset. */
    final List<long[]> sections = new ArrayList<>();

    long nowNs = 5_000_000_000L;
    int connections;
    int refusedConnects;
    /** Where its people go when it moves. */
    @Nullable
    FakeRoom next;

    /** Whether a hello is answered, which makes its connection the one that is spoken to; else it waits for {@link #welcomeAll}. */
    boolean welcomes = true;

    /** Whether an older connection hears that it was replaced before the new one is welcome: both go different ways. */
    boolean replacesFirst;

    int bucket = 2;
    long delay = 48_000;

    private final float[] track;
    private final OpusCodec codec;
    private final PacketDecoder decoder;
    private final PacketEncoder encoder;
    private final StreamMessageReader reader = new StreamMessageReader();
    private final StreamMessageWriter writer = new StreamMessageWriter();
    private final byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
    private final float[] frame = new float[FRAME];
    private final List<byte[]> packets = new ArrayList<>();
    private long writtenUpTo;
    private long sentUpTo = -1;
    private StreamSocket.@Nullable Events events;
    private final List<Socket> unanswered = new ArrayList<>();

    /** @param track what the leader sings from {@link #ORIGIN} on */
    FakeRoom(OpusCodec codec, float[] track) {
        this.codec = codec;
        this.track = track;
        decoder = codec.newDecoder();
        encoder = codec.newEncoder();
    }

    OpusCodec codec() {
        return codec;
    }

    long now() {
        return ORIGIN + (nowNs - 5_000_000_000L) / 1_000 * 48 / 1_000;
    }

    /** Lets time pass, the client ticking whenever it wants to. */
    void run(StreamClient client, double seconds) {
        long untilNs = nowNs + (long) (seconds * 1e9);
        while (nowNs < untilNs) {
            nowNs += 1_000_000;
            sendMixes();
            client.tick();
        }
    }

    @Override
    public Connector moved(URI house) {
        return next == null ? this : next;
    }

    @Override
    public void connect(StreamSocket.Events connected) {
        if (refusedConnects > 0) {
            refusedConnects--;
            connected.closed(StreamSocket.BROKEN, "refused by the test");
            return;
        }
        connections++;
        connected.opened(new Socket(connected));
    }

    /** Answers those who said hello. */
    void welcomeAll() {
        unanswered.forEach(Socket::welcome);
        unanswered.clear();
    }

    void tell(String json) {
        StreamSocket.Events to = events;
        if (to != null) {
            to.text(json);
        }
    }

    /** Breaks the connection. */
    void breakOff() {
        StreamSocket.Events to = events;
        events = null;
        if (to != null) {
            to.closed(StreamSocket.BROKEN, "reset by the test");
        }
    }

    /** Moves the person: frames of the new bucket begin at the next message. */
    void seat(int newBucket, long newDelay) {
        bucket = newBucket;
        delay = newDelay;
        sentUpTo = -1;
        tell("{\"type\":\"seat\"," + seatFields(nextClock()) + ",\"why\":\"moved\"}");
    }

    private long nextClock() {
        return sentUpTo >= 0 ? sentUpTo : Math.floorDiv(now() - delay, MESSAGE) * MESSAGE;
    }

    private String seatFields(long fromClock) {
        return "\"bucket\":" + bucket + ",\"delaySamples\":" + delay + ",\"spacingSamples\":24000,\"fromClock\":"
                + fromClock;
    }

    private void sendMixes() {
        StreamSocket.Events to = events;
        if (to == null) {
            return;
        }
        sentUpTo = nextClock();
        while (now() >= sentUpTo + MESSAGE + delay) {
            if (sentUpTo >= ORIGIN) {
                writer.begin(MessageKind.MIX);
                writer.section(StreamId.LEAD, bucket, sentUpTo, sentUpTo == ORIGIN);
                for (int i = 0; i < MESSAGE / FRAME; i++) {
                    byte[] bytes = packet((int) ((sentUpTo - ORIGIN) / FRAME) + i);
                    writer.packet(bytes, 0, bytes.length);
                }
                to.binary(ByteBuffer.wrap(writer.toByteArray()));
            }
            sentUpTo += MESSAGE;
        }
    }

    /** The lead stream is encoded once and in order, whoever hears it. */
    private byte[] packet(int number) {
        while (packets.size() <= number) {
            for (int i = 0; i < FRAME; i++) {
                int at = packets.size() * FRAME + i;
                frame[i] = at < track.length ? track[at] : 0;
            }
            int bytes = encoder.encode(frame, 0, FRAME, packet, 0);
            packets.add(java.util.Arrays.copyOf(packet, bytes));
        }
        return packets.get(number);
    }

    private final class Socket implements StreamSocket {
        private final Events owner;

        Socket(Events owner) {
            this.owner = owner;
        }

        @Override
        public void sendText(String message) {
            JsonNode json = new JsonMapper().readTree(message);
            control.add(json);
            switch (json.path("type").asString("")) {
                case "hello" -> {
                    if (welcomes) {
                        welcome();
                    } else {
                        unanswered.add(this);
                    }
                }
                case "ping" ->
                    owner.text("{\"type\":\"pong\",\"t\":" + json.path("t").asLong(0) + ",\"clockAtReceive\":" + now()
                            + ",\"clockAtSend\":" + now() + "}");
                default -> {}
            }
        }

        private void end() {
            if (owner.equals(events)) {
                events = null;
            }
        }

        private void welcome() {
            StreamSocket.Events old = events;
            if (old != null && replacesFirst) {
                old.text("{\"type\":\"bye\",\"reason\":\"replaced\"}");
                old.closed(1_000, "replaced");
            }
            events = owner;
            sentUpTo = -1;
            owner.text("{\"type\":\"welcome\",\"clock\":" + now() + ",\"id\":\"77\",\"role\":\"singer\","
                    + "\"resume\":\"token-" + connections + "\",\"seat\":{" + seatFields(nextClock())
                    + "},"
                    + "\"room\":{\"phase\":\"singing\",\"leader\":\"1\",\"messageMs\":60,\"talk\":\"off\"},\"song\":{\"song\":1,\"phase\":\"singing\",\"startClock\":"
                    + ORIGIN
                    + ",\"endClock\":null},\"roster\":{\"rows\":[{\"id\":\"77\",\"name\":\"me\",\"bucket\":2}]}}");
        }

        @Override
        public void sendBinary(byte[] bytes, int length) {
            reader.read(bytes, 0, length, Direction.TO_SERVER);
            if (reader.kind() != MessageKind.VOICE) {
                return;
            }
            sections.add(new long[] {reader.clock(0), reader.packets(0), reader.isReset(0) ? 1 : 0});
            if (reader.isReset(0)) {
                decoder.reset();
            }
            for (int i = 0; i < reader.packets(0); i++) {
                decoder.decode(reader.bytes(), reader.packetOffset(0, i), reader.packetLength(0, i), frame, 0, FRAME);
                write(reader.clock(0) + (long) i * FRAME - AudioFormat.CODEC_DELAY_SAMPLES);
            }
        }

        @Override
        public void close() {
            end();
        }

        @Override
        public void cut() {
            end();
            owner.closed(BROKEN, "cut");
        }
    }

    private void write(long clock) {
        for (int i = 0; i < FRAME; i++) {
            if (clock + i >= writtenUpTo && clock + i >= ORIGIN && clock + i < ORIGIN + RING) {
                written[(int) (clock + i - ORIGIN)] += frame[i];
            }
        }
        writtenUpTo = Math.max(writtenUpTo, clock + FRAME);
    }
}
