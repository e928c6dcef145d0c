package brigade.stress.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RpcWatchTest {
    /** A run of less than a second, and the last second of every run. */
    @Test
    void callsSinceTheLastLookAreFetchedAtTheEnd() throws Exception {
        LiveTime clock = new LiveTime();
        long startNs = clock.nowNs();
        AtomicInteger looks = new AtomicInteger();
        HttpServer shard = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shard.createContext("/rpc-trace", exchange -> {
            looks.incrementAndGet();
            String page = "1\n" + (startNs + 1_000) + "," + (startNs + 3_000) + "," + (startNs + 9_000) + "\n";
            exchange.sendResponseHeaders(200, page.length());
            try (exchange) {
                exchange.getResponseBody().write(page.getBytes(US_ASCII));
            }
        });
        shard.start();
        try {
            Target target = Target.of(
                    URI.create("http://127.0.0.1:" + shard.getAddress().getPort()));
            RpcWatch watch = new RpcWatch(List.of(target), clock, startNs);
            watch.start();
            List<RpcTiming> timings = watch.stop();
            assertThat(looks.get()).isPositive();
            assertThat(timings).hasSize(1);
            assertThat(timings.getFirst().shard()).isEqualTo("shard-01");
            assertThat(timings.getFirst().points()).contains(new RpcTiming.Point(1e-6, 2, 8));
        } finally {
            shard.stop(0);
        }
    }

    @Test
    void aShardThatIsAwayHasNoPart() throws Exception {
        LiveTime clock = new LiveTime();
        RpcWatch watch = new RpcWatch(List.of(Target.of(URI.create("http://127.0.0.1:1"))), clock, clock.nowNs());
        watch.start();
        assertThat(watch.stop()).isEmpty();
    }
}
