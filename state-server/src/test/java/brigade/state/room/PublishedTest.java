package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers see whole states only, and the owner is never held up. */
@Timeout(60)
class PublishedTest {
    private static final int READERS = 3;

    /** Two hundred numbers that are the same in every whole state. */
    private static final class State {
        final long[] numbers = new long[200];

        void fill(long value) {
            Arrays.fill(numbers, value);
        }

        /** The number; -1 when the state is torn. */
        long value() {
            for (long number : numbers) {
                if (number != numbers[0]) {
                    return -1;
                }
            }
            return numbers[0];
        }
    }

    private final Published<State> published = new Published<>(State::new, READERS);
    private final AtomicBoolean done = new AtomicBoolean();

    private void change(long value) {
        Objects.requireNonNull(published.next(), "refused").fill(value);
        published.publish();
    }

    /** Reads until it is done; returns how many different states were seen. */
    private long follow(CountDownLatch ready, boolean slow) {
        long last = -1;
        long seen = 0;
        ready.countDown();
        boolean more = true;
        while (more) {
            more = !done.get();
            long value = published.read(state -> {
                long first = state.value();
                if (slow) {
                    LockSupport.parkNanos(3_000_000);
                }
                return first == state.value() ? first : -1;
            });
            assertThat(value).as("torn, or older than the one before").isGreaterThanOrEqualTo(Math.max(0, last));
            seen += value > last ? 1 : 0;
            last = value;
        }
        assertThat(last).isEqualTo(published.read(State::value));
        return seen;
    }

    /** Has {@link #READERS} threads follow while {@code owner} works; one of them looks at each state for long. */
    private List<Long> whileRead(Runnable owner) throws Exception {
        List<Future<Long>> followers = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(READERS);
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            for (int i = 0; i < READERS; i++) {
                boolean slow = i == 0;
                followers.add(threads.submit(() -> follow(ready, slow)));
            }
            try {
                assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
                owner.run();
            } finally {
                done.set(true);
            }
            List<Long> seen = new ArrayList<>();
            for (Future<Long> follower : followers) {
                seen.add(follower.get(20, TimeUnit.SECONDS));
            }
            return seen;
        }
    }

    @Test
    void aThousandChangesASecondAreReadWhole() throws Exception {
        List<Long> seen = whileRead(() -> {
            for (int i = 1; i <= 2_000; i++) {
                change(i);
                LockSupport.parkNanos(1_000_000);
            }
        });
        assertThat(seen).allMatch(states -> states > 1);
    }

    @Test
    void changesWithoutAPauseAreReadWhole() throws Exception {
        whileRead(() -> {
            for (int i = 1; i <= 300_000; i++) {
                change(i);
            }
        });
        assertThat(published.read(State::value)).isEqualTo(300_000);
    }

    @Test
    void moreReadersThanExpectedOnlyPutTheChangeOff() {
        Published<State> small = new Published<>(State::new, 1);
        publish(small, 1);
        long seen = small.read(one -> {
            publish(small, 2);
            return small.read(two -> {
                publish(small, 3);
                return small.read(three -> {
                    assertThat(small.next()).isNull();
                    small.publish();
                    return 100 * one.value() + 10 * two.value() + three.value();
                });
            });
        });
        assertThat(seen).isEqualTo(123);
        publish(small, 4);
        assertThat(small.read(State::value)).isEqualTo(4);
    }

    private static void publish(Published<State> to, long value) {
        Objects.requireNonNull(to.next()).fill(value);
        to.publish();
    }

    @Test
    void whatIsBeingFilledIsNotSeen() {
        change(7);
        Objects.requireNonNull(published.next()).fill(8);
        assertThat(published.next()).isSameAs(published.next());
        assertThat(published.read(State::value)).isEqualTo(7);
        published.publish();
        published.publish();
        assertThat(published.read(State::value)).isEqualTo(8);
    }
}
