package brigade.rpc;

import brigade.wire.WireLimits;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Takes a reply's JSON; grows up to the limit of a message and is then reused. Agent thread only. */
final class JsonOutput extends OutputStream {
    private byte[] bytes = new byte[16_384];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void reset() {
        length = 0;
    }

    @Override
    public void write(int oneByte) {
        reserve(1);
        bytes[length++] = (byte) oneByte;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        int needed = length + count;
        if (needed > WireLimits.RPC_JSON_MAX_BYTES) {
            throw new IllegalStateException("a reply's JSON is over " + WireLimits.RPC_JSON_MAX_BYTES + " bytes");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(WireLimits.RPC_JSON_MAX_BYTES, Math.max(needed, 2 * bytes.length)));
        }
    }
}
