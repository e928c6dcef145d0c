package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.audio.file.FloatList;
import brigade.rpc.RpcClient;
import brigade.rpc.RpcReply;
import brigade.wire.ExchangeRequest;
import brigade.wire.json.ExchangeWriter;
import brigade.wire.json.JsonBuffer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A listener inside the house: asks the state server through shared memory, as a shard does, and gets what leaves it
 * before any codec touches it. A thread of its own until {@link #stop}.
 */
final class MixTap {
    /** No real shard has this number. */
    private static final int SHARD = 90;

    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;

    private final RpcClient client;
    private final long userId;
    private final long firstClock;
    private final FloatList heard = new FloatList();
    private final Thread thread = Thread.ofPlatform().name("mix-tap").unstarted(this::run);
    private volatile boolean stopped;
    private volatile String failure = "";

    private MixTap(RpcClient client, long userId, int delaySeconds) {
        this.client = client;
        this.userId = userId;
        firstClock = client.clock().nowSamples() - AudioFormat.secondsToSamples(delaySeconds);
    }

    /** Listens from now on, that far behind. */
    static MixTap start(Path runDir, long userId, int delaySeconds) throws IOException {
        MixTap tap = new MixTap(RpcClient.open(runDir, SHARD, System::nanoTime), userId, delaySeconds);
        tap.thread.start();
        return tap;
    }

    private void run() {
        ExchangeRequest request = new ExchangeRequest();
        RpcReply reply = new RpcReply();
        JsonBuffer json = new JsonBuffer(1_000);
        float[] mix = new float[BATCH];
        long delay = client.clock().nowSamples() - firstClock;
        try {
            for (long batch = 0; !stopped; batch++) {
                request.userId = userId;
                request.username = "tap";
                request.samples = BATCH;
                request.readClock = firstClock + batch * BATCH;
                request.resetUserState = batch == 0;
                while (client.clock().nowSamples() < request.readClock + delay) {
                    Thread.sleep(20);
                }
                json.reset();
                ExchangeWriter.writeExchange(request, json);
                client.call(json.bytes(), json.length(), mix, 0, reply);
                if (reply.status() != 200) {
                    failure = reply.status() + " " + reply.jsonText();
                    return;
                }
                reply.copySamples(mix, BATCH);
                heard.addAll(mix, BATCH);
            }
        } catch (InterruptedException | RuntimeException e) {
            failure = e.toString();
        }
    }

    /** Ends it; what left the state server for it. */
    float[] stop() throws InterruptedException {
        stopped = true;
        thread.join();
        client.close();
        if (!failure.isEmpty()) {
            throw new AssertionError("the tap failed: " + failure);
        }
        return heard.toArray();
    }
}
