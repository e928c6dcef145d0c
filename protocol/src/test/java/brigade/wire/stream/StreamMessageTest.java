package brigade.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamMessageTest {
    private static final long SEED = 20_261_121;
    private static final long CLOCK = 85_000_000_000_320L;

    private final StreamMessageReader reader = new StreamMessageReader();
    private final StreamMessageWriter writer = new StreamMessageWriter();

    @Test
    void readsWhatWasWritten() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            Direction direction = randomMessage(random);
            byte[] bytes = writer.toByteArray();
            byte[] shifted = new byte[bytes.length + 7];
            System.arraycopy(bytes, 0, shifted, 3, bytes.length);
            reader.read(shifted, 3, bytes.length, direction);
            assertThat(MessageText.write(reader)).isEqualTo(bytes);
        }
    }

    /** Nothing but a WireException comes out of the reader, and what it takes is within all limits. */
    @Test
    void takesHundredThousandBrokenMessagesCalmly() {
        System.out.println("StreamMessageTest seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        int taken = 0;
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            Direction direction = randomMessage(random);
            byte[] bytes = spoil(writer.toByteArray(), random);
            try {
                reader.read(bytes, 0, bytes.length, direction);
                assertWithinLimits(bytes.length);
                taken++;
            } catch (WireException e) {
                assertThat(e.status()).isIn(400, 413);
                assertThat(reader.sections()).isZero();
                refused++;
            }
        }
        assertThat(taken).isGreaterThan(5_000); // the fuzz reaches behind the first checks
        assertThat(refused).isGreaterThan(20_000);
    }

    private void assertWithinLimits(int bytes) {
        for (int i = 0; i < reader.sections(); i++) {
            assertThat(reader.packets(i)).isBetween(0, StreamLimits.PACKETS_MAX);
            assertThat(reader.clock(i)).isBetween(0L, StreamLimits.CLOCK_MAX);
            for (int p = 0; p < reader.packets(i); p++) {
                assertThat(reader.packetLength(i, p)).isBetween(1, StreamLimits.PACKET_MAX_BYTES);
                assertThat(reader.packetOffset(i, p) + reader.packetLength(i, p))
                        .isLessThanOrEqualTo(bytes);
            }
        }
    }

    @Test
    void writerKeepsToTheLimits() {
        writer.begin(MessageKind.MIX);
        byte[] packet = new byte[1_276];
        assertThatThrownBy(() -> writer.packet(packet, 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.section(1, 256, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.section(1, 0, -1, false)).isInstanceOf(IllegalArgumentException.class);
        writer.section(1, 0, 0, false);
        assertThatThrownBy(() -> writer.packet(packet, 0, 1_276)).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < StreamLimits.PACKETS_MAX - 1; i++) {
            writer.packet(packet, 0, 1_260);
        }
        assertThatThrownBy(() -> {
                    writer.section(2, 0, 0, false);
                    writer.packet(packet, 0, 1_275);
                })
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void fiveStreamsOf200MsFitWithTheLongestPacketsOfAShard() {
        writer.begin(MessageKind.MIX);
        byte[] packet = new byte[StreamLimits.MIX_PACKET_MAX_BYTES];
        for (int stream = StreamId.LEAD; stream <= StreamId.SOLO; stream++) {
            writer.section(stream, 6, 960, false);
            for (int i = 0; i < 10; i++) {
                writer.packet(packet, 0, packet.length);
            }
        }
        assertThat(writer.length()).isLessThanOrEqualTo(StreamLimits.MESSAGE_MAX_BYTES);
    }

    /** A legal message in {@link #writer}. */
    private Direction randomMessage(SplittableRandom random) {
        byte[] packet = new byte[60];
        random.nextBytes(packet);
        packet[0] = (byte) 0xf8; // CELT, full band, 20 ms, mono, one frame
        return switch (random.nextInt(4)) {
            case 0 -> {
                writer.begin(MessageKind.VOICE);
                writer.section(0, random.nextInt(256), CLOCK + random.nextInt(), random.nextBoolean());
                packets(random, packet, random.nextInt(StreamLimits.VOICE_PACKETS_MAX + 1));
                yield Direction.TO_SERVER;
            }
            case 1 -> {
                writer.begin(MessageKind.TALK);
                writer.section(StreamId.TALKER_FIRST, 0, random.nextInt(1_000), false);
                packets(random, packet, 1 + random.nextInt(StreamLimits.PACKETS_MAX));
                yield Direction.TO_SERVER;
            }
            case 2 -> {
                writer.begin(MessageKind.TALK);
                for (int stream = StreamId.TALKER_FIRST; stream <= StreamId.TALKER_LAST; stream++) {
                    if (stream == StreamId.TALKER_LAST || random.nextBoolean()) {
                        writer.section(stream, 0, random.nextInt(1_000), random.nextBoolean());
                        packets(random, packet, 1 + random.nextInt(StreamLimits.PACKETS_MAX));
                    }
                }
                yield Direction.TO_CLIENT;
            }
            default -> {
                writer.begin(MessageKind.MIX);
                int packets = 1 + random.nextInt(10);
                int bucket = random.nextInt(9);
                for (int stream = StreamId.LEAD; stream <= StreamId.ALL; stream++) {
                    if (stream == StreamId.ALL || random.nextBoolean()) {
                        writer.section(stream, bucket, CLOCK - CLOCK % 960, random.nextBoolean());
                        packets(random, packet, packets);
                    }
                }
                yield Direction.TO_CLIENT;
            }
        };
    }

    private void packets(SplittableRandom random, byte[] packet, int count) {
        for (int i = 0; i < count; i++) {
            writer.packet(packet, 0, 1 + random.nextInt(packet.length));
        }
    }

    /** Cut, lengthened, or with some bytes changed; now and then nothing but noise. */
    private static byte[] spoil(byte[] bytes, SplittableRandom random) {
        byte[] spoilt = switch (random.nextInt(5)) {
            case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
            default -> bytes;
        };
        if (spoilt.length == 0) {
            return spoilt;
        }
        if (random.nextInt(50) == 0) {
            random.nextBytes(spoilt);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            // Mostly within the headers, where it matters most.
            int at = random.nextInt(random.nextBoolean() ? Math.min(spoilt.length, 20) : spoilt.length);
            spoilt[at] = (byte) random.nextInt(256);
        }
        return spoilt;
    }
}
