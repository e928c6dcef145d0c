package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.thread.AudioThreads;
import brigade.wire.WireLimits;
import brigade.wire.stream.FrameBlock;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Has a stream service of its own carry a choir of made-up people, before real ones come, so that the code that each tick
 * runs is compiled: the first second of a song with hundreds would take many otherwise. There is no socket, no state server
 * and no room in it. It ends at once when somebody real comes. One thread calls.
 */
public final class StreamRehearsal {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final int SINGERS = 48;
    private static final int ROWS = 6;
    private static final int SPACING_SAMPLES = 20 * FRAME;

    /** Its clock runs so much faster than real time. */
    private static final int HASTE = 4;

    private static final int MESSAGE_FRAMES = 3;
    private static final int VOICE_FRAMES = 250;
    private static final int PAGE_BYTES = 180_000;
    private static final long STEP_NS = 5_000_000L;
    private static final long BEGIN_SAMPLE = 1L << 40;

    private final OpusCodec codec;
    private final int helpers;
    private final LongSupplier nanoTime;
    private final long startNs;
    private final float[] sound = new float[VOICE_FRAMES * FRAME];
    private final MemorySegment data = MemorySegment.ofArray(new long[PAGE_BYTES / Long.BYTES]);
    private final TickAnswer answer = new TickAnswer();
    private long closedUpTo = BEGIN_SAMPLE;
    private boolean seated;

    /** @param helpers threads beside the tick's */
    public StreamRehearsal(OpusCodec codec, int helpers, LongSupplier nanoTime) {
        this.codec = codec;
        this.helpers = helpers;
        this.nanoTime = nanoTime;
        startNs = nanoTime.getAsLong();
        double phase = 0;
        int noise = 1;
        for (int i = 0; i < sound.length; i++) {
            phase += 2 * Math.PI * (200 + 40 * Math.sin(i * 1e-4)) / AudioFormat.SAMPLE_RATE_HZ;
            noise = noise * 1_664_525 + 1_013_904_223; // a linear congruential generator is noise enough
            sound[i] =
                    (float) (0.1 * Math.sin(phase) + 0.05 * Math.sin(3 * phase) + 0.01 * noise / (double) (1L << 31));
        }
    }

    private long clock() {
        return BEGIN_SAMPLE + (nanoTime.getAsLong() - startNs) * HASTE * 6 / 125_000;
    }

    /**
     * Rehearses for so long, or until {@code disturbed}.
     *
     * @return how many packets were decoded and frames encoded
     */
    public long run(long lengthNs, BooleanSupplier disturbed) {
        byte[][] packets = packets();
        StreamService.Settings settings = new StreamService.Settings(1, () -> 1, null, helpers, AudioThreads.normal());
        List<StreamService.Socket> sockets = new ArrayList<>();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (StreamService service = new StreamService(
                settings, codec, this::tick, new OpenAccess(), registry, nanoTime, this::clock, () -> true)) {
            for (int i = 0; i < SINGERS; i++) {
                StreamService.Socket socket = service.open(new Nowhere(), "192.0.2.1");
                socket.text("{\"type\":\"hello\",\"protocol\":2,\"room\":\"main\",\"name\":\"r\",\"mode\":\"sing\"}");
                sockets.add(socket);
            }
            service.start();
            StreamMessageWriter writer = new StreamMessageWriter();
            long sungUpTo = clock();
            int packet = 0;
            while (nanoTime.getAsLong() - startNs < lengthNs && !disturbed.getAsBoolean()) {
                LockSupport.parkNanos(this, STEP_NS);
                for (long now = clock(); sungUpTo + MESSAGE_FRAMES * FRAME < now; sungUpTo += MESSAGE_FRAMES * FRAME) {
                    sing(sockets, writer, packets, packet, sungUpTo - SPACING_SAMPLES);
                    packet += MESSAGE_FRAMES;
                }
            }
        }
        return (long) (count(registry, "brigade.packets.decoded") + count(registry, "brigade.frames.encoded"));
    }

