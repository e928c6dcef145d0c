package brigade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nothing is lost, doubled or mixed up; a full queue says so. */
class RecordQueueTest {
    private static final int PRODUCERS = 4;
    private static final int EACH = 50_000;

    @Test
    void aFullQueueTakesNothingAndCounts() {
        RecordQueue queue = new RecordQueue(4);
        for (int i = 0; i < 4; i++) {
            assertThat(queue.offer(new byte[] {(byte) i})).isTrue();
        }
        assertThat(queue.offer(new byte[] {9})).isFalse();
        assertThat(queue.overflowed()).isEqualTo(1);
        RecordQueue.Place first = queue.next();
        assertThat(first).isNotNull();
        assertThat(first.bytes()[0]).isZero();
        queue.release(first);
        assertThat(queue.offer(new byte[2_000])).isTrue();
    }

    /** Once, 4,096 long ones would have kept a gigabyte of the heap for ever. */
    @Test
    void aLongRecordKeepsNoMemory_andOneThatIsTooLongIsCounted() {
        RecordQueue queue = new RecordQueue(1);
        assertThat(queue.offer(new byte[RecordQueue.RECORD_MAX_BYTES])).isTrue();
        RecordQueue.Place place = queue.next();
        assertThat(place).isNotNull();
        assertThat(place.length()).isEqualTo(RecordQueue.RECORD_MAX_BYTES);
        queue.release(place);
        assertThat(place.bytes().length).isLessThan(1_000);
        assertThat(queue.claim(RecordQueue.RECORD_MAX_BYTES + 1)).isNull();
        assertThat(queue.overflowed()).isEqualTo(1);
        assertThat(queue.offer(new byte[2_000])).isTrue();
    }

    @Test
    void whoWaitsIsWokenByARecord() throws InterruptedException {
        RecordQueue queue = new RecordQueue(16);
        CountDownLatch woken = new CountDownLatch(1);
        Thread taker = Thread.ofPlatform().daemon().start(() -> {
            while (queue.next() == null) {
                queue.await(60_000_000_000L);
            }
            woken.countDown();
        });
        while (taker.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        queue.offer(new byte[4]);
        assertThat(woken.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void eachProducersRecordsComeWholeAndInItsOrder() throws InterruptedException {
        RecordQueue queue = new RecordQueue(256);
        AtomicLong refused = new AtomicLong();
        CountDownLatch done = new CountDownLatch(PRODUCERS);
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < EACH; i++) {
                    int length = 12 + (i % 50) * 20;
                    RecordQueue.Place place = queue.claim(length);
                    if (place == null) {
                        refused.incrementAndGet();
                        continue;
                    }
                    ByteBuffer.wrap(place.bytes()).putInt(producer).putInt(i).putInt(length - 4, ~i);
                    queue.publish(place);
                }
                done.countDown();
            });
        }
        int[] last = new int[PRODUCERS];
        java.util.Arrays.fill(last, -1);
        long taken = 0;
        while (true) {
            boolean over = done.getCount() == 0;
            RecordQueue.Place place = queue.next();
            if (place == null) {
                if (over) {
                    break;
                }
                Thread.onSpinWait();
                continue;
            }
            ByteBuffer record = ByteBuffer.wrap(place.bytes());
            int producer = record.getInt();
            int i = record.getInt();
            assertThat(place.length()).isEqualTo(12 + (i % 50) * 20);
            assertThat(record.getInt(place.length() - 4)).isEqualTo(~i);
            assertThat(i).isGreaterThan(last[producer]);
            last[producer] = i;
            taken++;
            queue.release(place);
        }
        assertThat(taken + refused.get()).isEqualTo((long) PRODUCERS * EACH);
        assertThat(queue.overflowed()).isEqualTo(refused.get());
    }
}
