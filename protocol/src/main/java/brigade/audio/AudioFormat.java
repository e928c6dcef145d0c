package brigade.audio;

/**
 * The one format in which Brigade handles sound: mono, 48 kHz, 32-bit float, full scale at +-1.
 *
 * <p>Every length and position on the audio path is a count of such samples.
 */
public final class AudioFormat {
    /** Samples a second, everywhere. */
    public static final int SAMPLE_RATE_HZ = 48_000;

    /** Samples in one render quantum of a browser's audio graph (Web Audio 1.1, section 2.1). */
    public static final int QUANTUM_SAMPLES = 128;

    /** Samples by which one Opus pass (encode, then decode) delays sound; applications AUDIO and VOIP, 48 kHz. */
    public static final int CODEC_DELAY_SAMPLES = 312;

    /** Samples in the 60 ms packets that exchange v1 uses both ways. */
    public static final int V1_PACKET_SAMPLES = 2_880;

    /** Samples in the usual v1 request and answer: ten packets, 600 ms. */
    public static final int V1_BATCH_SAMPLES = 28_800;

    /** Bytes of one sample as it crosses the shared buffer. */
    public static final int SAMPLE_BYTES = Float.BYTES;

    private AudioFormat() {}

    /** {@code seconds} as samples; exact, overflow refused. */
    public static long secondsToSamples(long seconds) {
        return Math.multiplyExact(seconds, SAMPLE_RATE_HZ);
    }
}
