package brigade.state.ring;

import java.lang.foreign.MemorySegment;

/**
 * What one listener hears: the mix of the rings at his position, at his volumes, behind his limiter. Agent thread
 * only; holds a few numbers between reads.
 *
 * <p>{@code ((lead + voices) * sqrt(3 / (n + 2)) + round + backing * backingVolume * (1 if metronome else 0.2) *
 * personal) * 1.2 * roomVolume} (design, "Levels"), silence outside songs. All factors fall at once and rise by at most 20 dB/s. No sample leaves
 * the ceiling. Reading the same range again gives the same samples as long as nobody wrote there.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // until the code lands
public final class MixReader {
    private final MixRings rings;

    MixReader(MixRings rings) {
        this.rings = rings;
    }

    /** Volume of the backing for this listener alone as a fader 0..2, at most +6 dB; NaN is ignored. */
    public void personalBackingVolume(double fader) {
        Pending.fail(rings.memory());
    }

    /**
     * Writes the mix of {@code [startSample, startSample + samples)} as floats in native byte order.
     *
     * @param startSample anything; what is older than the ring or later than now is silent
     * @param out where to
     * @param offsetBytes where in {@code out} the first sample goes
     */
    public void read(long startSample, int samples, MemorySegment out, long offsetBytes) {
        Pending.fail(rings.memory());
    }

    /** The same for the soloed voices alone. */
    public void readSolo(long startSample, int samples, MemorySegment out, long offsetBytes) {
        Pending.fail(rings.memory());
    }
}
