package brigade.shard.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CodecWarmerTest {
    @Test
    void stopsWhenTimesAreFlat() {
        AtomicLong cpu = new AtomicLong();
        // Each look at the CPU's clock is 6 ms later: all batches cost the same, and the fewest are enough.
        CodecWarmer.Warmth warmth =
                new CodecWarmer(new ConcentusCodec(0), () -> 0, () -> cpu.getAndAdd(6_000_000L)).warm(Long.MAX_VALUE);
        assertThat(warmth.firstMs()).isEqualTo(warmth.lastMs());
        assertThat(cpu.get()).isEqualTo(2 * 8 * 6_000_000L);
    }

    @Test
    void goesOnWhileTimesFall() {
        AtomicLong cpu = new AtomicLong();
        AtomicLong step = new AtomicLong(1_000_000_000L);
        AtomicLong now = new AtomicLong();
        CodecWarmer.Warmth warmth = new CodecWarmer(
                        new ConcentusCodec(0),
                        () -> now.getAndAdd(1_000_000_000L),
                        () -> cpu.addAndGet(step.updateAndGet(s -> s * 9 / 10)))
                .warm(12_000_000_000L); // ever faster: only the limit stops it
        assertThat(warmth.lastMs()).isLessThan(warmth.firstMs() / 2);
        assertThat(warmth.tookMs()).isBetween(12_000.0, 15_000.0);
    }
}
