package brigade.shard.stream;

import brigade.shard.codec.CodecException;
import brigade.shard.codec.FrameEncoder;
import brigade.wire.stream.FrameBlockReader;
import brigade.wire.stream.StreamLimits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of one room on this shard: closed frames come in, are encoded once, and lie in the cache for every row that
 * hears them. Frames are taken by the tick thread and encoded by one of its crew.
 *
 * <p>After a reset the first frame is encoded as silence, whatever it was: so the encoder and every decoder that is reset at any
 * frame up to this one are in the same state when sound begins. Without that, the energy that Opus predicts from the frame
 * before may be off by 27 dB.
 */
final class MixStream implements AutoCloseable {
    /** Up to this gap the encoder goes on through silence; beyond, it starts anew. */
    private static final int BRIDGED_FRAMES = 50;

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final long NONE = -1;
    private static final Logger LOG = LoggerFactory.getLogger(MixStream.class);

    /** Is told each packet as it is made. A thread that encodes calls. */
    @FunctionalInterface
    interface Sink {
        /** Wants none. */
        Sink NONE = (clock, reset, bytes, offset, length) -> {};

        void packet(long clock, boolean reset, byte[] bytes, int offset, int length);
    }

    final int stream;
    final int bucket;
    final PacketCache cache;
    private final FrameEncoder encoder;
    private final StreamMetrics metrics;
    private final Sink sink;

    // Runs of frames that wait to be encoded.
    private long[] runClock = new long[4];
    private int[] runFrames = new int[4];
    private int[] runAt = new int[4]; // where the sound lies in `pending`; -1: silence
    private int runs;
    private float[] pending = new float[2 * FRAME];
    private int pendingEnd;

    private long nextClock = NONE;
    private long lastUsedClock = NONE;

    MixStream(int stream, int bucket, int keptFrames, FrameEncoder encoder, StreamMetrics metrics, Sink sink) {
        this.sink = sink;
        this.stream = stream;
        this.bucket = bucket;
        this.cache = new PacketCache(keptFrames);
        this.encoder = encoder;
        this.metrics = metrics;
    }

    /** Tick thread: takes the frames of a block. */
    void add(FrameBlockReader block) {
        int samples = block.samples();
        int at = begin(block.clock(), samples, block.isSilent());
        if (at >= 0) {
            block.copySamples(0, pending, at, samples);
        }
    }

    /** Takes one frame; null is silence. */
    void add(long clock, float @Nullable [] sound) {
        int at = begin(clock, FRAME, sound == null);
        if (sound != null) {
            System.arraycopy(sound, 0, pending, at, FRAME);
        }
    }

    /** Notes a run of frames; where its sound goes in {@link #pending}, -1 for silence. */
    private int begin(long clock, int samples, boolean silent) {
        if (runs == runClock.length) {
            runClock = Arrays.copyOf(runClock, 2 * runs);
            runFrames = Arrays.copyOf(runFrames, 2 * runs);
            runAt = Arrays.copyOf(runAt, 2 * runs);
        }
        int at = silent ? -1 : pendingEnd;
        runClock[runs] = clock;
        runFrames[runs] = samples / FRAME;
        runAt[runs] = at;
        if (!silent) {
            if (pending.length < pendingEnd + samples) {
                pending = Arrays.copyOf(pending, Math.max(2 * pending.length, pendingEnd + samples));
            }
            pendingEnd += samples;
        }
        runs++;
        lastUsedClock = clock;
        return at;
    }

    /** Whether frames wait to be encoded. */
    boolean hasPending() {
        return runs > 0;
    }

    /** Encodes what waits. */
    void encode() {
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < runFrames[run]; i++) {
                long clock = runClock[run] + (long) i * FRAME;
                take(clock, runAt[run] < 0 ? -1 : runAt[run] + i * FRAME);
            }
        }
        runs = 0;
        pendingEnd = 0;
    }

    private void take(long clock, int at) {
        if (clock != nextClock) {
            if (clock < nextClock && cache.has(clock)) {
                return; // sent again by a state server that was restarted
            }
            long missing = (clock - nextClock) / FRAME;
            if (nextClock == NONE || missing < 0 || missing > BRIDGED_FRAMES) {
                encoder.reset();
                encodeFrame(clock, -1, true);
                return;
            }
            for (long bridged = nextClock; bridged < clock; bridged += FRAME) {
                encodeFrame(bridged, -1, false);
            }
        }
        encodeFrame(clock, at, false);
    }

    private void encodeFrame(long clock, int at, boolean reset) {
        int out = cache.offset(clock);
        try {
            int length = at < 0
                    ? encoder.encodeSilence(cache.bytes(), out)
                    : encoder.encode(pending, at, cache.bytes(), out);
            cache.put(clock, length, encoder.isSteady(), reset);
            sink.packet(clock, reset, cache.bytes(), out, length);
            nextClock = clock + FRAME;
            if (encoder.isEncoded()) {
                metrics.encoded(stream);
            } else {
                metrics.silent(stream);
            }
        } catch (CodecException e) {
            nextClock = NONE; // the next frame starts anew
            LOG.error("a frame could not be encoded", e);
        }
    }

    /** First clock of the latest block. */
    long lastUsedClock() {
        return lastUsedClock;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
