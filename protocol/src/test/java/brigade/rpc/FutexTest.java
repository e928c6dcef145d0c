package brigade.rpc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FutexTest {
    private static final long LONG_NS = 600_000_000_000L;
    private static final long OFFSET = 128;

    private final MemorySegment words = Arena.ofAuto().allocate(256, 128);

    static List<Futex> kinds() {
        List<Futex> kinds = new ArrayList<>();
        kinds.add(new ParkingFutex(System::nanoTime));
        if (LinuxFutex.isSupported()) {
            kinds.add(new LinuxFutex());
        }
        return kinds;
    }

    @Test
    void thisProjectsMachinesHaveFutex() {
        boolean ours = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        assertThat(LinuxFutex.isSupported()).isEqualTo(ours);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void otherValueIsNotWaitedFor(Futex futex) {
        words.set(JAVA_INT, OFFSET, 7);
        long startNs = System.nanoTime();
        futex.await(words, OFFSET, 6, LONG_NS);
        assertThat(System.nanoTime() - startNs).isLessThan(LONG_NS / 2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void waitEndsWithItsTime(Futex futex) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < 30_000_000) {
            futex.await(words, OFFSET, 0, 30_000_000);
        }
        futex.await(words, OFFSET, 0, 0);
        futex.await(words, OFFSET, 0, -5);
        assertThat(System.nanoTime() - startNs).isLessThan(LONG_NS / 2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void wakeEndsAWait(Futex futex) throws Exception {
        CountDownLatch about = new CountDownLatch(1);
        Thread sleeper = Thread.ofPlatform().start(() -> {
            about.countDown();
            while (words.get(JAVA_INT, OFFSET) == 0) {
                futex.await(words, OFFSET, 0, LONG_NS);
            }
        });
        about.await();
        Thread.sleep(20);
        words.set(JAVA_INT, OFFSET, 1);
        futex.wake(words, OFFSET);
        sleeper.join(60_000);
        assertThat(sleeper.isAlive()).isFalse();
    }
}
