package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.thread.AudioThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FanOutTest {
    /** On a busy machine a thread may stand still for long; only tests of stuck receivers are in a hurry. */
    private static final long NO_HURRY_NS = TimeUnit.SECONDS.toNanos(30);

    /** Long enough that a busy machine does not make a healthy receiver look stuck. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int WORKERS = 2;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<FanOutReceiver<Integer>> missed = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<FanOut<Integer>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        release.countDown();
        opened.forEach(FanOut::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FanOut.SERIAL_MAX, FanOut.SERIAL_MAX + 1, 7, 100, 500})
    void everybodyGetsEachMessageOnceAndInOrder(int receivers) {
        FanOut<Integer> fanOut = open(NO_HURRY_NS);
        List<Ear> ears = ears(receivers);
        List<Integer> sent = IntStream.range(0, 200).boxed().toList();
        for (int message : sent) {
            assertThat(fanOut.publish(message, receiversOf(ears))).isZero();
            // publish returns when all have it.
            assertThat(ears).allMatch(ear -> ear.heard.size() == message + 1);
        }
        assertThat(ears).allSatisfy(ear -> assertThat(ear.heard).containsExactlyElementsOf(sent));
        assertThat(ears).noneMatch(ear -> ear.calledTwiceAtATime);
        assertThat(missed).isEmpty();
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30})
    void whoThrowsStopsNobodyAndGetsTheNext(int receivers) {
        FanOut<Integer> fanOut = open(NO_HURRY_NS);
        List<Ear> ears = ears(receivers);
        for (int i = 0; i < receivers; i += 3) {
            boolean error = i % 2 == 0;
            ears.get(i).after = () -> {
                if (error) {
                    throw new AssertionError("deaf");
                }
                throw new IllegalStateException("deaf");
            };
        }
        for (int message = 0; message < 10; message++) {
            assertThat(fanOut.publish(message, receiversOf(ears))).isZero();
        }
        assertThat(ears).allSatisfy(ear -> assertThat(ear.heard).hasSize(10));
        assertThat(failures).hasSize(10 * Math.ceilDiv(receivers, 3)).allMatch(e -> "deaf".equals(e.getMessage()));
    }

    /** Wherever he sits: alone with another (served in turn), the first or second of a pair, the last. */
    @ParameterizedTest(name = "{0} receivers, number {1} is stuck")
    @CsvSource({"2,0", "2,1", "5,0", "5,1", "5,4", "60,0", "60,31"})
    void whoIsStuckStopsNobody(int receivers, int stuck) throws Exception {
        FanOut<Integer> fanOut = open(PATIENCE_NS);
        List<Ear> ears = ears(receivers);
        ears.get(stuck).stuckAt = 0;
        List<Ear> others = new ArrayList<>(ears);
        others.remove(stuck);
        fanOut.publish(0, receiversOf(ears));
        awaitHeard(others, 1);
        assertThat(ears.get(stuck).heard).isEmpty();

        // He has his worker; what comes now waits for him and costs nobody anything.
        for (int message = 1; message < 5; message++) {
            fanOut.publish(message, receiversOf(ears));
            awaitHeard(others, message + 1);
        }
        assertThat(missed).isEmpty();
        release.countDown();
        awaitHeard(ears, 5);
        assertThat(ears).allSatisfy(ear -> assertThat(ear.heard).containsExactly(0, 1, 2, 3, 4));
        assertThat(ears).noneMatch(ear -> ear.calledTwiceAtATime);
    }

    @Test
    void whoIsStuckForLongMissesTheNewest() throws Exception {
        FanOut<Integer> fanOut = open(PATIENCE_NS);
        List<Ear> ears = ears(6);
        ears.getFirst().stuckAt = 0;
        // One is being taken, then so many wait.
        int kept = 1 + FanOutReceiver.WAITING_MAX;
        for (int message = 0; message < kept; message++) {
            assertThat(fanOut.publish(message, receiversOf(ears))).isZero();
        }
        for (int message = kept; message < kept + 3; message++) {
            assertThat(fanOut.publish(message, receiversOf(ears))).isEqualTo(1);
        }
        assertThat(missed).hasSize(3).containsOnly(ears.getFirst().receiver);
        awaitHeard(ears.subList(1, 6), kept + 3);
        release.countDown();
        awaitHeard(ears, kept);
        assertThat(ears.getFirst().heard)
                .containsExactlyElementsOf(IntStream.range(0, kept).boxed().toList());
    }

    @Test
    void fewQuickOnesAreServedByThePublisherItself() {
        FanOut<Integer> fanOut = open(NO_HURRY_NS);
        List<Ear> ears = ears(FanOut.SERIAL_MAX);
        // A busy machine may make a quick one look slow: it is trusted again a few messages later.
        int message = 0;
        do {
            fanOut.publish(message++, receiversOf(ears));
        } while (message <= FanOutReceiver.TRUSTED_AFTER
                || !ears.stream().allMatch(ear -> Thread.currentThread().equals(ear.servedBy)));
        int sent = message;
        assertThat(ears).allSatisfy(ear -> assertThat(ear.heard).hasSize(sent));
    }

    @Test
    void slowOnesNeverKeepThePublisher() {
        FanOut<Integer> fanOut = open(NO_HURRY_NS);
        List<Ear> ears = ears(2);
        ears.get(1).after = () -> {
            long untilNs = System.nanoTime() + 2 * FanOutReceiver.QUICK_NS;
            while (System.nanoTime() < untilNs) {
                Thread.onSpinWait();
            }
        };
        for (int message = 0; message < 4 * FanOutReceiver.TRUSTED_AFTER; message++) {
            assertThat(fanOut.publish(message, receiversOf(ears))).isZero();
            assertThat(ears.get(1).servedBy).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void moreStuckReceiversThanWorkersStopNobody() throws Exception {
        FanOut<Integer> fanOut = open(PATIENCE_NS);
        List<Ear> ears = ears(20);
        for (int i = 0; i < 4; i++) {
            ears.get(i).stuckAt = 0;
        }
        for (int message = 0; message < 3; message++) {
            fanOut.publish(message, receiversOf(ears));
            awaitHeard(ears.subList(4, 20), message + 1);
        }
        assertThat(ears.subList(0, 4)).allMatch(ear -> ear.heard.isEmpty());
        release.countDown();
        awaitHeard(ears, 3);
        assertThat(ears).allSatisfy(ear -> assertThat(ear.heard).containsExactly(0, 1, 2));
    }

    /** Nothing is without a limit: then messages are missed, and said to be. */
    @Test
    void whenAllHelpersAreStuckPublishingStillReturns() {
        FanOut<Integer> fanOut = open(TimeUnit.MILLISECONDS.toNanos(1));
        List<Ear> ears = ears(FanOut.HELPERS_MAX + WORKERS + 10);
        ears.forEach(ear -> ear.stuckAt = 0);
        int missedByLast;
        do {
            missedByLast = fanOut.publish(0, receiversOf(ears));
        } while (missedByLast < ears.size());
        assertThat(missed).hasSizeGreaterThanOrEqualTo(ears.size());
        assertThat(ears).allMatch(ear -> ear.heard.isEmpty());
    }

    @Test
    void oneWhoIsListedTwiceGetsItTwice() {
        FanOut<Integer> fanOut = open(NO_HURRY_NS);
        Ear ear = new Ear();
        assertThat(fanOut.publish(5, List.of(ear.receiver, ear.receiver))).isZero();
        assertThat(ear.heard).containsExactly(5, 5);
    }

    @Test
    void closedTakesNoMore() {
        FanOut<Integer> fanOut = open(NO_HURRY_NS);
        fanOut.close();
        assertThatThrownBy(() -> fanOut.publish(0, List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FanOut<Integer>(
                        "none", 0, new FanOut.Events<>() {}, System::nanoTime, AudioThreads.normal()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private FanOut<Integer> open(long patienceNs) {
        FanOut.Events<Integer> events = new FanOut.Events<>() {
            @Override
            public void failed(FanOutReceiver<Integer> receiver, Throwable why) {
                failures.add(why);
            }

            @Override
            public void missed(FanOutReceiver<Integer> receiver) {
                missed.add(receiver);
            }
        };
        FanOut<Integer> fanOut =
                new FanOut<>("fan-out-test", WORKERS, events, System::nanoTime, AudioThreads.normal(), patienceNs);
        opened.add(fanOut);
        return fanOut;
    }

    private List<Ear> ears(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Ear()).toList();
    }

    private static List<FanOutReceiver<Integer>> receiversOf(List<Ear> ears) {
        return ears.stream().map(ear -> ear.receiver).toList();
    }

    /** The last ones may be served by a helper that is still at it when publish gives up waiting. */
    private static void awaitHeard(List<Ear> ears, int messages) throws InterruptedException {
        while (ears.stream().anyMatch(ear -> ear.heard.size() < messages)) {
            Thread.sleep(1);
        }
    }

    /** Remembers what it heard; may do or throw something afterwards, or hang until the test releases it. */
    private final class Ear {
        final Queue<Integer> heard = new ConcurrentLinkedQueue<>();
        final FanOutReceiver<Integer> receiver = new FanOutReceiver<>(this::take);
        private final AtomicBoolean within = new AtomicBoolean();
        volatile boolean calledTwiceAtATime;
        volatile Thread servedBy = Thread.currentThread();
        volatile Runnable after = () -> {};
        volatile int stuckAt = -1;

        private void take(int message) throws Exception {
            servedBy = Thread.currentThread();
            calledTwiceAtATime |= !within.compareAndSet(false, true);
            if (message == stuckAt) {
                release.await();
            }
            heard.add(message);
            within.set(false);
            after.run();
        }
    }
}
