package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamRehearsalTest {
    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);

    @Test
    void theMadeUpChoirIsDecodedAndEncoded() {
        AtomicInteger looks = new AtomicInteger();
        long done = new StreamRehearsal(codec, 1, System::nanoTime)
                .run(20_000_000_000L, () -> looks.incrementAndGet() > 400);
        assertThat(done).isGreaterThan(1_000);
    }

    @Test
    void somebodyRealEndsIt() {
        long done = new StreamRehearsal(codec, 0, System::nanoTime).run(60_000_000_000L, () -> true);
        assertThat(done).isLessThan(100_000); // it did not go on for a minute
    }
}
