package brigade.shard.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.AudioFormat;
import brigade.wire.OpusPacket;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import brigade.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundleEncoderTest {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;

    static List<OpusCodec> codecs() {
        return OpusCodecTest.codecs().toList();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyLengthComesBackInTheLargestFrames(OpusCodec codec) {
        float[] pcm = TestSound.voice(WireLimits.V1_REQUEST_MAX_SAMPLES, 5);
        PacketBundleWriter writer = new PacketBundleWriter();
        PacketBundle bundle = new PacketBundle();
        try (BundleEncoder encoder = new BundleEncoder(codec.newEncoder())) {
            for (int samples = 0; samples <= pcm.length; samples += samples < 3_000 ? 120 : 9_240) {
                encoder.encode(pcm, 0, samples, writer);
                bundle.read(writer.bytes(), 0, writer.length(), pcm.length);
                assertThat(bundle.samples()).isEqualTo(samples);
                int left = samples;
                for (int i = 0; i < bundle.packets(); i++) {
                    int packet = OpusPacket.samples(bundle.bytes(), bundle.offset(i), bundle.length(i));
                    assertThat(packet).isEqualTo(BundleEncoder.packetSamples(left));
                    left -= packet;
                }
            }
        }
    }

    @Test
    void sixtyMillisecondsThenTheLargestThatFits() {
        List<Integer> packets = new ArrayList<>();
        for (int left = 2_880 + 2_880 + 1_920 + 480 + 240 + 120; left > 0; left -= packets.getLast()) {
            packets.add(BundleEncoder.packetSamples(left));
        }
        assertThat(packets).containsExactly(2_880, 2_880, 1_920, 480, 240, 120);
    }

    @Test
    void oddLengthsAreRefused() {
        try (BundleEncoder encoder = new BundleEncoder(new ConcentusCodec().newEncoder())) {
            assertThatThrownBy(() -> encoder.encode(new float[200], 0, 121, new PacketBundleWriter()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Skipping the codec in silence must not be heard: the same sound with and without the skip. */
    @ParameterizedTest
    @MethodSource("codecs")
    void silenceSkipsTheCodecAndNobodyHearsIt(OpusCodec codec) {
        float[] sung = new float[12 * BATCH];
        float[] voice = TestSound.voice(3 * BATCH, 11);
        System.arraycopy(voice, 0, sung, 0, BATCH);
        System.arraycopy(voice, BATCH, sung, 9 * BATCH, 2 * BATCH); // eight silent batches lie between
        CountingEncoder counting = new CountingEncoder(codec.newEncoder());
        PacketBundleWriter writer = new PacketBundleWriter();
        PacketBundle bundle = new PacketBundle();
        float[] batch = new float[BATCH];
        float[] heard = new float[sung.length];
        float[] straight = new float[sung.length];
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        try (BundleEncoder encoder = new BundleEncoder(counting);
                BundleDecoder decoder = new BundleDecoder(codec.newDecoder());
                PacketEncoder plainEncoder = codec.newEncoder();
                PacketDecoder plainDecoder = codec.newDecoder()) {
            for (int at = 0; at < sung.length; at += BATCH) {
                encoder.encode(sung, at, BATCH, writer);
                bundle.read(writer.bytes(), 0, writer.length(), BATCH);
                decoder.decode(bundle, batch);
                System.arraycopy(batch, 0, heard, at, BATCH);
                for (int p = at; p < at + BATCH; p += 2_880) {
                    int bytes = plainEncoder.encode(sung, p, 2_880, packet, 0);
                    plainDecoder.decode(packet, 0, bytes, straight, p, 2_880);
                }
            }
        }
        int packets = sung.length / 2_880;
        assertThat(counting.calls).isLessThan(packets - 50);
        assertThat(TestSound.snrDb(straight, 9 * BATCH, heard, 9 * BATCH, 2 * BATCH))
                .isGreaterThan(20);
        for (int i = 4 * BATCH; i < 9 * BATCH; i++) {
            assertThat(Math.abs(heard[i])).isLessThan(1e-5f);
        }
    }

    private static final class CountingEncoder implements PacketEncoder {
        private final PacketEncoder encoder;
        private int calls;

        CountingEncoder(PacketEncoder encoder) {
            this.encoder = encoder;
        }

        @Override
        public int encode(float[] pcm, int offset, int samples, byte[] out, int outOffset) {
            calls++;
            return encoder.encode(pcm, offset, samples, out, outOffset);
        }

        @Override
        public void reset() {
            encoder.reset();
        }

        @Override
        public void close() {
            encoder.close();
        }
    }
}
