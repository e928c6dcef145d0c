package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.exchange.StateCall;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.AccessCheck;
import brigade.shard.stream.RecordingTap;
import brigade.shard.stream.StreamService;
import brigade.shard.stream.TickAnswer;
import brigade.shard.stream.TickCall;
import brigade.shard.stream.Wire;
import brigade.state.ring.RingSize;
import brigade.state.room.HeapCall;
import brigade.state.room.RingSource;
import brigade.state.room.Rooms;
import brigade.state.room.RoomsBuilder;
import brigade.thread.AudioThreads;
import brigade.wire.WireException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state server's rooms and the stream side of two shards in one process and in virtual time: everything between the
 * sockets and the rings is the real thing, and a run is the same however busy the machine is. One thread.
 *
 * <p>Tokens are the names of roles.
 */
final class VirtualHouse implements AutoCloseable {
    static final long START = 1_795_262_400L * AudioFormat.SAMPLE_RATE_HZ;
    static final int FRAME = 960;
    static final int SHARDS = 2;
    private static final RingSize RINGS =
            new RingSize(60 * AudioFormat.SAMPLE_RATE_HZ, 20 * AudioFormat.SAMPLE_RATE_HZ);
    private static final JsonMapper JSON = new JsonMapper();

    final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final Rooms rooms;
    private final List<StreamService> shards = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(START);

    VirtualHouse(long seed) {
        this(seed, builder -> builder, shard -> RecordingTap.NONE);
    }

    /**
     * One that keeps what happens.
     *
     * @param more of its rooms
     * @param taps of its shards, from 1
     */
    VirtualHouse(long seed, UnaryOperator<RoomsBuilder> more, IntFunction<RecordingTap> taps) {
        rooms = more.apply(
                        Rooms.builder().clock(now::get).random(new Random(seed)).rings(id -> RingSource.heap(RINGS)))
                .build();
        for (int shard = 1; shard <= SHARDS; shard++) {
            int port = 8_080 + shard;
            shards.add(new StreamService(
                    new StreamService.Settings(shard, () -> port, null, 0, AudioThreads.normal()),
                    codec,
                    calls(shard),
                    new RoleTokens(),
                    new SimpleMeterRegistry(),
                    () -> (now.get() - START) * 62_500 / 3,
                    now::get,
                    () -> true,
                    taps.apply(shard)));
        }
    }

    long now() {
        return now.get();
    }

    /** Makes a room for those who were sent a link. */
    String makeRoom(String name) {
        return makeRoom(name, false);
    }

    /** Makes a room; into one that is open old clients come as well. */
    String makeRoom(String name, boolean open) {
        return ask("{\"call\":\"room-create\",\"name\":\"" + name + "\",\"open\":" + open + "}")
                .path("room")
                .asString("");
    }

    /** A way for old clients' exchanges to the rooms. */
    StateCall exchanges() {
        return new VirtualExchange(rooms);
    }

    /** What shards know of a room. */
    RoomInfo info(String room) {
        return RoomInfo.of(ask("{\"call\":\"room-get\",\"room\":\"" + room + "\"}"));
    }

    private JsonNode ask(String question) {
        HeapCall call = new HeapCall();
        byte[] json = question.getBytes(StandardCharsets.UTF_8);
        call.begin();
        call.request().write(json, 0, json.length);
        rooms.handle(call);
        return JSON.readTree(call.reply().bytes(), 0, call.reply().length());
    }

    /** The stream side of a shard, from 1. */
    StreamService shard(int shard) {
        return shards.get(shard - 1);
    }

    /** Opens a socket on that shard, from 1. */
    StreamService.Socket open(Wire wire, int shard) {
        return shards.get(shard - 1).open(wire, "192.0.2.1");
    }

    /** Lets 20 ms pass. */
    void step() {
        rooms.tick(now.addAndGet(FRAME));
        turn();
    }

    /** Lets {@code peers} in; no virtual time passes. */
    void admit(List<VirtualPeer> peers) throws InterruptedException {
        while (!peers.stream().allMatch(VirtualPeer::isWelcome)) {
            Thread.sleep(0, 200_000); // a hello is judged by a thread of its own
            turn();
        }
    }

    /** Lets everybody be told what there is to tell, in no time. */
    void turn() {
        shards.forEach(StreamService::turn);
    }

    private TickCall calls(int shard) {
        HeapCall call = new HeapCall();
        TickAnswer answer = new TickAnswer();
        return (json, jsonBytes, data, floats) -> {
            call.begin();
            call.shard(shard);
            call.request().write(json, 0, jsonBytes);
            call.sound(data, floats);
            try {
                rooms.handle(call);
            } catch (WireException e) {
                throw new IllegalStateException("the rooms refused a tick", e);
            }
            answer.set(
                    call.status(),
                    call.reply().bytes(),
                    call.reply().length(),
                    call.replySegment(),
                    call.replyDataBytes());
            return answer;
        };
    }

    @Override
    public void close() {
        shards.forEach(StreamService::close);
        rooms.close();
    }

    /** Who shows the name of a role has it. */
    private static final class RoleTokens implements AccessCheck {
        @Override
        public Verdict check(Hello hello) {
            String token = hello.token();
            return new Admitted(token == null ? "{}" : "{\"role\":\"" + token + "\",\"epoch\":1}", "here");
        }

        @Override
        public String sign(String claimsJson) {
            return "signed";
        }
    }
}
