package brigade.client;

import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Plays what our bucket hears, block by block, and moves to another bucket without a break: both sound for one block, the
 * old one fading out. Guarded by the client's lock.
 */
final class MixPlayer implements AutoCloseable {
    private final OpusCodec codec;
    private final int bufferSamples;
    private final MixLevels levels;
    private final MixCounts counts;
    private @Nullable BucketSound now;
    private @Nullable BucketSound next;

    /** @param bufferSamples how long sound waits, at most */
    MixPlayer(OpusCodec codec, int bufferSamples, MixLevels levels, MixCounts counts) {
        this.codec = codec;
        this.bufferSamples = bufferSamples;
        this.levels = levels;
        this.counts = counts;
    }

    /** Starts to listen from there, {@code clock} being played next; whatever played before is gone. */
    void start(Seat seat, long clock) {
        close();
        now = sound(seat, clock);
        next = null;
    }

    /** Gets ready to move: frames of both are taken until {@link #move}. */
    void prepare(Seat seat, long clock) {
        if (next != null) {
            next.close();
        }
        next = sound(seat, clock);
    }

    private BucketSound sound(Seat seat, long clock) {
        // A second more than is meant to wait: a message of a slow link comes in one go with those behind it.
        int capacity = Integer.highestOneBit(2 * (bufferSamples + 48_000) - 1);
        return new BucketSound(seat, clock, capacity, codec, levels, counts);
    }

    /** Takes a mix for the bucket that it is for. */
    void take(StreamMessageReader message) {
        int bucket = message.bucket(0);
        BucketSound to = next;
        long end = message.clock(0) + (long) message.packets(0) * StreamLimits.FRAME_SAMPLES;
        // Seats may differ in nothing but their delay; then the clock tells whose frames these are.
        if (to == null || to.seat().bucket() != bucket || end <= to.seat().fromClock()) {
            to = now;
        }
        if (to != null && to.seat().bucket() == bucket) {
            to.take(message);
        }
    }

    /** The next {@code samples} of our bucket. */
    void play(float[] out, int samples) {
        Arrays.fill(out, 0, samples, 0);
        if (now != null) {
            now.timeline().readInto(out, samples, 1, 1);
        }
    }

    /** The first {@code samples} of the bucket that was prepared, over the last ones of the old. */
    void move(long clock, float[] out, int samples) {
        Arrays.fill(out, 0, samples, 0);
        BucketSound old = now;
        BucketSound fresh = next;
        if (fresh != null) {
            fresh.timeline().startAt(clock);
            fresh.timeline().readInto(out, samples, 0, 1);
        }
        if (old != null) {
            old.timeline().readInto(out, samples, 1, 0);
            old.close();
        }
        now = fresh;
        next = null;
    }

    /** Goes on at another clock of the same bucket. */
    void skipTo(long clock) {
        if (now != null) {
            now.timeline().startAt(clock);
        }
    }

    @Override
    public void close() {
        if (now != null) {
            now.close();
        }
        if (next != null) {
            next.close();
        }
        now = null;
        next = null;
    }
}
