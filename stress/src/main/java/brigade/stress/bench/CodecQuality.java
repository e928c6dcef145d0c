package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.ConcentusCodec;
import brigade.shard.codec.LibopusCodec;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What each complexity of each codec costs in time and in quality, and how far peaks grow on the way. The defaults in ConcentusCodec and LibopusCodec were chosen by its table.
 *
 * <p>Run: {@code java -cp 'stress/target/lib/*:stress/target/classes' brigade.stress.bench.CodecQuality}
 */
public final class CodecQuality {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final int BATCHES = 50;
    private static final int TIMED_PASSES = 8;

    private CodecQuality() {}

    /** Prints the tables; with arguments, for these complexities only. */
    public static void main(String[] arguments) {
        List<OpusCodec> codecs =
                codecs(Stream.of(arguments).map(Integer::valueOf).toList());
        float[] voice = BenchSound.voice(BATCHES * BATCH);
        System.out.println("One singer. CPU time for 600 ms of sound, each piece at its best of " + TIMED_PASSES
                + " passes; SNR and log-spectral distance of the decoded.");
        System.out.println("codec             cx  encode ms  decode ms  packet bytes  SNR dB  LSD dB");
        for (OpusCodec codec : codecs) {
            Pass pass = pass(codec, voice, TIMED_PASSES);
            System.out.printf(
                    Locale.ROOT,
                    "%-17s %2d     %6.2f     %6.2f        %6.0f  %6.1f  %6.2f%n",
                    codec.name(),
                    codec.complexity(),
                    pass.encodeMs,
                    pass.decodeMs,
                    pass.packetBytes,
                    pass.snrDb,
                    pass.distanceDb);
        }
        System.out.println("How far the peak of eight singers grows by a pass through the codec, in dB");
        System.out.println("codec             cx  natural peaks  limited  clipped");
        float[] natural = BenchSound.choir(BATCHES * BATCH);
        for (OpusCodec codec : codecs) {
            System.out.printf(
                    Locale.ROOT,
                    "%-17s %2d         %6.2f   %6.2f   %6.2f%n",
                    codec.name(),
                    codec.complexity(),
                    overshootDb(codec, BenchSound.scaledToPeak(natural)),
                    overshootDb(codec, BenchSound.limited(natural)),
                    overshootDb(codec, BenchSound.clipped(natural)));
        }
    }

    private static List<OpusCodec> codecs(List<Integer> asked) {
        List<Integer> complexities = asked.isEmpty() ? List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) : asked;
        List<OpusCodec> codecs = new ArrayList<>();
        for (int complexity : complexities) {
            LibopusCodec.find(complexity).ifPresent(codecs::add);
        }
        for (int complexity : complexities) {
            codecs.add(new ConcentusCodec(complexity));
        }
        return codecs;
    }

    private record Pass(
            double encodeMs, double decodeMs, double packetBytes, double snrDb, double distanceDb, double peakDb) {}

    private static Pass pass(OpusCodec codec, float[] sound, int passes) {
        float[] heard = new float[sound.length];
        long[] encodeNs = new long[BATCHES];
        long[] decodeNs = new long[BATCHES];
        Arrays.fill(encodeNs, Long.MAX_VALUE);
        Arrays.fill(decodeNs, Long.MAX_VALUE);
        long bytes = 0;
        for (int pass = 0; pass < passes; pass++) {
            try (BundleEncoder encoder = new BundleEncoder(codec.newEncoder());
                    BundleDecoder decoder = new BundleDecoder(codec.newDecoder())) {
                bytes = 0;
                float[] batch = new float[BATCH];
                PacketBundleWriter writer = new PacketBundleWriter();
                PacketBundle bundle = new PacketBundle();
                for (int i = 0; i < BATCHES; i++) {
                    long t0 = cpuNs();
                    encoder.encode(sound, i * BATCH, BATCH, writer);
                    long t1 = cpuNs();
                    bundle.read(writer.bytes(), 0, writer.length(), BATCH);
                    decoder.decode(bundle, batch);
                    long t2 = cpuNs();
                    encodeNs[i] = Math.min(encodeNs[i], t1 - t0);
                    decodeNs[i] = Math.min(decodeNs[i], t2 - t1);
                    bytes += writer.length() - 1 - 2 * writer.packets();
                    System.arraycopy(batch, 0, heard, i * BATCH, BATCH);
                }
            }
        }
        int delay = AudioFormat.CODEC_DELAY_SAMPLES;
        int samples = sound.length - 2 * BATCH;
        return new Pass(
                meanMs(encodeNs),
                meanMs(decodeNs),
                bytes / 10.0 / BATCHES,
                snrDb(sound, BATCH, heard, BATCH + delay, samples),
                SpectralDistance.db(sound, BATCH, heard, BATCH + delay, samples),
                Gain.toDb(peak(heard) / peak(sound)));
    }

    private static double meanMs(long[] ns) {
        return LongStream.of(ns).average().orElseThrow() / 1e6;
    }

    /** CPU time of this thread: what the work costs, however busy the machine is. */
    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double snrDb(float[] sound, int from, float[] heard, int heardFrom, int samples) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < samples; i++) {
            double s = sound[from + i];
            double d = s - heard[heardFrom + i];
            signal += s * s;
            noise += d * d;
        }
        return 10 * Math.log10(signal / noise);
    }

    private static double overshootDb(OpusCodec codec, float[] sound) {
        return pass(codec, sound, 1).peakDb;
    }

    private static float peak(float[] sound) {
        float peak = 0;
        for (float x : sound) {
            peak = Math.max(peak, Math.abs(x));
        }
        return peak;
    }
}
