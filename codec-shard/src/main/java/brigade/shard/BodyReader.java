package brigade.shard;

import brigade.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Reads request bodies up to a limit; over it the answer is 413. Stateless. */
final class BodyReader {
    private static final int CHUNK_BYTES = 16_384;

    /** So much of a body that is too long is read and thrown away, so that its sender sees the answer. */
    private static final long DRAIN_MAX_BYTES = 16L << 20;

    private BodyReader() {}

    /**
     * The whole body.
     *
     * @param toldBytes its {@code Content-Length}; negative when unknown
     */
    static byte[] read(InputStream in, long toldBytes, int maxBytes) throws IOException {
        if (toldBytes > maxBytes) {
            throw tooLong(in, maxBytes);
        }
        byte[] bytes = new byte[(int) (toldBytes >= 0 ? toldBytes : CHUNK_BYTES)];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int next = in.read();
                if (next < 0) {
                    return bytes;
                }
                if (length == maxBytes) {
                    throw tooLong(in, maxBytes);
                }
                bytes = Arrays.copyOf(bytes, Math.min(maxBytes, 2 * length + CHUNK_BYTES));
                bytes[length++] = (byte) next;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += read;
        }
    }

    /** Copies the body to {@code out}; how many bytes that were. */
    static long copy(InputStream in, long toldBytes, long maxBytes, OutputStream out) throws IOException {
        if (toldBytes > maxBytes) {
            throw tooLong(in, maxBytes);
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        long length = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            length += read;
            if (length > maxBytes) {
                throw tooLong(in, maxBytes);
            }
            out.write(chunk, 0, read);
        }
        return length;
    }

    private static WireException tooLong(InputStream in, long maxBytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long drained = 0;
        for (int read = in.read(chunk); read >= 0 && drained < DRAIN_MAX_BYTES; read = in.read(chunk)) {
            drained += read;
        }
        return new WireException(413, "the body is longer than " + maxBytes + " bytes");
    }
}
