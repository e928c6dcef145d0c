package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.RingSize;
import brigade.wire.stream.VoiceBlock;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has a made-up choir sing in rooms of its own, in virtual time, so that the code that ticks run is compiled before real
 * people come: the first seconds of a song with hundreds would be late otherwise. Nothing of it is seen from outside. One
 * thread, not the agent's.
 */
public final class RoomsRehearsal {
    private static final int FRAME = 960;
    private static final int SINGERS = 40;
    private static final int MESSAGE_SAMPLES = 3 * FRAME;

    /** What singers hear was on its way for so long, and is sent so much later: 150 ms. */
    private static final long WAY_SAMPLES = 7_200;

    private static final RingSize RINGS = new RingSize(20 * AudioFormat.SAMPLE_RATE_HZ, AudioFormat.SAMPLE_RATE_HZ);
    private static final JsonMapper JSON = new JsonMapper();

    private final Rooms rooms;
    private final HeapCall call = new HeapCall();
    private final float[] sound = new float[MESSAGE_SAMPLES];
    private final Map<Integer, JsonNode> seats = new HashMap<>();
    private long now = 1L << 40;
    private long frames;

    /** @param random chance for its rooms */
    public RoomsRehearsal(RandomGenerator random) {
        rooms = Rooms.builder()
                .clock(() -> now)
                .random(random)
                .rings(id -> RingSource.heap(RINGS))
                .build();
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (0.1 * Math.sin(i * 0.03));
        }
    }

    /**
     * Sings for so much virtual time, or until {@code enough}.
     *
     * @return how many frames of voice were taken and of mixes came
     */
    public long run(int virtualSeconds, BooleanSupplier enough) {
        StringBuilder hellos = new StringBuilder();
        for (int conn = 1; conn <= SINGERS; conn++) {
            hellos.append(conn == 1 ? "" : ",").append("{\"conn\":").append(conn);
            hellos.append(",\"hello\":{\"type\":\"hello\",\"protocol\":2,\"room\":\"main\",\"name\":\"r\",\"mode\":\"");
            hellos.append(conn == SINGERS ? "listen" : "sing");
            hellos.append("\"},\"access\":{\"role\":\"host\",\"epoch\":1},\"address\":\"r\"}");
        }
        tick(hellos.toString(), 0);
        sing(1, enough);
        tick("{\"conn\":1,\"message\":{\"type\":\"lead\"}}", 0);
        sing(1, enough);
        tick("{\"conn\":1,\"message\":{\"type\":\"start\"}}", 0);
        sing(virtualSeconds, enough);
        rooms.close();
        return frames;
    }

    private void sing(int seconds, BooleanSupplier enough) {
        for (int frame = 0; frame < 50 * seconds && !enough.getAsBoolean(); frame++) {
            now += FRAME;
            rooms.tick(now);
            tick("", voices(frame % 3));
        }
    }

    /** Writes what a third of them sings now; bytes. */
    private long voices(int third) {
        long bytes = 0;
        MemorySegment data = call.requestSegment(0);
        for (int conn = 1 + third; conn < SINGERS; conn += 3) {
            JsonNode seat = seats.get(conn);
            if (seat != null) {
                long heard = now - seat.path("delaySamples").asLong(0) - WAY_SAMPLES;
                bytes = VoiceBlock.write(
                        data,
                        bytes,
                        Long.parseUnsignedLong(seat.path("person").asString("0")),
                        heard - MESSAGE_SAMPLES,
                        seat.path("bucket").asInt(0),
                        0,
                        0,
                        sound,
                        0,
                        MESSAGE_SAMPLES);
                frames += 3;
            }
        }
        return bytes;
    }

    private void tick(String events, long voiceBytes) {
        long bytes = voiceBytes;
        String said = events;
        for (boolean more = true; more; said = "", bytes = 0) {
            byte[] request =
                    ("{\"call\":\"tick\",\"instance\":1,\"address\":{\"port\":1,\"streamUrl\":null},\"ready\":true,"
                                    + "\"events\":[" + said + "]}")
                            .getBytes(StandardCharsets.UTF_8);
            call.begin();
            call.request().write(request, 0, request.length);
            call.requestSegment(bytes);
            rooms.handle(call);
            frames += call.replyDataBytes() / (4 * FRAME);
            JsonNode reply = JSON.readTree(call.reply().bytes(), 0, call.reply().length());
            for (JsonNode seat : reply.path("seats")) {
                seats.put(seat.path("conn").asInt(0), seat);
            }
            more = reply.path("more").asBoolean(false);
        }
    }
}
