package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shard with as many sockets as it takes: no more are let in, and who is there is served as before. */
class ConnectionsTest {
    /** Keeps nothing, so that so many of them fit in a test. */
    private static final class Nobody implements Wire {
        @Override
        public void binary(ByteBuffer bytes, Sent done) {
            done.sent();
        }

        @Override
        public void text(String json, Sent done) {
            done.sent();
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void disconnect() {}
    }

    @Test
    void aFullShardTakesNoMore_servesWhoIsThere_andTakesOneWhenOneLeft() throws Exception {
        try (ServiceUnderTest under = new ServiceUnderTest()) {
            ServiceUnderTest.Member first = under.join("first 1");
            List<StreamService.Socket> crowd = new ArrayList<>();
            while (under.service.hasRoom()) {
                crowd.add(under.service.open(new Nobody(), "192.0.2.2"));
            }
            assertThat(crowd).hasSize(StreamService.CONNECTIONS_MAX - 1);

            first.text("{\"type\":\"ping\",\"t\":7}");
            assertThat(first.wire().await("pong")).contains("7");

            crowd.getLast().closed();
            for (int tries = 0; !under.service.hasRoom() && tries < 3_000; tries++) {
                Thread.sleep(10); // the service's own thread lets him go
            }
            assertThat(under.service.hasRoom()).isTrue();
        }
    }
}
