package brigade.shard.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VoiceCodecsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final AtomicLong nowNs = new AtomicLong();
    private final CountingCodec codec = new CountingCodec();
    private final VoiceCodecs voices = new VoiceCodecs(codec, 3, nowNs::get);

    @Test
    void oneUserKeepsHisState() {
        VoiceCodec first = voices.call(key(1), voice -> voice);
        assertThat(voices.<VoiceCodec>call(key(1), voice -> voice)).isSameAs(first);
        assertThat(voices.<VoiceCodec>call(key(2), voice -> voice)).isNotSameAs(first);
        assertThat(voices.<VoiceCodec>call(new VoiceCodecs.Key("other", 1), voice -> voice))
                .isNotSameAs(first);
        assertThat(voices.users()).isEqualTo(3);
    }

    @Test
    void silentUsersAreFreedAfterSixtySeconds() {
        voices.call(key(1), voice -> 0);
        nowNs.set(30 * SECOND_NS);
        voices.call(key(2), voice -> 0);
        nowNs.set(60 * SECOND_NS - 1);
        assertThat(voices.forgetSilent()).isZero();
        nowNs.set(60 * SECOND_NS);
        assertThat(voices.forgetSilent()).isEqualTo(1);
        assertThat(codec.open.get()).isEqualTo(2); // the other's encoder and decoder
        nowNs.set(90 * SECOND_NS);
        assertThat(voices.forgetSilent()).isEqualTo(1);
        assertThat(codec.open.get()).isZero();
        assertThat(voices.users()).isZero();
    }

    @Test
    void aFullShardRefusesUntilSomebodyFallsSilent() {
        for (long id = 1; id <= 3; id++) {
            voices.call(key(id), voice -> 0);
        }
        assertThatThrownBy(() -> voices.call(key(4), voice -> 0))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(429));
        assertThat(voices.users()).isEqualTo(3);
        nowNs.set(61 * SECOND_NS);
        voices.call(key(4), voice -> 0);
        assertThat(voices.users()).isEqualTo(1);
    }

    @Test
    void oneUsersRequestsWaitForEachOtherAndOthersDoNot() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread slow = Thread.ofVirtual()
                .start(() -> voices.call(key(1), voice -> {
                    inside.countDown();
                    await(goOn);
                    return order.add("slow");
                }));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        Thread same = Thread.ofVirtual().start(() -> voices.call(key(1), voice -> order.add("same")));
        voices.call(key(2), voice -> order.add("other"));
        goOn.countDown();
        slow.join();
        same.join();
        assertThat(order).containsExactly("other", "slow", "same");
    }

    @Test
    void aUserAtWorkIsNotForgotten() {
        voices.call(key(1), voice -> {
            nowNs.set(100 * SECOND_NS);
            int[] forgotten = new int[1];
            Thread other = Thread.ofPlatform().start(() -> forgotten[0] = voices.forgetSilent());
            join(other);
            return assertThat(forgotten[0]).isZero();
        });
        assertThat(voices.forgetSilent()).isZero();
    }

    @Test
    void closingFreesEverything() {
        voices.call(key(1), voice -> 0);
        voices.call(key(2), voice -> 0);
        voices.close();
        assertThat(codec.open.get()).isZero();
    }

    private static VoiceCodecs.Key key(long userId) {
        return new VoiceCodecs.Key("main", userId);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Counts what is open. */
    private static final class CountingCodec implements OpusCodec {
        private final AtomicInteger open = new AtomicInteger();

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public int complexity() {
            return 0;
        }

        @Override
        public PacketEncoder newEncoder() {
            open.incrementAndGet();
            return new PacketEncoder() {
                @Override
                public int encode(float[] pcm, int offset, int samples, byte[] out, int outOffset) {
                    out[outOffset] = 0;
                    return 1;
                }

                @Override
                public void reset() {
                    // No state.
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public PacketEncoder newEncoder(EncoderSettings settings) {
            return newEncoder();
        }

        @Override
        public PacketDecoder newDecoder() {
            open.incrementAndGet();
            return new PacketDecoder() {
                @Override
                public void decode(byte[] packet, int offset, int length, float[] pcm, int pcmOffset, int samples) {
                    // No sound.
                }

                @Override
                public void conceal(float[] pcm, int pcmOffset, int samples) {
                    // No sound.
                }

                @Override
                public void reset() {
                    // No state.
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }
}
