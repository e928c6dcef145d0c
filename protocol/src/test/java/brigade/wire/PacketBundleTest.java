package brigade.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketBundleTest {
    private static final int ONE_SECOND = WireLimits.V1_REQUEST_MAX_SAMPLES;

    /** CELT, 20 ms, three counted frames of one length: 60 ms. */
    private static final byte[] SIXTY_MS = {(byte) ((31 << 3) | 3), 3, 10, 20, 30};

    private final PacketBundle bundle = new PacketBundle();

    @Test
    void readsWhatWasWritten() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 500; round++) {
            PacketBundleWriter writer = new PacketBundleWriter();
            writer.clear();
            List<byte[]> packets = new ArrayList<>();
            for (int i = random.nextInt(256); i > 0; i--) {
                byte[] packet = new byte[1 + random.nextInt(1_275)];
                random.nextBytes(packet);
                packet[0] = (byte) (31 << 3); // one CELT frame of 20 ms
                packets.add(packet);
                writer.add(packet, 0, packet.length);
            }
            byte[] bytes = writer.toByteArray();
            bundle.read(bytes, 0, bytes.length, Integer.MAX_VALUE);
            assertThat(bundle.packets()).isEqualTo(packets.size());
            assertThat(bundle.samples()).isEqualTo(960 * packets.size());
            for (int i = 0; i < packets.size(); i++) {
                assertThat(bundle.packet(i)).isEqualTo(packets.get(i));
            }
        }
    }

    @Test
    void lengthsAreBigEndian() {
        PacketBundleWriter writer = new PacketBundleWriter();
        writer.add(new byte[0x0102], 0, 0x0102);
        assertThat(Arrays.copyOf(writer.bytes(), 3)).containsExactly(1, 1, 2);
    }

    @Test
    void packetsMayBeEncodedInPlace() {
        PacketBundleWriter writer = new PacketBundleWriter();
        writer.clear();
        for (int i = 0; i < 20; i++) {
            writer.reserve(4_000);
            System.arraycopy(SIXTY_MS, 0, writer.bytes(), writer.packetOffset(), SIXTY_MS.length);
            writer.commit(SIXTY_MS.length);
        }
        bundle.read(writer.bytes(), 0, writer.length(), Integer.MAX_VALUE);
        assertThat(bundle.samples()).isEqualTo(20 * 2_880);
        assertThat(bundle.packet(19)).isEqualTo(SIXTY_MS);
    }

    @Test
    void noBytesAndNoPacketsAreBothEmpty() {
        bundle.read(new byte[0], 0, 0, ONE_SECOND);
        assertThat(bundle.packets()).isZero();
        bundle.read(new byte[1], 0, 1, ONE_SECOND);
        assertThat(bundle.packets()).isZero();
        assertThat(bundle.samples()).isZero();
    }

    @Test
    void everyTruncationIsRefusedAndLeavesNothing() {
        byte[] whole = bundleOf(10);
        for (int length = 1; length < whole.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> bundle.read(whole, 0, cut, ONE_SECOND))
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.status()).isEqualTo(400));
            assertThat(bundle.packets()).isZero();
        }
    }

    @Test
    void bytesAfterTheLastPacketAreRefused() {
        byte[] whole = bundleOf(10);
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> bundle.read(longer, 0, longer.length, ONE_SECOND))
                .hasMessage("1 bytes after the last of 10 packets");
    }

    @Test
    void packetsThatAreNotOpusAreNamed() {
        byte[] whole = bundleOf(3);
        whole[1 + 2 * (2 + SIXTY_MS.length) + 2 + 1] = 0; // no frames in the third
        assertThatThrownBy(() -> bundle.read(whole, 0, whole.length, ONE_SECOND))
                .hasMessage("packet 3 of 3 is not Opus");
        byte[] emptyPacket = {1, 0, 0};
        assertThatThrownBy(() -> bundle.read(emptyPacket, 0, 3, ONE_SECOND)).hasMessage("packet 1 of 1 is not Opus");
    }

    @Test
    void moreThanASecondIs413() {
        bundle.read(bundleOf(16), 0, bundleOf(16).length, ONE_SECOND);
        assertThat(bundle.samples()).isEqualTo(46_080);
        byte[] tooLong = bundleOf(17);
        assertThatThrownBy(() -> bundle.read(tooLong, 0, tooLong.length, ONE_SECOND))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(413));
    }

    @Test
    void anyBytesAreReadOrRefused() {
        long seed = 99;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && random.nextBoolean()) { // near misses, not only noise
                bytes[0] = (byte) random.nextInt(3);
                bytes[1] = 0;
                bytes[2] = (byte) random.nextInt(bytes.length);
            }
            try {
                bundle.read(bytes, 0, bytes.length, ONE_SECOND);
                read++;
                int sum = 1;
                for (int p = 0; p < bundle.packets(); p++) {
                    sum += 2 + bundle.length(p);
                }
                assertThat(sum).isEqualTo(Math.max(1, bytes.length));
            } catch (WireException e) {
                assertThat(e.status()).isBetween(400, 413);
            }
        }
        assertThat(read).isPositive();
    }

    private static byte[] bundleOf(int packets) {
        PacketBundleWriter writer = new PacketBundleWriter();
        for (int i = 0; i < packets; i++) {
            writer.add(SIXTY_MS, 0, SIXTY_MS.length);
        }
        return writer.toByteArray();
    }
}
