package brigade.state.ring;

import java.lang.foreign.MemorySegment;

/**
 * The chain that one singer's voice passes on its way into the rings. Agent thread only.
 *
 * <p>In order: trimmed to the songs it falls into, what was written before dropped, fader (and the leader's gain),
 * the voice's own limiter, meter and sound detector, fixed point; then added to the lead or the voices ring, to the
 * solo ring when soloed, and to the round ring once per repeat. What was added in the last
 * {@value #TAKE_BACK_SECONDS} s can be taken back to the bit.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // until the code lands
public final class VoiceChannel {
    /** Seconds that {@link #takeBack} reaches back. */
    public static final int TAKE_BACK_SECONDS = 6;

    private final long userId;

    VoiceChannel(long userId) {
        this.userId = userId;
    }

    /** Whose voice; unsigned. */
    public long userId() {
        return userId;
    }

    /**
     * Takes samples of the voice. NaN counts as silence, infinity as full scale.
     *
     * <p>The caller has checked that they end by now; what is older than the ring is dropped.
     *
     * @param startSample position of the first
     * @param pcm floats, native byte order
     * @param offsetBytes where the first lies in {@code pcm}
     * @param samples how many
     * @return how many were added to the rings
     */
    public int write(long startSample, MemorySegment pcm, long offsetBytes, int samples) {
        throw Pending.error();
    }

    /** Everything below it has been written, or passed by; 0 before the first write. */
    public long writtenUpTo() {
        throw Pending.error();
    }

    /** Samples dropped so far because they were written before. */
    public long duplicateSamples() {
        throw Pending.error();
    }

    /** Sets the fader, 0..2; more than +12 dB is cut to that, NaN ignored. Falls at once, rises by 20 dB/s. */
    public void fader(double position) {
        throw Pending.error();
    }

    /** A muted voice is silent but its clock goes on. Takes nothing back by itself. */
    public void muted(boolean muted) {
        throw Pending.error();
    }

    /** Whether what is written from now on goes to the solo ring too. */
    public void soloed(boolean soloed) {
        throw Pending.error();
    }

    /** Keeps his delay behind now in the ring file, for the seating after a restart. */
    public void delaySamples(long delaySamples) {
        throw Pending.error();
    }

    /** The delay that the ring file knows; 0 when none was set. */
    public long delaySamples() {
        throw Pending.error();
    }

    /** RMS of the last write after fader and before the limiter, 0 when muted; measured outside songs too. */
    public float rms() {
        throw Pending.error();
    }

    /** Whether he sounded in the last block written: RMS over 20 ms above -50 dBFS, or within 200 ms after that. */
    public boolean isSounding() {
        throw Pending.error();
    }

    /**
     * Takes out again what he added at {@code fromSample} and later, repeats and solo included, as far as it is kept.
     * His written-up-to clock stays.
     *
     * @return how many samples were taken back
     */
    public int takeBack(long fromSample) {
        throw Pending.error();
    }

    /** Forgets him; what he sang stays. */
    public void close() {
        throw Pending.error();
    }
}
