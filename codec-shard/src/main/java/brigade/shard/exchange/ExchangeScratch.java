package brigade.shard.exchange;

import brigade.wire.PacketBundleWriter;
import brigade.wire.WireLimits;
import brigade.wire.json.JsonBuffer;

/** The large buffers that one exchange works with, lent by {@link ScratchPool}. One thread at a time. */
final class ExchangeScratch {
    /** What the user sang. */
    final float[] sung = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];

    /** What he is to hear. */
    final float[] heard = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];

    /** The call's JSON. */
    final JsonBuffer json = new JsonBuffer(4_096);

    /** What he is to hear, as packets. */
    final PacketBundleWriter packets = new PacketBundleWriter();

    /** The call and its answer. */
    final StateCall call;

    ExchangeScratch(StateCall call) {
        this.call = call;
    }
}
