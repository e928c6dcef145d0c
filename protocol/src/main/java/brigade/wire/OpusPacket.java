package brigade.wire;

/**
 * Says whether bytes are a legal Opus packet and how long they sound, from the packet's own headers alone: the table
 * of contents byte and the frame lengths (RFC 6716, section 3). The verdict is the one of libopus' parser, and it is
 * the same whichever codec decodes afterwards. No state; any thread.
 *
 * <p>A packet that is only its first byte is legal: a frame of no bytes asks the decoder to fill a gap.
 */
public final class OpusPacket {
    /** What {@link #samples} answers for bytes that are no Opus packet. */
    public static final int NOT_OPUS = -1;

    /** The longest packet, 120 ms (RFC 6716, section 3.2.5, R5), in samples at 48 kHz. */
    public static final int MAX_SAMPLES = 5_760;

    /** The longest frame, in bytes (RFC 6716, section 3.4, R2). */
    private static final int MAX_FRAME_BYTES = 1_275;

    private OpusPacket() {}

    /**
     * Length of a packet in samples at 48 kHz, or {@link #NOT_OPUS}.
     *
     * @param offset of the packet's first byte in {@code bytes}
     * @param length of the packet in bytes; no byte at all is no packet
     */
    public static int samples(byte[] bytes, int offset, int length) {
        if (length < 1) {
            return NOT_OPUS;
        }
        int toc = bytes[offset];
        int body = offset + 1;
        int end = offset + length;
        int frames = switch (toc & 3) {
            case 0 -> fits(end - body) ? 1 : 0;
            case 1 -> (end - body) % 2 == 0 && fits((end - body) / 2) ? 2 : 0;
            case 2 -> lengthsFit(bytes, body, end, 2) ? 2 : 0;
            default -> countedFrames(bytes, body, end, frameSamples(toc));
        };
        return frames == 0 ? NOT_OPUS : frames * frameSamples(toc);
    }

    /** Samples at 48 kHz in each frame of a packet that starts with {@code toc} (RFC 6716, table 2). */
    static int frameSamples(int toc) {
        int config = (toc >> 3) & 31;
        if (config < 12) { // SILK: 10, 20, 40, 60 ms
            return config % 4 == 3 ? 2_880 : 480 << (config % 4);
        }
        return config < 16 ? 480 << (config % 2) : 120 << (config % 4); // hybrid: 10, 20 ms; CELT: 2.5, 5, 10, 20 ms
    }

    /** Frames of a code 3 packet, whose second byte tells how many; 0 when it is not legal. */
    private static int countedFrames(byte[] bytes, int at, int end, int frameSamples) {
        if (at == end) {
            return 0;
        }
        int head = bytes[at] & 0xff;
        int frames = head & 0x3f;
        if (frames == 0 || frames * frameSamples > MAX_SAMPLES) {
            return 0;
        }
        int body = at + 1;
        int framesEnd = (head & 0x40) == 0 ? end : end - paddingBytes(bytes, body, end);
        if ((head & 0x40) != 0) {
            body = afterPaddingLength(bytes, body, end);
        }
        if (body < 0 || framesEnd < body) {
            return 0;
        }
        boolean legal = (head & 0x80) != 0
                ? lengthsFit(bytes, body, framesEnd, frames)
                : (framesEnd - body) % frames == 0 && fits((framesEnd - body) / frames);
        return legal ? frames : 0;
    }

    /** Bytes of padding at the packet's end; each length byte of 255 stands for 254 and says that another follows. */
    private static int paddingBytes(byte[] bytes, int at, int end) {
        int padding = 0;
        for (int i = at; i < end; i++) {
            int length = bytes[i] & 0xff;
            if (length < 255) {
                return padding + length;
            }
            padding += 254;
        }
        return padding;
    }

    /** Where the bytes that tell the padding's length end; -1 when the packet ends within them. */
    private static int afterPaddingLength(byte[] bytes, int at, int end) {
        for (int i = at; i < end; i++) {
            if ((bytes[i] & 0xff) != 255) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Whether {@code frames} frames, all but the last with its own length, fill {@code [at, end)}. */
    private static boolean lengthsFit(byte[] bytes, int at, int end, int frames) {
        int head = at;
        int told = 0;
        for (int i = 1; i < frames; i++) {
            if (head >= end) {
                return false;
            }
            int length = bytes[head++] & 0xff;
            if (length >= 252) { // two bytes: the second counts in fours
                if (head >= end) {
                    return false;
                }
                length += 4 * (bytes[head++] & 0xff);
            }
            told += length;
        }
        int last = end - head - told;
        return last >= 0 && fits(last);
    }

    private static boolean fits(int frameBytes) {
        return frameBytes <= MAX_FRAME_BYTES;
    }
}
