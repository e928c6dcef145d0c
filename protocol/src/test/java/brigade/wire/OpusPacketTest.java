package brigade.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPacketTest {
    private static final int NOT_OPUS = OpusPacket.NOT_OPUS;

    @Test
    void tocAloneIsOneEmptyFrame() {
        assertThat(samples(config(31, 0))).isEqualTo(960);
        assertThat(samples(config(3, 0))).isEqualTo(2_880);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 480",
        "1, 960",
        "2, 1920",
        "3, 2880",
        "8, 480",
        "11, 2880",
        "12, 480",
        "13, 960",
        "14, 480",
        "15, 960",
        "16, 120",
        "17, 240",
        "18, 480",
        "19, 960",
        "28, 120",
        "29, 240",
        "30, 480",
        "31, 960"
    })
    void frameLengthFollowsTheTable(int config, int expectedSamples) {
        assertThat(samples(config(config, 0), 1, 2, 3)).isEqualTo(expectedSamples);
    }

    @Test
    void nothingIsNoPacket() {
        assertThat(samples()).isEqualTo(NOT_OPUS);
    }

    @Test
    void aFrameHoldsAtMost1275Bytes() {
        assertThat(samples(packet(config(31, 0), 1_275))).isEqualTo(960);
        assertThat(samples(packet(config(31, 0), 1_276))).isEqualTo(NOT_OPUS);
        assertThat(samples(packet(config(31, 1), 2_550))).isEqualTo(1_920);
        assertThat(samples(packet(config(31, 1), 2_552))).isEqualTo(NOT_OPUS);
    }

    @Test
    void twoEqualFramesNeedAnEvenLength() {
        assertThat(samples(config(31, 1), 1, 2)).isEqualTo(1_920);
        assertThat(samples(config(31, 1), 1, 2, 3)).isEqualTo(NOT_OPUS);
    }

    @Test
    void twoUnequalFramesNeedTheFirstOnesLength() {
        assertThat(samples(config(31, 2))).isEqualTo(NOT_OPUS);
        assertThat(samples(config(31, 2), 1, 9)).isEqualTo(1_920);
        assertThat(samples(config(31, 2), 2, 9)).isEqualTo(NOT_OPUS);
        assertThat(samples(config(31, 2), 252)).isEqualTo(NOT_OPUS);
    }

    @Test
    void countedFramesLastAtMost120Milliseconds() {
        assertThat(samples(config(31, 3))).isEqualTo(NOT_OPUS);
        assertThat(samples(config(31, 3), 0)).isEqualTo(NOT_OPUS);
        assertThat(samples(config(31, 3), 6)).isEqualTo(5_760);
        assertThat(samples(config(31, 3), 7)).isEqualTo(NOT_OPUS);
        assertThat(samples(config(16, 3), 48)).isEqualTo(5_760);
        assertThat(samples(config(16, 3), 49)).isEqualTo(NOT_OPUS);
    }

    @Test
    void paddingIsTakenOffTheEnd() {
        assertThat(samples(config(31, 3), 0x41, 2, 7, 0, 0)).isEqualTo(960);
        assertThat(samples(config(31, 3), 0x41, 4, 7, 0, 0)).isEqualTo(NOT_OPUS);
        assertThat(samples(config(31, 3), 0x41)).isEqualTo(NOT_OPUS);
        assertThat(samples(config(31, 3), 0x41, 255)).isEqualTo(NOT_OPUS);
        byte[] long254 = packet(config(31, 3), 2 + 1 + 254);
        long254[1] = 0x41;
        long254[2] = (byte) 255;
        assertThat(samples(long254)).isEqualTo(960);
    }

    @Test
    void packetsBuiltByTheRulesAreLegalAndTheirLengthIsRight() {
        SplittableRandom random = seeded(20_261_121L);
        for (int i = 0; i < 20_000; i++) {
            int config = random.nextInt(32);
            int frameSamples = OpusPacket.frameSamples(config << 3);
            int frames = 1 + random.nextInt(OpusPacket.MAX_SAMPLES / frameSamples);
            byte[] packet = countedPacket(random, config, frames);
            assertThat(samples(packet)).isEqualTo(frames * frameSamples);
        }
    }

    @Test
    void anyBytesGetAVerdictAndNoByteOutsideIsRead() {
        SplittableRandom random = seeded(7L);
        for (int i = 0; i < 100_000; i++) {
            byte[] exact = new byte[random.nextInt(40)];
            random.nextBytes(exact);
            byte[] framed = new byte[exact.length + 20];
            random.nextBytes(framed);
            System.arraycopy(exact, 0, framed, 10, exact.length);
            assertThat(OpusPacket.samples(framed, 10, exact.length)).isEqualTo(samples(exact));
        }
    }

    /** A code 3 packet with frames of their own lengths and sometimes padding. */
    private static byte[] countedPacket(SplittableRandom random, int config, int frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int padding = random.nextInt(4) == 0 ? random.nextInt(700) : -1;
        out.write((config << 3) | 3);
        out.write(0x80 | (padding >= 0 ? 0x40 : 0) | frames);
        for (int left = padding; left >= 0; left -= 254) {
            out.write(Math.min(left, 255));
            if (left < 255) {
                break;
            }
        }
        int bytes = 0;
        for (int i = 0; i < frames; i++) {
            int length = random.nextInt(1_276);
            bytes += length;
            if (i < frames - 1) {
                if (length < 252) {
                    out.write(length);
                } else {
                    int first = 252 + (length & 3);
                    out.write(first);
                    out.write((length - first) / 4);
                }
            }
        }
        byte[] rest = new byte[bytes + Math.max(0, padding)];
        random.nextBytes(rest);
        out.writeBytes(rest);
        return out.toByteArray();
    }

    private static SplittableRandom seeded(long seed) {
        System.out.println("seed " + seed);
        return new SplittableRandom(seed);
    }

    private static int config(int config, int code) {
        return (config << 3) | code;
    }

    private static byte[] packet(int toc, int bodyBytes) {
        byte[] packet = new byte[1 + bodyBytes];
        packet[0] = (byte) toc;
        return packet;
    }

    private static int samples(int... bytes) {
        byte[] packet = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            packet[i] = (byte) bytes[i];
        }
        return samples(packet);
    }

    private static int samples(byte[] packet) {
        return OpusPacket.samples(packet, 0, packet.length);
    }
}
