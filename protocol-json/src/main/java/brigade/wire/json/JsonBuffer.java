package brigade.wire.json;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of JSON in a buffer that is reused and grows; for one thread. */
public final class JsonBuffer extends OutputStream {
    private byte[] bytes;
    private int length;

    /** @param firstBytes room to begin with */
    public JsonBuffer(int firstBytes) {
        bytes = new byte[firstBytes];
    }

    /** The bytes, valid up to {@link #length()} and until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes were written since {@link #reset()}. */
    public int length() {
        return length;
    }

    /** Forgets what was written. */
    public void reset() {
        length = 0;
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
