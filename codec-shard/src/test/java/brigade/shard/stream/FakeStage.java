package brigade.shard.stream;

import brigade.rpc.RpcUnavailableException;
import brigade.wire.stream.FrameBlock;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.VoiceBlockReader;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A state server in memory: seats everybody in the bucket that his name ends with, and closes frames of noise for lead,
 * backing, crowd/3.. and all, as docs/protocol.md, 4 says. Called by the tick thread; tests look from others.
 */
public final class FakeStage implements TickCall {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int FRAME = 960;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A block of voice as it arrived. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Voice(long person, long startClock, int bucket, boolean concealed, int age, float[] sound) {}

    public final LongSupplier clock;
    public final int spacing;
    public final List<String> events = new CopyOnWriteArrayList<>();
    public final ConcurrentLinkedQueue<Voice> voices = new ConcurrentLinkedQueue<>();
    public final Map<Long, Integer> bucketOf = new ConcurrentHashMap<>();
    public final Map<String, Integer> framesClosed = new TreeMap<>();
    public volatile boolean sounding = true;
    public volatile boolean silent;
    public volatile boolean away;
    public volatile boolean recording;
    public volatile String generation = "11";
    public final AtomicInteger calls = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> outs = new ConcurrentLinkedQueue<>();
    private final TickAnswer answer = new TickAnswer();
    private final MemorySegment data = MemorySegment.ofArray(new long[120_000]);
    private final Map<String, Long> next = new TreeMap<>();
    private final float[] noise = new float[48_000];

    /** With that clock in samples. */
    public FakeStage(LongSupplier clock, int spacing) {
        this.clock = clock;
        this.spacing = spacing;
        int seed = 7;
        for (int i = 0; i < noise.length; i++) {
            seed = seed * 1_664_525 + 1_013_904_223;
            noise[i] = 0.3f * (seed * 0x1p-31f);
        }
    }

    /** Is another state server from now on: it knows nobody. */
    public void restart(String newGeneration) {
        bucketOf.clear();
        generation = newGeneration;
    }

    /** Adds an entry of {@code out} to the next answer. */
    public void say(String out) {
        outs.add(out);
    }

    /** Frames closed so far, over all streams. */
    public int framesInAll() {
        synchronized (framesClosed) {
            return framesClosed.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Bytes that the calling threads allocated in here: not the shard's. */
    public final AtomicLong ownBytes = new AtomicLong();

    @Override
    public TickAnswer call(byte[] json, int jsonBytes, float[] floats, int count) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return answer(json, jsonBytes, floats, count);
        } finally {
            ownBytes.addAndGet(THREADS.getCurrentThreadAllocatedBytes() - before);
        }
    }

    private TickAnswer answer(byte[] json, int jsonBytes, float[] floats, int count) {
        calls.incrementAndGet();
        if (away) {
            throw new RpcUnavailableException("away");
        }
        long now = clock.getAsLong();
        List<String> seats = new ArrayList<>();
        List<String> out = new ArrayList<>();
        JsonNode request = MAPPER.readTree(new String(json, 0, jsonBytes, StandardCharsets.UTF_8));
        for (JsonNode event : request.get("events")) {
            events.add(event.toString());
            take(event, now, seats, out);
        }
        long talk = takeVoices(floats, count);
        for (String said = outs.poll(); said != null; said = outs.poll()) {
            out.add(said);
        }
        long bytes = sounding && !bucketOf.isEmpty() ? closeFrames(now, talk) : talk;
        String reply = "{\"now\":" + now + ",\"generation\":\"" + generation + "\",\"more\":false,\"sounding\":"
                + sounding
                + (seats.isEmpty()
                        ? ""
                        : ",\"rooms\":[{\"room\":1,\"id\":\"main\",\"messageFrames\":3,\"recording\":"
                                + recording + "}],\"seats\":"
                                + seats)
                + (out.isEmpty() ? "" : ",\"out\":" + out) + "}";
        byte[] text = reply.getBytes(StandardCharsets.UTF_8);
        answer.set(200, text, text.length, data, bytes);
        return answer;
    }

