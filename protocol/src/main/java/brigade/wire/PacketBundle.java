package brigade.wire;

import java.util.Arrays;

/**
 * The packets of one message, as they travel in v1:
 *
 * <pre>
 *   u8 packets | u16 length, packet | u16 length, packet | ...      big-endian, nothing after the last packet
 * </pre>
 *
 * <p>A reader over the message's own bytes: it copies nothing and remembers where each packet lies. One thread at a
 * time; reused by {@link #read}. {@link PacketBundleWriter} writes the form.
 */
public final class PacketBundle {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private final int[] offsets = new int[WireLimits.BUNDLE_MAX_PACKETS];
    private final int[] lengths = new int[WireLimits.BUNDLE_MAX_PACKETS];
    private int packets;
    private int samples;

    /**
     * Takes the bundle that fills {@code [offset, offset + length)} and checks all of it. Its bytes stay the
     * caller's and must not change while the bundle is read. No bytes are a bundle of no packets.
     *
     * @param maxSamples how much sound is taken
     * @throws WireException 400 when the framing is broken or a packet is not Opus; 413 when it sounds longer than
     *     {@code maxSamples}. The bundle is empty afterwards.
     */
    public void read(byte[] bytes, int offset, int length, int maxSamples) {
        clear();
        if (length == 0) {
            return;
        }
        int end = offset + length;
        int count = bytes[offset] & 0xff;
        int at = offset + 1;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int packetBytes = end - at < 2 ? -1 : ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
            at += 2;
            if (packetBytes < 0 || packetBytes > end - at) {
                throw WireException.malformed("packet " + (i + 1) + " of " + count + " is cut off");
            }
            int packetSamples = OpusPacket.samples(bytes, at, packetBytes);
            if (packetSamples == OpusPacket.NOT_OPUS) {
                throw WireException.malformed("packet " + (i + 1) + " of " + count + " is not Opus");
            }
            offsets[i] = at;
            lengths[i] = packetBytes;
            at += packetBytes;
            sum += packetSamples;
        }
        if (at != end) {
            throw WireException.malformed((end - at) + " bytes after the last of " + count + " packets");
        }
        if (sum > maxSamples) {
            throw new WireException(413, sum + " samples of sound; at most " + maxSamples + " are taken");
        }
        this.bytes = bytes;
        packets = count;
        samples = sum;
    }

    /** Makes it empty and lets go of the bytes. */
    public void clear() {
        bytes = NONE;
        packets = 0;
        samples = 0;
    }

    /** How many packets. */
    public int packets() {
        return packets;
    }

    /** How long all packets sound together, in samples at 48 kHz. */
    public int samples() {
        return samples;
    }

    /** The array that {@link #offset} points into. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where packet {@code index} starts in {@link #bytes()}. */
    public int offset(int index) {
        return offsets[index];
    }

    /** Bytes of packet {@code index}; at least 1. */
    public int length(int index) {
        return lengths[index];
    }

    /** A copy of packet {@code index}. */
    public byte[] packet(int index) {
        return Arrays.copyOfRange(bytes, offsets[index], offsets[index] + lengths[index]);
    }
}
