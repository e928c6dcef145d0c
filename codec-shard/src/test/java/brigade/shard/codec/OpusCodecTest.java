package brigade.shard.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.AudioFormat;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every codec that is there does the same. */
class OpusCodecTest {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final int DELAY = AudioFormat.CODEC_DELAY_SAMPLES;

    static Stream<OpusCodec> codecs() {
        return Stream.concat(Stream.of(new ConcentusCodec()), LibopusCodec.find().stream());
    }

    static Stream<List<OpusCodec>> pairs() {
        return codecs().flatMap(from -> codecs().map(to -> List.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatOneEncodesTheOtherDecodes312SamplesLater(List<OpusCodec> pair) {
        float[] sung = TestSound.voice(5 * BATCH, 3);
        float[] heard = pass(pair.get(0), pair.get(1), sung);
        int from = BATCH;
        int samples = 3 * BATCH;
        double atDelay = TestSound.snrDb(sung, from, heard, from + DELAY, samples);
        assertThat(atDelay).isGreaterThan(15);
        assertThat(TestSound.snrDb(sung, from, heard, from + DELAY - 2, samples))
                .isLessThan(atDelay);
        assertThat(TestSound.snrDb(sung, from, heard, from + DELAY + 2, samples))
                .isLessThan(atDelay);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void resettingStartsTheStreamAnew(OpusCodec codec) {
        float[] sung = TestSound.voice(2 * BATCH, 8);
        try (BundleEncoder encoder = new BundleEncoder(codec.newEncoder())) {
            PacketBundleWriter writer = new PacketBundleWriter();
            encoder.encode(sung, 0, BATCH, writer);
            byte[] first = writer.toByteArray();
            encoder.encode(sung, 0, BATCH, writer);
            assertThat(writer.toByteArray()).isNotEqualTo(first);
            encoder.reset();
            encoder.encode(sung, 0, BATCH, writer);
            assertThat(writer.toByteArray()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void tocOnlyPacketsAreAGapOfTheirLength(OpusCodec codec) {
        try (PacketDecoder decoder = codec.newDecoder()) {
            float[] pcm = new float[2_880];
            Arrays.fill(pcm, 9);
            decoder.decode(new byte[] {(byte) (3 << 3)}, 0, 1, pcm, 0, 2_880);
            for (float x : pcm) {
                assertThat(x).isBetween(-1f, 1f);
            }
        }
    }

    /** Legal headers round noise: never an exception, never a sample beyond full scale, and the stream goes on. */
    @ParameterizedTest
    @MethodSource("codecs")
    void hostilePayloadsStayWithinFullScale(OpusCodec codec) {
        long seed = 20_261_121L;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        float[] pcm = new float[48_000];
        PacketBundle bundle = new PacketBundle();
        try (BundleDecoder decoder = new BundleDecoder(codec.newDecoder())) {
            for (int i = 0; i < 3_000; i++) {
                byte[] bytes = new byte[3 + 1 + random.nextInt(200)];
                random.nextBytes(bytes);
                bytes[0] = 1;
                bytes[1] = (byte) ((bytes.length - 3) >> 8);
                bytes[2] = (byte) (bytes.length - 3);
                bytes[3] &= (byte) 0xfc; // one frame: always legal
                bundle.read(bytes, 0, bytes.length, pcm.length);
                int samples = decoder.decode(bundle, pcm);
                assertThat(samples).isEqualTo(bundle.samples()).isPositive();
                for (int s = 0; s < samples; s++) {
                    if (!(Math.abs(pcm[s]) <= 1)) {
                        throw new AssertionError("sample " + pcm[s] + " from packet " + i);
                    }
                }
            }
        }
    }

    @Test
    void autoTakesLibopusWhereItIs() {
        OpusCodec auto = OpusCodec.open(CodecChoice.AUTO);
        assertThat(auto.name()).startsWith(Libopus.installed() ? "libopus 1." : "Concentus");
        assertThat(OpusCodec.open(CodecChoice.CONCENTUS)).isInstanceOf(ConcentusCodec.class);
    }

    @Test
    void closingFreesNativeMemory() {
        LibopusCodec.find().ifPresent(codec -> {
            PacketEncoder encoder = codec.newEncoder();
            encoder.close();
            assertThatThrownBy(() -> encoder.encode(new float[2_880], 0, 2_880, new byte[5_000], 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        });
    }

    static float[] pass(OpusCodec from, OpusCodec to, float[] sung) {
        float[] heard = new float[sung.length];
        try (BundleEncoder encoder = new BundleEncoder(from.newEncoder());
                BundleDecoder decoder = new BundleDecoder(to.newDecoder())) {
            PacketBundleWriter writer = new PacketBundleWriter();
            PacketBundle bundle = new PacketBundle();
            float[] batch = new float[BATCH];
            for (int at = 0; at + BATCH <= sung.length; at += BATCH) {
                encoder.encode(sung, at, BATCH, writer);
                bundle.read(writer.bytes(), 0, writer.length(), BATCH);
                assertThat(decoder.decode(bundle, batch)).isEqualTo(BATCH);
                System.arraycopy(batch, 0, heard, at, BATCH);
            }
        }
        return heard;
    }
}
