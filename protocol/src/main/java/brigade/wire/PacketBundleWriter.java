package brigade.wire;

import java.util.Arrays;

/**
 * Writes a {@link PacketBundle}'s bytes, one packet after the other. One thread at a time; grows as needed and is
 * reused after {@link #clear()}.
 *
 * <p>Two ways to add a packet: hand it over with {@link #add}, or encode straight into {@link #bytes()} at
 * {@link #packetOffset()} after {@link #reserve}, then {@link #commit}.
 */
public final class PacketBundleWriter {
    private static final int LENGTH_BYTES = 2;
    private static final int PACKET_MAX_BYTES = 0xffff;

    private byte[] bytes = new byte[8_192];
    private int packets;
    private int end = 1;

    /** Makes it a bundle of no packets. */
    public void clear() {
        packets = 0;
        end = 1;
        bytes[0] = 0;
    }

    /** Makes room for a packet of up to {@code maxBytes} bytes. The array of {@link #bytes()} may change. */
    public void reserve(int maxBytes) {
        if (packets == WireLimits.BUNDLE_MAX_PACKETS) {
            throw new IllegalStateException("a bundle holds at most " + packets + " packets");
        }
        int needed = packetOffset() + maxBytes;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    /** Where the next packet's bytes go in {@link #bytes()}; valid after {@link #reserve}. */
    public int packetOffset() {
        return end + LENGTH_BYTES;
    }

    /** Adds the packet of {@code length} bytes (1..65535) that now lies at {@link #packetOffset()}. */
    public void commit(int length) {
        if (length < 1 || length > PACKET_MAX_BYTES) {
            throw new IllegalArgumentException("a packet of " + length + " bytes does not go into a bundle");
        }
        bytes[end] = (byte) (length >> 8);
        bytes[end + 1] = (byte) length;
        end += LENGTH_BYTES + length;
        packets++;
        bytes[0] = (byte) packets;
    }

    /** Adds a copy of {@code length} bytes of {@code source} from {@code offset}. */
    public void add(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, packetOffset(), length);
        commit(length);
    }

    /** The bundle's bytes are the first {@link #length()} of this array. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of the whole bundle; 1 when it has no packet. */
    public int length() {
        return end;
    }

    /** How many packets. */
    public int packets() {
        return packets;
    }

    /** The bundle in an array of its own. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, end);
    }
}
