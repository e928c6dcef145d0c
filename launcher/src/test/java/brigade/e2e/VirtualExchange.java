package brigade.e2e;

import brigade.rpc.RpcHandler;
import brigade.shard.exchange.StateCall;
import brigade.state.room.HeapCall;
import brigade.wire.WireException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A shard's calls for old clients, answered in the same thread and in no time. */
final class VirtualExchange implements StateCall {
    private final RpcHandler house;
    private final HeapCall call = new HeapCall();

    VirtualExchange(RpcHandler house) {
        this.house = house;
    }

    @Override
    public void send(byte[] json, int jsonBytes, float[] pcm, int samples) {
        call.begin();
        call.request().write(json, 0, jsonBytes);
        call.sound(pcm, samples);
        try {
            house.handle(call);
        } catch (WireException e) {
            throw new IllegalStateException("the rooms refused an exchange", e);
        }
    }

    @Override
    public int status() {
        return call.status();
    }

    @Override
    public byte[] json() {
        return call.reply().bytes();
    }

    @Override
    public int jsonBytes() {
        return call.reply().length();
    }

    @Override
    public int dataBytes() {
        return (int) call.replyDataBytes();
    }

    @Override
    public void copySamples(float[] target, int samples) {
        System.arraycopy(call.replySound(samples), 0, target, 0, samples);
    }

    @Override
    public void copyBytes(int offset, byte[] target, int index, int bytes) {
        MemorySegment.copy(call.replySegment(), ValueLayout.JAVA_BYTE, offset, target, index, bytes);
    }
}
