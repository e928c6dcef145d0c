package brigade.shard.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import brigade.wire.OpusPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Our own check of packet headers against libopus' parser, which is the judge. */
class OpusPacketVerdictTest {
    private final byte[] packet = new byte[4_000];

    @Test
    void verdictsAreThoseOfLibopus() {
        assumeTrue(Libopus.installed(), "needs libopus0");
        long seed = 6_716;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int legal = 0;
        int refused = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(packet.length);
            MemorySegment lengths = arena.allocate(ValueLayout.JAVA_SHORT, 48);
            for (int i = 0; i < 400_000; i++) {
                int length = draw(random);
                MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 0, length);
                int theirs = Libopus.parsedSamples(memory, length, lengths);
                int ours = OpusPacket.samples(packet, 0, length);
                assertThat(ours).as("packet %d of %d bytes", i, length).isEqualTo(Math.max(theirs, -1));
                if (ours < 0) {
                    refused++;
                } else {
                    legal++;
                }
            }
        }
        assertThat(legal).isGreaterThan(50_000);
        assertThat(refused).isGreaterThan(50_000);
    }

    /** Noise, bent so that the interesting borders are hit: long frames, padding, lengths near the packet's end. */
    private int draw(SplittableRandom random) {
        int length = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(6);
            case 1 -> 1_270 + random.nextInt(20);
            case 2 -> 2_545 + random.nextInt(20);
            default -> random.nextInt(packet.length);
        };
        for (int i = 0; i < Math.min(length, 60); i++) {
            packet[i] = (byte) random.nextInt(256);
        }
        if (random.nextBoolean()) {
            packet[0] |= 3;
            packet[1] = (byte) ((packet[1] & 0xc0) | random.nextInt(7));
        }
        for (int i = 2; i < 10 && random.nextInt(3) == 0; i++) {
            packet[i] = (byte) 255;
        }
        return length;
    }
}
