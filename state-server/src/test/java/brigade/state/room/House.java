package brigade.state.room;

import brigade.state.ring.RingSize;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A house of rooms in virtual time, for tests: the clock moves only when told. */
final class House {
    /** Shorter than real ones, since every test makes its own. */
    private static final RingSize RING = new RingSize(60 * 48_000, 20 * 48_000);

    /** Noon of an ordinary day. */
    static final long START = 1_795_262_400L * 48_000;

    final HeapCall call = new HeapCall();
    final Rooms rooms;
    long now;

    House() {
        this(START, builder -> builder);
    }

    House(long now, UnaryOperator<RoomsBuilder> more) {
        this.now = now;
        this.rooms = more.apply(Rooms.builder()
                        .clock(() -> this.now)
                        .random(new Random(1))
                        .rings(id -> RingSource.heap(RING)))
                .build();
    }

    /** A client who listens {@code delaySeconds} behind now. */
    Client client(long userId, int delaySeconds) {
        return new Client(this, userId, now - delaySeconds * 48_000L);
    }

    /** Lets time pass, ticking four times a second. */
    void pass(double seconds) {
        long end = now + Math.round(seconds * 48_000);
        while (now < end) {
            now = Math.min(end, now + 12_000);
            rooms.tick(now);
        }
    }
}
