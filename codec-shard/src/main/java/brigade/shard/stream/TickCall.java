package brigade.shard.stream;

import brigade.rpc.RpcClient;
import brigade.rpc.RpcReply;

/** The call {@code tick} to the state server; tests answer it in memory. Tick thread only. */
@FunctionalInterface
public interface TickCall {
    /**
     * Sends one call and waits for its answer.
     *
     * @param json UTF-8, valid up to {@code jsonBytes}
     * @param data voice blocks, valid up to {@code floats}
     * @throws brigade.rpc.RpcUnavailableException when the state server is away or does not answer in time
     */
    TickAnswer call(byte[] json, int jsonBytes, float[] data, int floats);

    /** Through shared memory. */
    static TickCall through(RpcClient client) {
        RpcReply reply = new RpcReply();
        TickAnswer answer = new TickAnswer();
        return (json, jsonBytes, data, floats) -> {
            client.call(json, jsonBytes, data, floats, reply);
            answer.set(reply.status(), reply.json(), reply.jsonBytes(), reply.data(), reply.dataBytes());
            return answer;
        };
    }
}
