package brigade.state.room;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.json.ExchangeWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One v1 client in a test: keeps its clocks, sends exchanges straight into the rooms, reads the answers. */
final class Client {
    /** Write clocks lie so far behind read clocks: the measured latency of an imagined headset. */
    static final int LATENCY = 4_800;

    final House house;
    final long userId;
    final ExchangeRequest request = new ExchangeRequest();
    int samples = 28_800;

    /** END of what was read so far. */
    long readClock;

    boolean reset = true;
    boolean singing;
    Map<String, @Nullable Object> answer = Map.of();
    float[] heard = {};
    byte[] table = {};

    Client(House house, long userId, long readClock) {
        this.house = house;
        this.userId = userId;
        this.readClock = readClock;
    }

    /** One exchange of silence or, when singing, of {@code level} all along. */
    Client send(float level, Consumer<ExchangeRequest> more) {
        float[] pcm = new float[samples];
        Arrays.fill(pcm, level);
        return send(pcm, more);
    }

    /** One exchange with nothing special. */
    Client send() {
        return send(0, r -> {});
    }

    /** One exchange that asks for {@code more}. */
    Client send(Consumer<ExchangeRequest> more) {
        return send(0, more);
    }

    /** One exchange with this voice, when singing. */
    Client send(float[] pcm, Consumer<ExchangeRequest> more) {
        prepare();
        more.accept(request);
        post(pcm);
        readClock = request.readClock;
        reset = false;
        return this;
    }

    /** The same as last time, as a shard repeats it. */
    Client again(float[] pcm) {
        post(pcm);
        return this;
    }

    /** What is answered to a request that is refused. */
    WireException refused(Consumer<ExchangeRequest> more) {
        prepare();
        more.accept(request);
        WireException refusal = catchThrowableOfType(WireException.class, () -> post(new float[request.samples]));
        if (refusal == null) {
            throw new AssertionError("the request was taken");
        }
        return refusal;
    }

    /** Lets time pass until the next exchange is due, then sends it. */
    Client step(float level) {
        house.pass(samples / 48_000.0);
        return send(level, r -> {});
    }

    @Nullable
    Object get(String key) {
        return answer.get(key);
    }

    /** Highest sample heard. */
    float peak() {
        float peak = 0;
        for (float x : heard) {
            peak = Math.max(peak, Math.abs(x));
        }
        return peak;
    }

    /** Lowest sample heard. */
    float faintest() {
        float faintest = Float.MAX_VALUE;
        for (float x : heard) {
            faintest = Math.min(faintest, Math.abs(x));
        }
        return faintest;
    }

    long number(String key) {
        return (Long) Objects.requireNonNull(answer.get(key), key);
    }

    @SuppressWarnings("unchecked") // as JsonTree makes them
    List<@Nullable Object> list(String key) {
        return (List<@Nullable Object>) Objects.requireNonNull(answer.get(key), key);
    }

    private void prepare() {
        request.clear();
        request.userId = userId;
        request.username = "user " + Long.toUnsignedString(userId);
        request.samples = samples;
        request.readClock = readClock + samples;
        request.resetUserState = reset;
        if (singing) {
            request.writeClock = request.readClock - LATENCY;
        }
    }

    private void post(float[] pcm) {
        HeapCall call = house.call;
        call.begin();
        ExchangeWriter.writeExchange(request, call.request());
        if (request.writeClock != ExchangeRequest.NO_CLOCK || request.loopback) {
            call.sound(pcm, request.samples);
        }
        house.rooms.handle(call);
        answer = JsonTree.object(call.reply().bytes(), call.reply().length());
        heard = call.replySound(request.samples);
        table = call.replyRest(request.samples);
    }
}