    private static double count(PrometheusMeterRegistry registry, String name) {
        return registry.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static void sing(
            List<StreamService.Socket> sockets, StreamMessageWriter writer, byte[][] packets, int packet, long clock) {
        for (int i = 0; i < sockets.size(); i++) {
            int first = (packet + 5 * i) % (packets.length - MESSAGE_FRAMES);
            writer.begin(MessageKind.VOICE);
            writer.section(StreamId.VOICE, 1 + i % ROWS, clock, false);
            for (int k = 0; k < MESSAGE_FRAMES; k++) {
                writer.packet(packets[first + k], 0, packets[first + k].length);
            }
            sockets.get(i).binary(ByteBuffer.wrap(writer.bytes(), 0, writer.length()));
        }
    }

    private byte[][] packets() {
        byte[][] packets = new byte[VOICE_FRAMES][];
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (int i = 0; i < packets.length; i++) {
                packets[i] = Arrays.copyOf(packet, encoder.encode(sound, i * FRAME, FRAME, packet, 0));
            }
        }
        return packets;
    }

    /** In the state server's place: seats everybody at first, then closes frames of all streams. Tick thread. */
    private TickAnswer tick(byte[] json, int jsonBytes, float[] voices, int floats) {
        long now = clock();
        StringBuilder reply = new StringBuilder("{\"now\":").append(now).append(",\"generation\":\"1\",\"more\":false");
        reply.append(",\"sounding\":true,\"rooms\":[{\"room\":1,\"id\":\"main\",\"messageFrames\":")
                .append(MESSAGE_FRAMES);
        reply.append("}],\"seats\":[");
        for (int i = 1; !seated && i <= SINGERS; i++) {
            int row = 1 + i % ROWS;
            reply.append(i == 1 ? "" : ",")
                    .append("{\"conn\":")
                    .append(i)
                    .append(",\"room\":1,\"person\":\"")
                    .append(i);
            reply.append("\",\"role\":\"singer\",\"bucket\":").append(row).append(",\"delaySamples\":");
            reply.append(row * SPACING_SAMPLES)
                    .append(",\"fromClock\":")
                    .append(BEGIN_SAMPLE)
                    .append('}');
        }
        seated |= jsonBytes > 0 && floats == 0 && now > BEGIN_SAMPLE + AudioFormat.SAMPLE_RATE_HZ;
        reply.append("]}");
        long bytes = 0;
        long end = now / FRAME * FRAME;
        for (long clock = Math.max(closedUpTo, end - 8 * FRAME); clock < end; clock += FRAME) {
            bytes = close(StreamId.LEAD, 0, clock - 2 * SPACING_SAMPLES, bytes);
            bytes = close(StreamId.BACKING, 0, clock - SPACING_SAMPLES, bytes);
            for (int row = 3; row <= ROWS; row++) {
                bytes = close(StreamId.CROWD, row, clock - (long) row * SPACING_SAMPLES, bytes);
            }
        }
        closedUpTo = end;
        byte[] text = reply.toString().getBytes(StandardCharsets.UTF_8);
        answer.set(200, text, text.length, data, bytes);
        return answer;
    }

    private long close(int stream, int bucket, long clock, long at) {
        if (at + FrameBlock.bytes(FRAME) > PAGE_BYTES) {
            return at;
        }
        long body = FrameBlock.writeHeader(data, at, 1, stream, bucket, 0, clock, FRAME);
        int from = (int) (clock / FRAME % VOICE_FRAMES) * FRAME;
        MemorySegment.copy(sound, from, data, ValueLayout.JAVA_FLOAT_UNALIGNED, body, FRAME);
        return at + FrameBlock.bytes(FRAME);
    }

    /** A peer who takes everything at once. */
    private static final class Nowhere implements Wire {
        @Override
        public void binary(ByteBuffer bytes, Sent done) {
            done.sent();
        }

        @Override
        public void text(String json, Sent done) {
            done.sent();
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void disconnect() {}
    }
}
