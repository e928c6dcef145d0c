package brigade.state;

import brigade.rpc.RpcCall;
import brigade.rpc.RpcHandler;
import brigade.wire.WireException;

/** What the agent runs: answers calls and lets time pass. Agent thread only, except {@link #close} after its end. */
interface House extends RpcHandler, AutoCloseable {
    /** A house without rooms: every call is told so. */
    static House empty() {
        return new House() {
            @Override
            public void handle(RpcCall call) {
                throw new WireException(503, "this state server has no rooms");
            }

            @Override
            public void tick(long nowSamples) {}

            @Override
            public void close() {}
        };
    }

    /** Lets time pass; called at least four times a second. */
    void tick(long nowSamples);

    /** Stops what runs beside the agent. */
    @Override
    void close();
}
