package brigade.state.ring;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one listener hears: the mix of the rings at his position, at his volumes, behind his limiter. Agent thread
 * only; holds a few numbers between reads.
 *
 * <p>{@code ((lead + voices) * sqrt(3 / (n + 2)) + round + backing * backingVolume * (1 if metronome else 0.2) *
 * personal) * 1.2 * roomVolume} (design, "Levels"), n the voices that sound; silence outside songs. Each of the three
 * factors falls at once and rises by at most 20 dB/s. No sample leaves the ceiling. Reading the same range again gives
 * the same samples as long as nobody wrote there.
 */
public final class MixReader {
    private static final int BLOCK = RingSize.BLOCK_SAMPLES;

    private final MixRings rings;
    private final PieceMixer mixer;
    private final MixLimiter limiter = new MixLimiter();
    private final MixGains gains = new MixGains();
    private final MixGains ahead = new MixGains();
    private final MixGains target = new MixGains();
    private final MixGains retryGains = new MixGains();
    private float retryLimiter = 1;
    private @Nullable RingSong song;
    private @Nullable RingSong retrySong;
    private long lastStart = Long.MIN_VALUE;
    private long lastEnd = Long.MIN_VALUE;
    private boolean lastSolo;
    private float personal = 1;
    private boolean solo;
    private float[] piece = new float[BLOCK];
    private float[] nextPiece = new float[BLOCK];

    MixReader(MixRings rings) {
        this.rings = rings;
        this.mixer = new PieceMixer(rings);
    }

    /** Volume of the backing for this listener alone as a fader 0..2, at most +6 dB; NaN is ignored. */
    public void personalBackingVolume(double fader) {
        if (!Double.isNaN(fader)) {
            personal = Levels.fader(fader, Levels.ROOM_MAX);
        }
    }

    /** Volume of the backing for this listener alone as a factor, at most +6 dB. */
    public void personalBackingVolumeFactor(double factor) {
        personal = Levels.factor(factor, Levels.ROOM_MAX);
    }

    /**
     * Writes the mix of {@code [startSample, startSample + samples)} as floats in native byte order.
     *
     * @param startSample anything; what is older than the ring or later than now is silent
     * @param out where to
     * @param offsetBytes where in {@code out} the first sample goes
     */
    public void read(long startSample, int samples, MemorySegment out, long offsetBytes) {
        solo = false;
        readPieces(startSample, samples, out, offsetBytes);
    }

    /** The same for the soloed voices alone: {@code solo * 1.2 * roomVolume}. */
    public void readSolo(long startSample, int samples, MemorySegment out, long offsetBytes) {
        solo = true;
        readPieces(startSample, samples, out, offsetBytes);
    }

    private void readPieces(long startSample, int samples, MemorySegment out, long offsetBytes) {
        begin(startSample);
        long end = startSample + samples;
        long held = startSample;
        int heldSamples = 0;
        int heldPeak = 0;
        long position = startSample;
        while (position < end) {
            int length = (int) (rings.pieceEnd(position, end) - position);
            int peak = mix(position, length, nextPiece, true);
            if (heldSamples > 0) {
                long at = offsetBytes + 4 * (held - startSample);
                limiter.put(piece, heldSamples, heldPeak, nextPiece, length, peak, out, at);
            }
            swap();
            held = position;
            heldSamples = length;
            heldPeak = peak;
            position += length;
        }
        if (heldSamples > 0) {
            int length = (int) (rings.pieceEnd(end, end + MixLimiter.STEP_SAMPLES) - end);
            int peak = mix(end, length, nextPiece, false);
            limiter.put(
                    piece, heldSamples, heldPeak, nextPiece, length, peak, out, offsetBytes + 4 * (held - startSample));
        }
        lastStart = startSample;
        lastEnd = end;
        lastSolo = solo;
    }

    /** Finds the state for a read at {@code startSample}: going on, once more the same, or anew. */
    private void begin(long startSample) {
        if (solo == lastSolo && startSample == lastStart) {
            gains.set(retryGains);
            limiter.gain(retryLimiter);
            song = retrySong;
        } else if (solo != lastSolo || startSample != lastEnd) {
            song = null;
            limiter.gain(1);
        }
        retryGains.set(gains);
        retryLimiter = limiter.gain();
        retrySong = song;
    }

    private void swap() {
        float[] swap = piece;
        piece = nextPiece;
        nextPiece = swap;
    }

    /** Mixes a piece; {@code keep} false leaves the gains as they are, for a look ahead. Returns its peak. */
    private int mix(long from, int samples, float[] y, boolean keep) {
        RingSong in = from < rings.oldestSample() || from + samples > rings.nowSamples() ? null : rings.songAt(from);
        if (in == null) {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        target.target(rings.volumes, rings.counts.get(from / BLOCK), in, personal);
        if (in != song) {
            // Nothing of this song has sounded for him, so there is nothing to rise from.
            if (!keep) {
                ahead.set(target);
                return mix(in, from, samples, target, ahead, y);
            }
            song = in;
            gains.set(target);
        }
        ahead.towards(gains, target, samples);
        int peak = mix(in, from, samples, gains, ahead, y);
        if (keep) {
            gains.set(ahead);
        }
        return peak;
    }

    private int mix(RingSong in, long from, int samples, MixGains before, MixGains after, float[] y) {
        return solo
                ? mixer.mixRing(rings.solo, in, from, samples, before.round, after.round, y)
                : mixer.mix(in, from, samples, before, after, y);
    }
}
