package brigade.state.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A state that one owner changes and others look at: the current one is read, the next one is filled, and one store
 * switches between them (as JACK's server does with its connection graph). A reader sees all of one state or all of
 * another. The owner never waits and, with one more state than there are readers and the two, is never refused.
 *
 * <p>States are made once and used in turn; nothing allocates afterwards. A reader marks the state that it looks at, and
 * the owner fills only what nobody looks at, so a reader may take its time.
 *
 * @param <T> a mutable carrier; written by the owner between {@link #next} and {@link #publish}, and only then
 */
public final class Published<T> {
    private final List<T> states;
    private final AtomicIntegerArray readers;
    private final AtomicInteger current = new AtomicInteger();

    /** The owner's: what it is filling; -1 when nothing. */
    private int filling = -1;

    /**
     * @param make makes an empty state; the first made is current until the first {@link #publish}
     * @param readersMax threads that read at the same time without the owner being refused
     */
    public Published(Supplier<? extends T> make, int readersMax) {
        if (readersMax < 1) {
            throw new IllegalArgumentException("published for " + readersMax + " readers");
        }
        int count = readersMax + 2;
        states = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            states.add(make.get());
        }
        readers = new AtomicIntegerArray(count);
    }

    /**
     * The next state, to be filled whole: it holds an old one. Owner only.
     *
     * @return the same one until {@link #publish}; null when more readers than expected look at all others: the change is
     *     then published with a later one
     */
    public @Nullable T next() {
        if (filling < 0) {
            int now = current.get();
            for (int i = 1; i < states.size() && filling < 0; i++) {
                int candidate = (now + i) % states.size();
                if (readers.get(candidate) == 0) {
                    filling = candidate;
                }
            }
        }
        return filling < 0 ? null : states.get(filling);
    }

    /** Makes the state that {@link #next} gave current. Owner only; does nothing when there is none. */
    public void publish() {
        if (filling >= 0) {
            current.set(filling);
            filling = -1;
        }
    }

    /**
     * Looks at the current state; any thread.
     *
     * @param look must not change the state nor keep it
     * @return what {@code look} returned
     */
    public <R> R read(Function<? super T, ? extends R> look) {
        int marked = mark();
        try {
            return look.apply(states.get(marked));
        } finally {
            readers.decrementAndGet(marked);
        }
    }

    /**
     * Marks the current state. The owner may have taken it for filling between the look at {@link #current} and the mark;
     * then it is no longer current after the mark, and the mark is taken off again. If it is current after the mark, it is
     * whole, and the owner sees the mark before it fills it again.
     */
    private int mark() {
        while (true) {
            int found = current.get();
            readers.incrementAndGet(found);
            if (current.get() == found) {
                return found;
            }
            readers.decrementAndGet(found);
        }
    }
}
