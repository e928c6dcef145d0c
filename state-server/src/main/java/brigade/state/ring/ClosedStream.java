package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * One stream of v2: frames of 20 ms on the common grid, each mixed once when it is due and kept as it was then, so that
 * all who hear it hear the same samples. Agent thread only; nothing allocates after opening.
 *
 * <p>The frame {@code [f, f + 960)} is due when the clock reaches {@code f + 960 + delaySamples}. Whatever is written
 * into the rings or taken back afterwards changes later streams only. A frame in which nothing sounds is marked and
 * takes no memory traffic.
 */
public final class ClosedStream {
    /** Samples of a frame; the grid is their multiples. */
    public static final int FRAME_SAMPLES = RingSize.BLOCK_SAMPLES;

    private static final float[] SILENCE = new float[FRAME_SAMPLES];

    private final MixRings rings;
    private final StreamKind kind;
    private final int bucket;
    private final int keptFrames;
    private final StreamMixer mixer;
    private final float[] kept;
    private final boolean[] silent;
    private final float[] frame = new float[FRAME_SAMPLES];
    private long delaySamples;
    private long closedUpTo;
    private long heldFrom;
    private boolean warm;
    private long skippedFrames;

    ClosedStream(MixRings rings, StreamKind kind, int bucket, long delaySamples, int keptFrames, long fromSample) {
        if (bucket < 0 || delaySamples < 0 || keptFrames < 1) {
            throw new IllegalArgumentException(kind + " stream of bucket " + bucket + ", " + delaySamples
                    + " samples behind now, " + keptFrames + " frames kept");
        }
        this.rings = rings;
        this.kind = kind;
        this.bucket = bucket;
        this.delaySamples = delaySamples;
        this.keptFrames = keptFrames;
        this.mixer = new StreamMixer(rings, kind);
        this.kept = new float[keptFrames * FRAME_SAMPLES];
        this.silent = new boolean[keptFrames];
        this.closedUpTo = onGrid(fromSample);
        this.heldFrom = closedUpTo;
        moved(RingMoves.ALL_OPENED, keptFrames, delaySamples, fromSample);
    }

    private void moved(int move, long who, long at, long value) {
        if (kind == StreamKind.ALL) {
            rings.moved(move, who, at, value);
        }
    }

    /** What it holds. */
    public StreamKind kind() {
        return kind;
    }

    /** The bucket that hears it; 0 when all do. */
    public int bucket() {
        return bucket;
    }

    /** How long after a frame's end it closes. */
    public long delaySamples() {
        return delaySamples;
    }

    /**
     * Changes how long after its end a frame closes; between songs. After a longer delay nothing closes until it has
     * passed; after a shorter one several frames are due at once, of which only the latest that are kept are mixed.
     */
    public void delaySamples(long delaySamples) {
        if (delaySamples < 0) {
            throw new IllegalArgumentException("delay of " + delaySamples + " samples");
        }
        this.delaySamples = delaySamples;
        moved(RingMoves.ALL_DELAY, 0, delaySamples, 0);
    }

    /**
     * Mixes every frame that is due at {@code nowSamples}, once. Call {@link MixRings#advanceTo} first: no frame closes
     * ahead of the rings' clock.
     *
     * <p>When more frames are due than are kept (the server stood still), the oldest are left out.
     *
     * @return how many frames were closed
     */
    public int closeUpTo(long nowSamples) {
        long due = onGrid(Math.min(nowSamples, rings.nowSamples()) - delaySamples);
        if (due <= closedUpTo) {
            return 0;
        }
        moved(RingMoves.ALL_CLOSED, 0, 0, 0);
        long first = Math.max(closedUpTo, due - (long) keptFrames * FRAME_SAMPLES);
        if (first != closedUpTo) {
            skippedFrames += (first - closedUpTo) / FRAME_SAMPLES;
            heldFrom = first;
            warm = false;
        }
        if (!warm) {
            mixer.restartAt(first);
            warm = true;
        }
        for (long at = first; at < due; at += FRAME_SAMPLES) {
            close(at);
        }
        closedUpTo = due;
        rings.closedUpTo(this);
        return (int) ((due - first) / FRAME_SAMPLES);
    }

    private void close(long at) {
        int slot = slot(at);
        boolean sounds = mixer.next(at, frame);
        silent[slot] = !sounds;
        if (sounds) {
            System.arraycopy(frame, 0, kept, slot * FRAME_SAMPLES, FRAME_SAMPLES);
        }
    }

    /** All frames below it are closed; on the grid. */
    public long closedUpToSample() {
        return closedUpTo;
    }

    /** The oldest frame that is kept; {@link #closedUpToSample()} when none is. */
    public long oldestSample() {
        return Math.max(heldFrom, closedUpTo - (long) keptFrames * FRAME_SAMPLES);
    }

    /** The first frame after those that were left out last; before the first time, where the stream began. */
    public long unbrokenFromSample() {
        return heldFrom;
    }

    /** Frames left out so far because too many were due at once. */
    public long skippedFrames() {
        return skippedFrames;
    }

    /**
     * Whether nothing sounds in a kept frame.
     *
     * @param frameSample first sample of the frame
     */
    public boolean isSilent(long frameSample) {
        checkKept(frameSample);
        return silent[slot(frameSample)];
    }

    /**
     * Copies a kept frame as floats in native byte order.
     *
     * @param frameSample first sample of the frame
     */
    public void copyTo(long frameSample, MemorySegment out, long offsetBytes) {
        checkKept(frameSample);
        int slot = slot(frameSample);
        if (silent[slot]) {
            MemorySegment.copy(SILENCE, 0, out, JAVA_FLOAT_UNALIGNED, offsetBytes, FRAME_SAMPLES);
        } else {
            MemorySegment.copy(kept, slot * FRAME_SAMPLES, out, JAVA_FLOAT_UNALIGNED, offsetBytes, FRAME_SAMPLES);
        }
    }

    private void checkKept(long frameSample) {
        if (frameSample < oldestSample() || frameSample >= closedUpTo || frameSample % FRAME_SAMPLES != 0) {
            throw new IllegalArgumentException(
                    "frame " + frameSample + " of " + kind + ": kept are " + oldestSample() + " to " + closedUpTo);
        }
    }

    /** Closes no more frames; nobody may use it afterwards. */
    public void close() {
        rings.dropped(this);
        moved(RingMoves.ALL_DROPPED, 0, 0, 0);
    }

    private int slot(long sample) {
        return (int) (sample / FRAME_SAMPLES % keptFrames);
    }

    private static long onGrid(long sample) {
        return Math.floorDiv(sample, FRAME_SAMPLES) * FRAME_SAMPLES;
    }
}
