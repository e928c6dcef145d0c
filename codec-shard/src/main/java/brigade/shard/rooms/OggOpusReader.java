package brigade.shard.rooms;

import brigade.shard.codec.PacketDecoder;
import brigade.wire.OpusPacket;
import brigade.wire.WireException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes an Ogg Opus file (RFC 7845) to mono at 48 kHz, as it is read. What is no such file is refused by 415; checksums are not
 * looked at, since a broken packet is at worst a click.
 */
final class OggOpusReader {
    /** Takes what was decoded. */
    @FunctionalInterface
    interface Sink {
        /** Takes {@code samples} of {@code pcm} from {@code from} on. */
        void take(float[] pcm, int from, int samples) throws IOException;
    }

    private static final int PAGE_HEADER_BYTES = 27;
    private static final int CONTINUED = 1;
    private static final int PACKET_MAX_BYTES = 61_440;
    private static final int HEAD_BYTES_MIN = 19;

    private final InputStream in;
    private final PacketDecoder decoder;
    private final Sink sink;
    private final long maxSamples;
    private final byte[] page = new byte[255 * 255];
    private final byte[] laces = new byte[255];
    private final byte[] packet = new byte[PACKET_MAX_BYTES];
    private final float[] pcm = new float[OpusPacket.MAX_SAMPLES];
    private int packetBytes;
    private int packets;
    private int skip;
    private int preSkip;
    private long taken;

    /** @param maxSamples longer files are refused by 413 */
    OggOpusReader(InputStream in, PacketDecoder decoder, Sink sink, long maxSamples) {
        this.in = in;
        this.decoder = decoder;
        this.sink = sink;
        this.maxSamples = maxSamples;
    }

    /** Reads all of it; returns how many samples were taken. */
    long read() throws IOException {
        byte[] header = new byte[PAGE_HEADER_BYTES];
        while (in.readNBytes(header, 0, header.length) == header.length) {
            if (!new String(header, 0, 4, StandardCharsets.US_ASCII).equals("OggS")) {
                throw notOpus();
            }
            if ((header[5] & CONTINUED) == 0) {
                packetBytes = 0;
            }
            readPage(header[26] & 0xff);
        }
        if (packets < 3) {
            throw notOpus();
        }
        return taken;
    }

    private void readPage(int laceCount) throws IOException {
        fill(laces, laceCount);
        int bytes = 0;
        for (int i = 0; i < laceCount; i++) {
            bytes += laces[i] & 0xff;
        }
        fill(page, bytes);
        int at = 0;
        for (int i = 0; i < laceCount; i++) {
            int lace = laces[i] & 0xff;
            if (packetBytes + lace > PACKET_MAX_BYTES) {
                throw notOpus();
            }
            System.arraycopy(page, at, packet, packetBytes, lace);
            packetBytes += lace;
            at += lace;
            if (lace < 255) {
                packet();
                packetBytes = 0;
            }
        }
    }

    private void fill(byte[] into, int bytes) throws IOException {
        if (in.readNBytes(into, 0, bytes) < bytes) {
            throw new EOFException("the file ends in the middle of a page");
        }
    }

    private void packet() throws IOException {
        packets++;
        if (packets == 1) {
            boolean isHead = packetBytes >= HEAD_BYTES_MIN
                    && new String(packet, 0, 8, StandardCharsets.US_ASCII).equals("OpusHead");
            boolean isSimple = isHead && packet[18] == 0 && (packet[9] == 1 || packet[9] == 2);
            if (!isSimple) {
                throw notOpus();
            }
            preSkip = (packet[10] & 0xff) | (packet[11] & 0xff) << 8;
            skip = preSkip;
            return;
        }
        if (packets == 2) {
            return; // the tags
        }
        int samples = OpusPacket.samples(packet, 0, packetBytes);
        if (samples <= 0) {
            throw notOpus();
        }
        decoder.decode(Arrays.copyOf(packet, packetBytes), 0, packetBytes, pcm, 0, samples);
        int from = Math.min(skip, samples);
        skip -= from;
        int count = samples - from;
        if (taken + count > maxSamples) {
            throw new WireException(413, "a track may be " + maxSamples / 48_000 / 60 + " minutes long");
        }
        if (count > 0) {
            sink.take(pcm, from, count);
            taken += count;
        }
    }

    private static WireException notOpus() {
        return new WireException(415, "only Ogg Opus and WAV files are taken as tracks");
    }
}
