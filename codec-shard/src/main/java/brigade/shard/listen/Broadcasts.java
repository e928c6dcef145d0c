package brigade.shard.listen;

import brigade.shard.rooms.RoomInfo;
import brigade.wire.WireException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that somebody listens to over HTTP: each is heard once, from the first request until a minute after the last.
 * Any thread; bounded: about 1 MB a room.
 */
final class Broadcasts implements AutoCloseable {
    /** Rooms at a time; over it: 503. */
    static final int ROOMS_MAX = 100;

    /** A room that nobody asks for is let go after this. */
    static final long KEPT_NS = 60_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Broadcasts.class);

    /** One room. */
    record Heard(RoomBroadcast packets, SegmentMaker segments, ListenSource.Link link) {
        /** An endless stream begins. */
        void join() {
            synchronized (packets) { // so that the room is told the numbers in their order
                link.behind(packets.readers.incrementAndGet());
            }
        }

        /** It has ended. */
        void leave(long nowNs) {
            synchronized (packets) {
                link.behind(packets.readers.decrementAndGet());
            }
            packets.usedNs = nowNs;
        }
    }

    private final Map<String, Heard> rooms = new LinkedHashMap<>();
    private final ListenSource source;
    private final byte[] silence;
    private final LongSupplier serverClock;
    private final LongSupplier nowNs;

    Broadcasts(ListenSource source, byte[] silence, LongSupplier serverClock, LongSupplier nowNs) {
        this.source = source;
        this.silence = silence;
        this.serverClock = serverClock;
        this.nowNs = nowNs;
    }

    /** The room's packets; begins to listen when nobody did. */
    synchronized Heard of(RoomInfo room) {
        Heard heard = rooms.get(room.room());
        if (heard == null || heard.packets().ended() != null) {
            if (heard != null) {
                close(heard);
                rooms.remove(room.room());
            }
            if (rooms.size() >= ROOMS_MAX) {
                tidy();
            }
            if (rooms.size() >= ROOMS_MAX) {
                throw new WireException(503, "too many rooms are listened to on this shard");
            }
            RoomBroadcast packets = new RoomBroadcast(silence, serverClock.getAsLong(), nowNs);
            heard = new Heard(packets, new SegmentMaker(packets, serverClock), source.listen(room, packets));
            rooms.put(room.room(), heard);
        }
        heard.packets().usedNs = nowNs.getAsLong();
        return heard;
    }

    /** Lets go what nobody asked for. */
    synchronized void tidy() {
        long now = nowNs.getAsLong();
        for (Iterator<Heard> all = rooms.values().iterator(); all.hasNext(); ) {
            Heard heard = all.next();
            boolean used = heard.packets().readers.get() > 0 || now - heard.packets().usedNs < KEPT_NS;
            if (!used || heard.packets().ended() != null) {
                all.remove();
                close(heard);
            }
        }
    }

    /** Rooms that are heard. */
    synchronized int size() {
        return rooms.size();
    }

    private static void close(Heard heard) {
        try {
            heard.link().close();
        } catch (RuntimeException e) {
            LOG.warn("a room could not be left", e);
        }
        heard.packets().ended("closed");
    }

    @Override
    public synchronized void close() {
        rooms.values().forEach(Broadcasts::close);
        rooms.clear();
    }
}
