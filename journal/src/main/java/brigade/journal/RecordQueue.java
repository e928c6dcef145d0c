package brigade.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to a journal: any number of threads put them in, one takes them out, nobody ever waits. The bounded
 * queue of D. Vyukov: each place has a turn number that says whose it is.
 *
 * <p>Memory of a place is kept, so that nothing is allocated but for the first record that is longer than all before it there. What a
 * long one took is given back, lest thousands of them fill the heap.
 */
public final class RecordQueue {
    /** Bytes that each place has from the start: three packets of a singer and their head. */
    private static final int PLACE_BYTES = 640;

    /** A place that grew beyond it is small again once its record is taken. */
    private static final int KEPT_BYTES = 8_192;

    /** Longest record: below what a queue file's blocks overlap by, 256 KiB. A longer one is lost, and counted. */
    public static final int RECORD_MAX_BYTES = 200_000;

    /** One record's place. Between {@link #claim} and {@link #publish} it is the claimer's. */
    public static final class Place {
        private final AtomicLong turn;
        private long position;
        private byte[] bytes = new byte[PLACE_BYTES];
        private int length;

        private Place(long turn) {
            this.turn = new AtomicLong(turn);
        }

        /** Where the record goes, from 0 on; at least as many as were asked for. */
        public byte[] bytes() {
            return bytes;
        }

        /** How long it is. */
        public int length() {
            return length;
        }
    }

    private final Place[] places;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final LongAdder overflowed = new LongAdder();

    /** The taker while it waits; null while it looks by itself. */
    private volatile @Nullable Thread sleeper;

    /** Taker. */
    private long head;

    /** @param places a power of two */
    public RecordQueue(int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("not a power of two: " + places);
        }
        this.places = new Place[places];
        this.mask = places - 1;
        for (int i = 0; i < places; i++) {
            this.places[i] = new Place(i);
        }
    }

    /** A place for a record of that length; null when the queue is full or it is too long: then the record is lost, and counted. */
    public @Nullable Place claim(int length) {
        if (length > RECORD_MAX_BYTES) {
            overflowed.increment();
            return null;
        }
        while (true) {
            long position = tail.get();
            Place place = places[(int) position & mask];
            long ahead = place.turn.get() - position;
            if (ahead < 0) {
                overflowed.increment();
                return null;
            }
            if (ahead == 0 && tail.compareAndSet(position, position + 1)) {
                if (place.bytes.length < length) {
                    place.bytes = new byte[Integer.highestOneBit(length) << 1];
                }
                place.position = position;
                place.length = length;
                return place;
            }
        }
    }

    /** The record is whole: the taker may have it. */
    public void publish(Place place) {
        place.turn.set(place.position + 1);
        Thread waits = sleeper;
        if (waits != null) {
            LockSupport.unpark(waits);
        }
    }

    /**
     * Taker: waits for a record, not longer than {@code maxNs}. Only then does a thread that puts one in have to wake it.
     */
    void await(long maxNs) {
        sleeper = Thread.currentThread();
        if (next() == null) {
            LockSupport.parkNanos(this, maxNs);
        }
        sleeper = null;
    }

    /** Puts in a copy; false when the queue is full. */
    public boolean offer(byte[] record) {
        Place place = claim(record.length);
        if (place == null) {
            return false;
        }
        System.arraycopy(record, 0, place.bytes, 0, record.length);
        publish(place);
        return true;
    }

    /** Records that found a place since the start. Any thread. */
    long claimed() {
        return tail.get();
    }

    /** Records that found no place. Any thread. */
    public long overflowed() {
        return overflowed.sum();
    }

    /** Taker: the next record, its own until {@link #release}; null when there is none. */
    @Nullable
    Place next() {
        Place place = places[(int) head & mask];
        return place.turn.get() == head + 1 ? place : null;
    }

    /** Taker: gives the place of {@link #next} back. */
    void release(Place place) {
        if (place.bytes.length > KEPT_BYTES) {
            place.bytes = new byte[PLACE_BYTES];
        }
        place.turn.set(head + places.length);
        head++;
    }
}
