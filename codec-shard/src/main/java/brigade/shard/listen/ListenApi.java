package brigade.shard.listen;

import brigade.access.RoomTokens;
import brigade.shard.exchange.Query;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.rooms.RoomsApi;
import brigade.wire.WireException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /listen/R.ogg}, {@code /listen/R.m3u8} and {@code /listen/R/N.ogg}: docs/rooms.md. Called by the server's threads. */
public final class ListenApi implements AutoCloseable {
    /** Endless streams of one shard at a time; over it: 503. Segments have no such limit. */
    static final int STREAMS_MAX = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(ListenApi.class);
    private static final String OGG = ".ogg";
    private static final String M3U8 = ".m3u8";
    private static final long LOOK_INTERVAL_NS = 5_000_000_000L;
    private static final long TIDY_INTERVAL_NS = 10_000_000_000L;

    private final ListenDoor door;
    private final Broadcasts broadcasts;
    private final LongSupplier nowNs;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger serials = new AtomicInteger();
    private final Thread tidier;

    /**
     * Serves rooms that {@code source} lets hear.
     *
     * @param rooms asks the state server for a room; 404 when there is none
     * @param silence one packet of lasting silence, as the stream's encoders make it
     * @param serverClock samples, now
     * @param nowNs monotonic nanoseconds
     */
    public ListenApi(
            ListenSource source,
            Function<String, RoomInfo> rooms,
            RoomTokens tokens,
            byte[] silence,
            LongSupplier serverClock,
            LongSupplier nowNs) {
        this.door = new ListenDoor(rooms, tokens, nowNs);
        this.broadcasts = new Broadcasts(source, silence, serverClock, nowNs);
        this.nowNs = nowNs;
        tidier = Thread.ofVirtual().name("listen-tidy").start(this::keepTidying);
    }

    /** Enters the routes; before any that takes all paths. */
    public void addTo(RoutesConfig routes) {
        routes.get("/listen/{file}", this::file);
        routes.get("/listen/{room}/{file}", this::segment);
    }

    private void file(Context context) {
        String file = context.pathParam("file");
        if (file.endsWith(OGG)) {
            endless(context, legal(file, OGG));
        } else if (file.endsWith(M3U8)) {
            playlist(context, legal(file, M3U8));
        } else {
            throw nothingHere();
        }
    }

    private static String legal(String file, String suffix) {
        String room = file.substring(0, file.length() - suffix.length());
        if (!RoomsApi.isLegal(room)) {
            throw nothingHere();
        }
        return room;
    }

    private static WireException nothingHere() {
        return new WireException(404, "there is nothing at this address");
    }

    private static @Nullable String token(Context context) {
        return Query.parse(context.queryString()).text("token");
    }

    private void playlist(Context context, String room) {
        String token = token(context);
        SegmentMaker segments = broadcasts.of(door.enter(room, token)).segments();
        context.contentType("application/vnd.apple.mpegurl")
                .header("Cache-Control", "public, max-age=2")
                .result(Playlist.text(room, token, segments.firstListed(segments.latest()), segments.latest()));
    }

    private void segment(Context context) {
        String room = context.pathParam("room");
        String file = context.pathParam("file");
        if (!RoomsApi.isLegal(room) || !file.matches("[0-9]{1,15}\\.ogg")) {
            throw nothingHere();
        }
        long number = Long.parseLong(file.substring(0, file.length() - OGG.length()));
        context.header("Cache-Control", "no-store"); // of a refusal
        byte[] bytes = broadcasts
                .of(door.enter(room, token(context)))
                .segments()
                .segment(number)
                .orElseThrow(() -> new WireException(404, "this segment is not there yet, or no more"));
        context.contentType("audio/ogg")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .result(bytes);
    }

    private void endless(Context context, String room) {
        String token = token(context);
        Broadcasts.Heard heard = broadcasts.of(door.enter(room, token));
        if (streams.incrementAndGet() > STREAMS_MAX) {
            streams.decrementAndGet();
            throw new WireException(503, "too many listeners on this shard; the playlist still works");
        }
        heard.join();
        context.contentType("audio/ogg").header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        CompletableFuture<Void> over = new CompletableFuture<>();
        context.future(() -> {
            Thread.ofVirtual().name("listen-" + room).start(() -> {
                boolean gone = true;
                try {
                    gone = feed(context, room, token, heard.packets());
                } finally {
                    heard.leave(nowNs.getAsLong());
                    streams.decrementAndGet();
                    if (!gone) {
                        over.complete(null);
                    }
                    // Else Jetty has ended the request by itself, or does when its connection is idle: it may serve
                    // another
                    // one by now, and must not be touched.
                }
            });
            return over;
        });
    }

    /** Sends until the stream ends; true when the listener went before. */
    private boolean feed(Context context, String room, @Nullable String token, RoomBroadcast packets) {
        try {
            OutputStream out = context.res().getOutputStream();
            EndlessStream stream = new EndlessStream(packets, serials.incrementAndGet(), out, nowNs);
            long[] nextLookNs = {nowNs.getAsLong() + LOOK_INTERVAL_NS};
            EndlessStream.End end = stream.run(() -> {
                if (nowNs.getAsLong() - nextLookNs[0] < 0) {
                    return true;
                }
                nextLookNs[0] += LOOK_INTERVAL_NS;
                return mayHear(room, token);
            });
            LOG.debug("a listener's stream of {} ended: {}", room, end);
            return false;
        } catch (IOException e) {
            LOG.debug("a listener of {} has gone", room);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asked again and again: the room's setting, or the link, may have changed since. */
    private boolean mayHear(String room, @Nullable String token) {
        try {
            door.enter(room, token);
            return true;
        } catch (WireException e) {
            return e.status() >= 500; // nobody says no
        }
    }

    private void keepTidying() {
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(TIDY_INTERVAL_NS);
            try {
                broadcasts.tidy();
            } catch (RuntimeException e) {
                LOG.error("rooms without listeners could not be left", e); // the next turn tries again
            }
        }
    }

    /** Ends all streams. */
    @Override
    public void close() {
        tidier.interrupt();
        broadcasts.close();
    }
}
