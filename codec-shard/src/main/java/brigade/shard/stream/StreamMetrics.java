package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.wire.stream.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** What stream v2 counts in a shard. Any thread; counting allocates nothing. */
final class StreamMetrics {
    /** A message handed over later than this after its last frame closed is late. */
    static final long LATE_SAMPLES = 960;

    /** A frame is 20 ms long: what takes longer is late. */
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Counter[] encoded = new Counter[StreamId.COUNT];
    private final Counter[] silent = new Counter[StreamId.COUNT];

    /** Time to decode what one socket sent since the last tick. */
    final Timer decode;

    /** Time to encode what one stream got since the last tick. */
    final Timer encode;

    /** One call of the state server. */
    final Timer rpc;

    /** From the boundary to the last message of its tick. */
    final Timer tick;

    /** From the closing of a message's last frame to when the sockets had it. */
    final Timer handedOver;

    final Counter decodedPackets;
    final Counter concealedSamples;
    final Counter droppedSends;
    final Counter droppedVoices;
    final Counter badMessages;
    final Counter badClocks;
    final Counter lateMessages;
    final Counter messages;
    final Counter overruns;
    final Counter failedCalls;
    final Counter slowPeers;
    final Counter underruns;
    final Counter clientLate;

    StreamMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (int stream = StreamId.LEAD; stream <= StreamId.ALL; stream++) {
            encoded[stream] = Counter.builder("brigade.frames.encoded")
                    .description("20 ms frames that an encoder was asked for")
                    .tag("stream", StreamId.name(stream))
                    .register(registry);
            silent[stream] = Counter.builder("brigade.frames.silent")
                    .description("frames of lasting silence, which need no encoder")
                    .tag("stream", StreamId.name(stream))
                    .register(registry);
        }
        decode = timer("brigade.decode", "decoding what one socket sent since the last tick");
        encode = timer("brigade.encode", "encoding what one stream got since the last tick");
        rpc = histogram("brigade.rpc", "one call of the state server by the tick");
        tick = histogram("brigade.tick", "from the frame boundary to the end of its tick");
        handedOver =
                histogram("brigade.handed.over", "from the closing of a message's last frame until its sockets had it");
        decodedPackets = counter("brigade.packets.decoded", "packets of voice that were decoded");
        concealedSamples = counter("brigade.samples.concealed", "samples made up for packets that were missing");
        droppedSends = counter("brigade.sends.dropped", "messages of sound not sent because the peer lagged");
        droppedVoices = counter("brigade.voices.dropped", "messages of voice dropped: no seat, or too many at once");
        badMessages = counter("brigade.messages.bad", "binary messages that could not be read");
        badClocks = counter("brigade.voices.bad.clock", "messages of voice whose clock was out of range");
        lateMessages = counter("brigade.messages.late", "messages handed to a socket over 20 ms after closing");
        messages = counter(
                "brigade.messages.sent", "messages of sound handed to sockets; silence only while a song is on");
        overruns = counter("brigade.tick.overruns", "ticks that were not done at the next frame boundary");
        failedCalls = counter("brigade.tick.failed", "ticks whose call the state server did not answer");
        slowPeers = counter("brigade.peers.slow", "sockets closed because the peer could not follow");
        underruns = counter("brigade.client.underruns", "underruns that clients reported");
        clientLate = counter("brigade.client.late", "late frames that clients reported");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    /** With how many took up to how long, for percentiles over shards; counting into these allocates nothing either. */
    private Timer histogram(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Shows how many sockets there are. */
    void sockets(IntSupplier count) {
        Gauge.builder("brigade.sockets", count::getAsInt)
                .description("open sockets of stream v2, and the shard's own listeners")
                .strongReference(true)
                .register(registry);
    }

    /** A frame of that stream was encoded. */
    void encoded(int stream) {
        encoded[stream].increment();
    }

    /** A frame of that stream was lasting silence. */
    void silent(int stream) {
        silent[stream].increment();
    }

    /** {@code sockets} got a message so long after its last frame closed. */
    void handedOver(long lateSamples, int sockets) {
        messages.increment(sockets);
        handedOver.record(Math.max(0, lateSamples) * 1_000_000_000L / AudioFormat.SAMPLE_RATE_HZ, TimeUnit.NANOSECONDS);
        if (lateSamples > LATE_SAMPLES) {
            lateMessages.increment(sockets);
        }
    }
}
