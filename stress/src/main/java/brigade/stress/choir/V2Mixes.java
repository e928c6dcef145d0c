package brigade.stress.choir;

import brigade.client.Seat;
import brigade.stress.stream.MixHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * All mixes that were heard, each distinct one kept once: who comes first with a message of a bucket and shard brings its
 * bytes, all others only compare a checksum. Any thread; read when all are done.
 */
final class V2Mixes {
    private static final int UNEQUAL_KEPT = 100;

    /** Whose mix it is; each shard encodes for itself. */
    record Line(int shard, int bucket) {}

    /**
     * A message.
     *
     * @param endClock behind its last frame
     * @param sound the message; null for silence
     */
    record Mix(long clock, long endClock, @Nullable V2Message sound, int sum, String reader) {}

    private static final class Heard {
        private final Map<Long, Mix> mixes = new ConcurrentHashMap<>();
        private final Map<String, String> readers = new ConcurrentHashMap<>();
        private volatile long delaySamples;
    }

    private final Map<Line, Heard> lines = new ConcurrentHashMap<>();
    private final AtomicLong compared = new AtomicLong();
    private final List<String> unequal = new ArrayList<>();

    /** Takes what {@code reader}, who sits in {@code seat}, was sent; its position stays. */
    void take(int shard, Seat seat, MixHeader header, ByteBuffer message, String reader) {
        Heard heard = lines.computeIfAbsent(new Line(shard, header.bucket()), _ -> new Heard());
        CRC32C crc = new CRC32C();
        crc.update(message.duplicate());
        int sum = (int) crc.getValue();
        // Silence ends at its clock, where sound may begin.
        long key = 2 * header.clock() + (header.packets() == 0 ? 1 : 0);
        Mix known = heard.mixes.get(key);
        if (known == null) {
            V2Message sound = header.packets() > 0 ? V2Message.copyOf(message) : null;
            known = heard.mixes.putIfAbsent(key, new Mix(header.clock(), header.endClock(), sound, sum, reader));
            heard.delaySamples = seat.delaySamples();
            heard.readers.putIfAbsent(reader, reader);
        }
        if (known != null) {
            compared.incrementAndGet();
            if (known.sum() != sum) {
                tell(header.bucket(), header.clock(), known.reader(), reader);
            }
        }
    }

    private synchronized void tell(int bucket, long clock, String one, String other) {
        if (unequal.size() < UNEQUAL_KEPT) {
            unequal.add(String.format(
                    Locale.ROOT,
                    "%s and %s of bucket %d were sent different sound at clock %d",
                    one,
                    other,
                    bucket,
                    clock));
        }
    }

    /** How members of a bucket on one shard compare. */
    synchronized Performance.Mates mates() {
        return new Performance.Mates(compared.get(), List.copyOf(unequal));
    }

    /** Who was heard where, in a fixed order. */
    List<Line> lines() {
        return lines.keySet().stream()
                .sorted(Comparator.comparingInt(Line::bucket).thenComparingInt(Line::shard))
                .toList();
    }

    /** Its messages in the order of time. */
    List<Mix> mixes(Line line) {
        TreeMap<Long, Mix> sorted = new TreeMap<>();
        heard(line).mixes.forEach((key, mix) -> sorted.put(2 * mix.endClock() + (mix.sound() == null ? 0 : 1), mix));
        return List.copyOf(sorted.values());
    }

    /** How far behind now it was sent. */
    long delaySamples(Line line) {
        return heard(line).delaySamples;
    }

    /** Who brought its messages. */
    List<String> readers(Line line) {
        return heard(line).readers.keySet().stream().sorted().toList();
    }

    private Heard heard(Line line) {
        return java.util.Objects.requireNonNull(lines.get(line));
    }
}