    private void take(JsonNode event, long now, List<String> seats, List<String> out) {
        long conn = event.get("conn").asLong();
        JsonNode hello = event.get("hello");
        if (hello != null) {
            String name = hello.path("name").asString("");
            int digit = name.isEmpty() ? 1 : Character.digit(name.charAt(name.length() - 1), 10);
            int bucket = digit < 0 ? 1 : digit;
            bucketOf.put(conn, bucket);
            int delay = bucket == 0 ? 7 * spacing : bucket * spacing;
            long from = (now - delay) / FRAME * FRAME;
            seats.add("{\"conn\":" + conn + ",\"room\":1,\"person\":\"" + (1_000 + conn)
                    + "\",\"role\":\"singer\",\"bucket\":" + bucket + ",\"delaySamples\":" + delay + ",\"fromClock\":"
                    + from + ",\"solo\":false}");
            out.add("{\"to\":[" + conn + "],\"message\":{\"type\":\"welcome\",\"id\":\"" + (1_000 + conn)
                    + "\",\"clock\":" + now + "},\"resume\":{\"id\":\"" + (1_000 + conn) + "\"}}");
        }
        if (event.has("closed")) {
            bucketOf.remove(conn);
        }
        JsonNode message = event.get("message");
        if (message != null && message.get("type").stringValue().equals("chat")) {
            out.add("{\"to\":null,\"room\":1,\"message\":" + message + "}");
        }
    }

    /** Keeps voices; passes talk on as that of place 8. Bytes of reply data. */
    private long takeVoices(float[] floats, int count) {
        long at = 0;
        VoiceBlockReader reader = new VoiceBlockReader().over(MemorySegment.ofArray(floats), 4L * count);
        while (reader.next()) {
            if (reader.isTalk()) {
                at = FrameBlock.writeTalk(
                        data, at, 1, 8, reader.person(), reader.data(), reader.bodyOffset(), reader.samples());
                continue;
            }
            if (!bucketOf.containsKey(reader.person() - 1_000)) {
                continue;
            }
            float[] sound = new float[reader.samples()];
            reader.copySamples(sound, 0);
            voices.add(new Voice(
                    reader.person(),
                    reader.startClock(),
                    reader.bucket(),
                    reader.isConcealed(),
                    reader.arrivalAgeSamples(),
                    sound));
        }
        return at;
    }

    private long closeFrames(long now, long start) {
        long at = start;
        at = close(StreamId.LEAD, 0, now - 2L * spacing, at);
        at = close(StreamId.BACKING, 0, now - spacing, at);
        for (int bucket = 3; bucket <= 6; bucket++) {
            if (bucketOf.containsValue(bucket)) {
                at = close(StreamId.CROWD, bucket, now - (long) bucket * spacing, at);
            }
        }
        if (bucketOf.containsValue(0)) {
            at = close(StreamId.ALL, 0, now - 7L * spacing, at);
        }
        return at;
    }

    private long close(int stream, int bucket, long upTo, long start) {
        String key = StreamId.name(stream) + "/" + bucket;
        long end = upTo / FRAME * FRAME;
        // Whoever comes first begins with what the deepest row may still hear.
        long clock = next.getOrDefault(key, end - FRAME);
        long at = start;
        while (clock < end && at < 400_000) {
            if (silent) {
                FrameBlock.writeHeader(data, at, 1, stream, bucket, FrameBlock.SILENT, clock, FRAME);
                at += FrameBlock.silentBytes();
            } else {
                long body = FrameBlock.writeHeader(data, at, 1, stream, bucket, 0, clock, FRAME);
                int from = (int) (clock / FRAME % 50) * FRAME;
                MemorySegment.copy(noise, from, data, ValueLayout.JAVA_FLOAT_UNALIGNED, body, FRAME);
                at += FrameBlock.bytes(FRAME);
            }
            clock += FRAME;
            synchronized (framesClosed) {
                framesClosed.merge(key, 1, Integer::sum);
            }
        }
        next.put(key, clock);
        return at;
    }
}
