package brigade.shard.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CodecWarmerTest {
    @Test
    void stopsWhenTimesAreFlat() {
        AtomicLong calls = new AtomicLong();
        // Each look at the clock is 6 ms later: all batches take the same time, so the fifth ends it.
        CodecWarmer.Warmth warmth =
                new CodecWarmer(new ConcentusCodec(), () -> calls.getAndIncrement() * 6_000_000L).warm(Long.MAX_VALUE);
        assertThat(warmth.firstMs()).isEqualTo(warmth.lastMs());
        assertThat(warmth.tookMs()).isLessThan(200);
    }

    @Test
    void stopsAtItsLimit() {
        AtomicLong now = new AtomicLong(1_000_000_000_000L);
        AtomicLong step = new AtomicLong(1_000_000_000L);
        CodecWarmer.Warmth warmth = new CodecWarmer(
                        new ConcentusCodec(), () -> now.addAndGet(step.updateAndGet(s -> s * 9 / 10)))
                .warm(3_000_000_000L); // ever faster: only the limit stops it
        assertThat(warmth.tookMs()).isBetween(3_000.0, 6_000.0);
    }
}
