package brigade.shard.codec;

import brigade.wire.WireException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The codec state of all users of this shard, by room and user id. Bounded in number; a user silent for 60 s is
 * forgotten and his native memory freed at once. Any thread; requests of one user wait for each other, those of
 * different users do not.
 */
public final class VoiceCodecs implements AutoCloseable {
    /** A user who sends nothing for so long is forgotten. */
    public static final long FORGET_AFTER_NS = 60_000_000_000L;

    /** Whose state it is: ids are unique within a room. */
    public record Key(String room, long userId) {}

    /** Work on one user's state, done under his lock. */
    @FunctionalInterface
    public interface Work<T> {
        /** Called once; the state must not be kept. */
        T with(VoiceCodec voice);
    }

    private final OpusCodec codec;
    private final int maxUsers;
    private final LongSupplier clockNs;
    private final ConcurrentHashMap<Key, VoiceCodec> voices = new ConcurrentHashMap<>();
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicLong made = new AtomicLong();

    /**
     * @param maxUsers how many users are kept at most
     * @param clockNs monotonic nanoseconds
     */
    public VoiceCodecs(OpusCodec codec, int maxUsers, LongSupplier clockNs) {
        this.codec = codec;
        this.maxUsers = maxUsers;
        this.clockNs = clockNs;
    }

    /**
     * Does {@code work} on the state of that user, made now if there is none.
     *
     * @throws WireException 429 when the shard has as many users as it takes
     */
    public <T> T call(Key key, Work<T> work) {
        while (true) {
            VoiceCodec voice = voices.get(key);
            if (voice == null) {
                voice = add(key);
            }
            voice.lock().lock();
            try {
                if (voice.isClosed()) {
                    continue; // forgotten between the look-up and the lock
                }
                try {
                    return work.with(voice);
                } finally {
                    voice.used(clockNs.getAsLong());
                }
            } finally {
                voice.lock().unlock();
            }
        }
    }

    private VoiceCodec add(Key key) {
        if (users.get() >= maxUsers) {
            forgetSilent();
        }
        return voices.computeIfAbsent(key, absent -> {
            if (users.incrementAndGet() > maxUsers) {
                users.decrementAndGet();
                throw new WireException(429, "this shard is full: " + maxUsers + " users");
            }
            try {
                return new VoiceCodec(codec, made.incrementAndGet(), clockNs.getAsLong());
            } catch (RuntimeException | Error e) {
                users.decrementAndGet();
                throw e;
            }
        });
    }

    /** Frees whoever has been silent for {@link #FORGET_AFTER_NS}; how many that were. Never waits for a busy user. */
    public int forgetSilent() {
        int forgotten = 0;
        long now = clockNs.getAsLong();
        for (Iterator<VoiceCodec> each = voices.values().iterator(); each.hasNext(); ) {
            VoiceCodec voice = each.next();
            if (voice.lock().tryLock()) {
                try {
                    if (!voice.isClosed() && now - voice.lastUseNs() >= FORGET_AFTER_NS) {
                        each.remove();
                        forget(voice);
                        forgotten++;
                    }
                } finally {
                    voice.lock().unlock();
                }
            }
        }
        return forgotten;
    }

    /** Users with codec state. */
    public int users() {
        return users.get();
    }

    private void forget(VoiceCodec voice) {
        voice.close();
        users.decrementAndGet();
    }

    /** Frees all. A request under way is waited for; none may come afterwards. */
    @Override
    public void close() {
        for (Iterator<VoiceCodec> each = voices.values().iterator(); each.hasNext(); ) {
            VoiceCodec voice = each.next();
            voice.lock().lock();
            try {
                if (!voice.isClosed()) {
                    each.remove();
                    forget(voice);
                }
            } finally {
                voice.lock().unlock();
            }
        }
    }
}
