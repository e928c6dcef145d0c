package brigade.shard.takes;

import brigade.shard.exchange.StateCall;
import brigade.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A state server that answers exchanges of 600 ms with silence, and says whether their room is recorded. */
final class RecordedState implements StateCall {
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    volatile boolean recorded;
    volatile boolean away;
    private byte[] gain = {};

    @Override
    public void send(byte[] json, int jsonBytes, float[] pcm, int samples) {
        if (away) {
            throw new WireException(503, "the state server is away");
        }
        ByteBuffer told = ByteBuffer.allocate(recorded ? Float.BYTES : 0).order(ByteOrder.nativeOrder());
        gain = recorded ? told.putFloat(0.5f).array() : told.array();
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public byte[] json() {
        return JSON;
    }

    @Override
    public int jsonBytes() {
        return JSON.length;
    }

    @Override
    public int dataBytes() {
        return OldClient.BATCH * Float.BYTES + gain.length;
    }

    @Override
    public void copySamples(float[] target, int samples) {}

    @Override
    public void copyBytes(int offset, byte[] target, int index, int bytes) {
        System.arraycopy(gain, offset - OldClient.BATCH * Float.BYTES, target, index, bytes);
    }
}
