package brigade.shard.exchange;

import brigade.rpc.RpcClient;
import brigade.rpc.RpcReply;
import brigade.rpc.RpcUnavailableException;
import brigade.wire.WireException;

/** A call through shared memory. */
public final class RpcStateCall implements StateCall {
    private static final int UNAVAILABLE = 503;

    private final RpcClient client;
    private final RpcReply reply = new RpcReply();

    /** Calls by {@code client}, which all calls of a shard share. */
    public RpcStateCall(RpcClient client) {
        this.client = client;
    }

    /** The refusal for a state server that is away. */
    public static WireException unavailable(RpcUnavailableException e) {
        return new WireException(UNAVAILABLE, String.valueOf(e.getMessage()));
    }

    @Override
    public void send(byte[] json, int jsonBytes, float[] pcm, int samples) {
        try {
            client.call(json, jsonBytes, pcm, samples, reply);
        } catch (RpcUnavailableException e) {
            throw unavailable(e);
        }
    }

    @Override
    public int status() {
        return reply.status();
    }

    @Override
    public byte[] json() {
        return reply.json();
    }

    @Override
    public int jsonBytes() {
        return reply.jsonBytes();
    }

    @Override
    public int dataBytes() {
        return reply.dataBytes();
    }

    @Override
    public void copySamples(float[] target, int samples) {
        reply.copySamples(target, samples);
    }

    @Override
    public void copyBytes(int offset, byte[] target, int index, int bytes) {
        reply.copyBytes(offset, target, index, bytes);
    }
}
