package brigade.shard.codec;

import brigade.audio.AudioFormat;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import brigade.wire.WireLimits;
import java.util.function.LongSupplier;

/**
 * Runs a codec on made-up sound until its compiled code is as fast as it gets, so that the first singers find a warm
 * shard. Concentus costs ten times as much before that. Called once, before the shard says that it is ready.
 */
public final class CodecWarmer {
    /**
     * What the warming saw.
     *
     * @param firstMs CPU milliseconds for 600 ms of sound both ways, at first
     * @param lastMs the same at last
     * @param tookMs how long it all took, by the clock on the wall
     */
    public record Warmth(double firstMs, double lastMs, double tookMs) {}

    /** Rounds of 600 ms that are timed together. */
    private static final int BATCH_ROUNDS = 10;

    /** Flat: a batch that gained less than a twentieth on the best so far, so many times in a row. */
    private static final double GAIN_THAT_COUNTS = 0.95;

    private static final int FLAT_BATCHES = 4;

    /** At least so many: the compiler's last tier comes late on a busy machine. */
    private static final int MIN_BATCHES = 8;

    private final OpusCodec codec;
    private final LongSupplier clockNs;
    private final LongSupplier cpuNs;

    /**
     * Warms that codec.
     *
     * @param clockNs monotonic nanoseconds, for the limit
     * @param cpuNs CPU time of the calling thread: flat or not must not depend on who else uses the machine
     */
    public CodecWarmer(OpusCodec codec, LongSupplier clockNs, LongSupplier cpuNs) {
        this.codec = codec;
        this.clockNs = clockNs;
        this.cpuNs = cpuNs;
    }

    /** Encodes and decodes until times are flat, at most for {@code limitNs}. */
    public Warmth warm(long limitNs) {
        float[] sound = sound();
        long startNs = clockNs.getAsLong();
        double first = 0;
        double best = Double.MAX_VALUE;
        double last = 0;
        int flat = 0;
        try (BundleEncoder encoder = new BundleEncoder(codec.newEncoder());
                BundleDecoder decoder = new BundleDecoder(codec.newDecoder())) {
            for (int n = 0; (flat < FLAT_BATCHES || n < MIN_BATCHES) && clockNs.getAsLong() - startNs < limitNs; n++) {
                long batchStartNs = cpuNs.getAsLong();
                batch(encoder, decoder, sound);
                last = (cpuNs.getAsLong() - batchStartNs) / 1e6 / BATCH_ROUNDS;
                first = first == 0 ? last : first;
                flat = last < best * GAIN_THAT_COUNTS ? 0 : flat + 1;
                best = Math.min(best, last);
            }
        }
        return new Warmth(first, last, (clockNs.getAsLong() - startNs) / 1e6);
    }

    private static void batch(BundleEncoder encoder, BundleDecoder decoder, float[] sound) {
        PacketBundleWriter writer = new PacketBundleWriter();
        PacketBundle bundle = new PacketBundle();
        float[] heard = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];
        int batchSamples = AudioFormat.V1_BATCH_SAMPLES;
        for (int round = 0; round < BATCH_ROUNDS; round++) {
            encoder.encode(sound, round * batchSamples % (sound.length - batchSamples), batchSamples, writer);
            bundle.read(writer.bytes(), 0, writer.length(), heard.length);
            decoder.decode(bundle, heard);
        }
    }

    /** Six seconds of a gliding tone with overtones, breath noise between, and pauses: what voices make a codec do. */
    private static float[] sound() {
        float[] pcm = new float[6 * AudioFormat.SAMPLE_RATE_HZ];
        int noise = 1;
        double phase = 0;
        for (int i = 0; i < pcm.length; i++) {
            double t = (double) i / AudioFormat.SAMPLE_RATE_HZ;
            phase += 2
                    * Math.PI
                    * (180 + 60 * Math.sin(2 * Math.PI * 0.4 * t) + 4 * Math.sin(2 * Math.PI * 5.5 * t))
                    / AudioFormat.SAMPLE_RATE_HZ;
            double voice = 0;
            for (int h = 1; h <= 10; h++) {
                voice += Math.sin(h * phase) / h;
            }
            noise = noise * 1_664_525 + 1_013_904_223; // a linear congruential generator is noise enough
            double loud = Math.max(0, Math.sin(2 * Math.PI * 1.5 * t));
            boolean pause = t % 3 > 2.8;
            pcm[i] = pause ? 0 : (float) (0.25 * loud * voice + 0.05 * (1 - loud) * (noise / 2147483648.0));
        }
        return pcm;
    }
}
