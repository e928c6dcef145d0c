package brigade.robot;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shard and a state server in one array: what is sent is decoded and added where it says, what is asked for is encoded
 * from there. It shifts nothing, as exchange v1 wants. The server's clock runs with the virtual one.
 */
final class FakeShard implements ExchangeTransport {
    /** The server's clock at virtual time 0. */
    static final long ORIGIN = 84_000_000_000_000L;

    private static final int RING = 120 * AudioFormat.SAMPLE_RATE_HZ;

    final float[] ring;
    final List<Map<String, String>> requests = new ArrayList<>();

    /** What to do instead of answering: status by index of the exchange; 0 is no answer at all. */
    final Map<Integer, Integer> failures = new HashMap<>();

    /** How long an answer takes, by index of the exchange. */
    final Map<Integer, Long> delaysNs = new HashMap<>();

    int delaySeconds;
    long songStart;
    long songEnd;
    String leader = "";

    private final VirtualClock clock;
    private final BundleDecoder decoder;
    private final BundleEncoder encoder;
    private long lastRead = -1;
    private long lastWrite = -1;

    FakeShard(VirtualClock clock, OpusCodec codec, float[] ring) {
        this.clock = clock;
        this.ring = ring;
        decoder = new BundleDecoder(codec.newDecoder());
        encoder = new BundleEncoder(codec.newEncoder());
    }

    static float[] newRing() {
        return new float[RING];
    }

    private long now() {
        return ORIGIN + clock.nowNs() / 1_000 * 48 / 1_000;
    }

    @Override
    public long serverClock() {
        return now();
    }

    @Override
    public ExchangeAnswer exchange(String query, byte[] body) throws IOException {
        Map<String, String> request = parse(query);
        int index = requests.size();
        requests.add(request);
        clock.pass(delaysNs.getOrDefault(index, 5_000_000L));
        int status = failures.getOrDefault(index, 200);
        if (status == 0) {
            throw new IOException("connection reset");
        }
        if (status != 200) {
            return ExchangeAnswer.parse(
                    status, "{\"kill_client\":true,\"message\":\"as the test wants\"}", new byte[0]);
        }
        return answer(request, body);
    }

    private ExchangeAnswer answer(Map<String, String> request, byte[] body) throws IOException {
        int samples = Integer.parseInt(request.getOrDefault("n_samples", "0"));
        long read = Long.parseLong(request.getOrDefault("read_clock", "0"));
        long write = Long.parseLong(request.getOrDefault("write_clock", "-1"));
        if (request.containsKey("reset_user_state")) {
            decoder.reset();
            encoder.reset();
            lastRead = -1;
            lastWrite = -1;
        }
        if (read > now()
                || (lastRead >= 0 && read != lastRead + samples)
                || (lastWrite >= 0 && write != lastWrite + samples)) {
            lastRead = -1;
            lastWrite = -1;
            return ExchangeAnswer.parse(409, "{\"kill_client\":true,\"message\":\"desync\"}", new byte[0]);
        }
        lastRead = read;
        if (request.containsKey("request_lead")) {
            leader = request.getOrDefault("userid", "");
        }
        if (request.containsKey("mark_start_singing")) {
            songStart = read;
            songEnd = 0;
        }
        if (request.containsKey("mark_stop_singing")) {
            songEnd = write;
        }
        float[] pcm = new float[AudioFormat.SAMPLE_RATE_HZ];
        if (write >= 0) {
            lastWrite = write;
            PacketBundle bundle = new PacketBundle();
            bundle.read(body, 0, body.length, pcm.length);
            int decoded = decoder.decode(bundle, pcm);
            for (int i = 0; i < decoded; i++) {
                ring[index(write - decoded + i)] += pcm[i];
            }
        }
        for (int i = 0; i < samples; i++) {
            pcm[i] = ring[index(read - samples + i)];
        }
        PacketBundleWriter packets = new PacketBundleWriter();
        encoder.encode(pcm, 0, samples, packets);
        byte[] json = ("{\"song_start_clock\":" + songStart + ",\"song_end_clock\":" + songEnd + ",\"leader\":\""
                        + leader + "\",\"n_people_heard\":1"
                        + (delaySeconds > 0 ? ",\"delay_seconds\":" + delaySeconds : "") + "}")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(json);
        // A user table of one row, which the robot must step over.
        out.writeBytes(new byte[] {0, 1});
        out.writeBytes(new byte[51]);
        out.write(packets.bytes(), 0, packets.length());
        return ExchangeAnswer.parse(200, "{\"metadata_len\":" + json.length + "}", out.toByteArray());
    }

    private static int index(long clock) {
        return (int) Math.floorMod(clock - ORIGIN, (long) RING);
    }

    private static Map<String, String> parse(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String old = parameters.put(
                    part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            if (old != null) {
                throw new IllegalStateException("given twice: " + part);
            }
        }
        return parameters;
    }
}
