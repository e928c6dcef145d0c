package brigade.shard.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** So many exchanges are at work at a time; who waits in vain is told, and the next one finds a place that got free. */
class ScratchPoolTest {
    private final ScratchPool pool = new ScratchPool(NobodyCalls::new);

    /** A call that is lent and never made. */
    private static final class NobodyCalls implements StateCall {
        @Override
        public void send(byte[] json, int jsonBytes, float[] pcm, int samples) {
            throw new AssertionError("nobody calls here");
        }

        @Override
        public int status() {
            return 0;
        }

        @Override
        public byte[] json() {
            return new byte[0];
        }

        @Override
        public int jsonBytes() {
            return 0;
        }

        @Override
        public int dataBytes() {
            return 0;
        }

        @Override
        public void copySamples(float[] target, int samples) {}

        @Override
        public void copyBytes(int offset, byte[] target, int index, int bytes) {}
    }

    @Test
    void overTheLimitIs503_untilOneIsGivenBack() {
        Deque<ExchangeScratch> lent = new ArrayDeque<>();
        for (int i = 0; i < ScratchPool.MAX_LENT; i++) {
            lent.add(pool.take());
        }
        assertThat(lent).doesNotHaveDuplicates();
        assertThatThrownBy(pool::take)
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessage("this shard is overloaded");

        ExchangeScratch last = lent.removeLast();
        pool.giveBack(last);
        assertThat(pool.take()).isSameAs(last);
    }

    @Test
    void aPlaceThatCouldNotBeMadeIsNotLost() {
        ScratchPool poor = new ScratchPool(() -> {
            throw new IllegalStateException("no call");
        });
        for (int i = 0; i <= ScratchPool.MAX_LENT; i++) {
            assertThatThrownBy(poor::take).hasMessage("no call");
        }
    }
}
