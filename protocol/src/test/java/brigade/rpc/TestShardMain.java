package brigade.rpc;

import java.nio.file.Path;
import java.util.Random;

/**
 * A shard of its own process; arguments: run directory, shard, calls (-1 for ever), seed. Ends with 0 when every call
 * brought its own answer and none took more than half the time-out, as one with a lost wake-up does.
 */
final class TestShardMain {
    static final long TIMEOUT_NS = 60_000_000_000L;

    private TestShardMain() {}

    public static void main(String[] args) throws Exception {
        long calls = Long.parseLong(args[2]);
        Random random = new Random(Long.parseLong(args[3]));
        long slowestNs = 0;
        try (RpcClient client =
                RpcClient.open(Path.of(args[0]), Integer.parseInt(args[1]), System::nanoTime, TIMEOUT_NS)) {
            for (long i = 0; calls < 0 || i < calls; i++) {
                // Gaps of all lengths round the spinning time, so that both sides fall asleep at every moment.
                int gap = random.nextInt(4) == 0 ? random.nextInt(3_000) : 0;
                for (int spin = 0; spin < gap; spin++) {
                    Thread.onSpinWait();
                }
                String json = "echo " + args[1] + " " + i;
                long startNs = System.nanoTime();
                if (!Calls.call(client, json).jsonText().equals(json)) {
                    System.exit(3);
                }
                slowestNs = Math.max(slowestNs, System.nanoTime() - startNs);
            }
        }
        System.out.println("shard " + args[1] + ": slowest of " + calls + " calls " + slowestNs / 1_000 + " us");
        System.exit(slowestNs < TIMEOUT_NS / 2 ? 0 : 4);
    }
}
