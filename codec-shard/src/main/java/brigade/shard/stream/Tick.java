package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.rpc.RpcUnavailableException;
import brigade.wire.WireException;
import brigade.wire.stream.FrameBlockReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of the shard: voices and control input up, closed frames and messages down, sound out. Tick thread only.
 *
 * <p>While the state server is away sockets stay open: a hello and an end are kept and told later, other messages are answered by
 * an error. Voices wait, decoded or in their inboxes, until the next server has given their singers their seats again.
 */
final class Tick implements TickReply.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Tick.class);

    /** JSON of one call: beyond, events wait for the next. */
    private static final int EVENTS_MAX_BYTES = 200_000;

    private static final long FRAME_NS = 20_000_000L;

    /** Calls of one tick, beside those with voices: whatever waits then waits for the next. */
    private static final int CALLS_MAX = 64;

    private static final float[] NO_VOICE = new float[0];
    private static final int OK = 200;

    /** Voices wait so long for seats at another state server: who has none by then does not get his. */
    private static final long SEATS_NS = 3_000_000_000L;

    /** A shard that said nothing for 10 s is given up by the state server, and its members with it. */
    private static final long SILENT_NS = 8_000_000_000L;

    private final TickCall call;
    private final TickRequest request;
    private final ControlDesk desk;
    private final VoiceIntake intake;
    private final RoomsHere rooms;
    private final TalkRelay talk;
    private final Map<Long, Connection> connections;
    private final AccessCheck access;
    private final Consumer<AutoCloseable> closer;
    private final StreamMetrics metrics;
    private final LongSupplier nanoTime;
    private final BooleanSupplier ready;

    private final TickReply reply = new TickReply();
    private final FrameBlockReader blocks = new FrameBlockReader();
    private final ArrayDeque<ControlEvent> again = new ArrayDeque<>();
    private final List<ControlEvent> underway = new ArrayList<>();
    private boolean away;
    private volatile boolean announced;
    private boolean saidReady;
    private boolean failedBefore;
    private long answeredNs;

    /** The state server's clock of the last answer that was understood. */
    private long answeredClock;

    /** The next page of voices for a call; all that were collected are told before more are. */
    private int page;

    private long agedNs;
    private boolean seatsMissing;
    private long seatsMissingNs;

    Tick(
            TickCall call,
            TickRequest request,
            ControlDesk desk,
            VoiceIntake intake,
            RoomsHere rooms,
            TalkRelay talk,
            Map<Long, Connection> connections,
            AccessCheck access,
            Consumer<AutoCloseable> closer,
            StreamMetrics metrics,
            LongSupplier nanoTime,
            BooleanSupplier ready) {
        this.call = call;
        this.request = request;
        this.desk = desk;
        this.intake = intake;
        this.rooms = rooms;
        this.talk = talk;
        this.connections = connections;
        this.access = access;
        this.closer = closer;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.ready = ready;
    }

    /** Whether a room of this shard sounds: then the next boundary is the next frame's. */
    boolean isSounding() {
        return !away && reply.sounding;
    }

    /** Whether the state server did not answer. */
    boolean isAway() {
        return away;
    }

    /** Whether the state server sends newcomers here: the last call said that this shard is ready, and was answered. Any thread. */
    boolean isAnnounced() {
        return announced;
    }

    /** Whether there was no time for some voices. */
    boolean hasLeftVoices() {
        return intake.hasLeft();
    }

    /** The state server's clock of its last answer. */
    long now() {
        return reply.now;
    }

    /**
     * Tells and hears everything.
     *
     * @param flush sends what was heard; called when the calls of a tick, as after a stall, take longer than a frame
     */
    void exchange(Runnable flush) {
        VoicePages pages = intake.pages();
        if (page >= pages.pages()) {
            page = 0;
            agedNs = nanoTime.getAsLong();
            intake.collect(connections.values());
        }
        long flushedNs = nanoTime.getAsLong();
        boolean more = true;
        for (int calls = 0; more; calls++) {
            boolean events = writeEvents();
            boolean voice = page < pages.pages() && !isSeatMissing();
            if (voice) {
                age(pages);
            }
            if (!call(voice ? pages.floats(page) : NO_VOICE, voice ? pages.floatCount(page) : 0)) {
                return;
            }
            if (voice && !seatsMissing) {
                page++;
            }
            boolean told = (events || reply.more || !again.isEmpty()) && calls < CALLS_MAX;
            more = told || (page < pages.pages() && !isSeatMissing());
            if (more && nanoTime.getAsLong() - flushedNs > FRAME_NS) {
                talk.flush();
                flush.run();
                flushedNs = nanoTime.getAsLong();
            }
        }
        talk.flush();
    }

    /** What is told now has waited since it was collected, or since it was last told in vain. */
    private void age(VoicePages pages) {
        long nowNs = nanoTime.getAsLong();
        int samples = (int) ((nowNs - agedNs) * AudioFormat.SAMPLE_RATE_HZ / 1_000_000_000L);
        for (int waiting = page; waiting < pages.pages(); waiting++) {
            pages.older(waiting, samples);
        }
        agedNs += samples * 1_000_000_000L / AudioFormat.SAMPLE_RATE_HZ;
    }

    /** Whether another state server has not given somebody his seat again, and may yet. */
    private boolean isSeatMissing() {
        if (seatsMissing) {
            boolean late = nanoTime.getAsLong() - seatsMissingNs > SEATS_NS;
            seatsMissing = false;
            for (Connection connection : connections.values()) {
                connection.waitsForSeat &= !late;
                seatsMissing |= connection.waitsForSeat;
            }
        }
        return seatsMissing;
    }

    /** Writes what waits; whether some was left for another call. */
    private boolean writeEvents() {
        saidReady = ready.getAsBoolean();
        request.begin(saidReady);
        underway.clear();
        ControlEvent event = null;
        while (request.length() < EVENTS_MAX_BYTES) {
            event = next();
            if (event == null) {
                break;
            }
            if (isWorthTelling(event)) {
                request.add(event);
                underway.add(event);
            }
        }
        request.end();
        return event != null;
    }

    private @Nullable ControlEvent next() {
        ControlEvent kept = again.pollFirst();
        return kept != null ? kept : desk.poll();
    }

    /** Whether the state server needs to know; who is gone is forgotten here. */
    private boolean isWorthTelling(ControlEvent event) {
        Connection connection = event.connection();
        return switch (event.kind()) {
            case HELLO -> {
                connection.announced = !connection.gone;
                yield connection.announced;
            }
            case CLOSED -> {
                forget(connection);
                yield connection.announced;
            }
            case MESSAGE, STATS -> connection.announced;
        };
    }

    private void forget(Connection connection) {
        rooms.leave(connection);
        if (connections.remove(connection.number, connection) && connection.decoder != null) {
            closer.accept(connection.decoder);
            connection.decoder = null;
        }
    }

    /** One call and its answer; false when there was none. */
    private boolean call(float[] data, int floats) {
        long startNs = nanoTime.getAsLong();
        try {
            TickAnswer answer = call.call(request.bytes(), request.length(), data, floats);
            metrics.rpc.record(nanoTime.getAsLong() - startNs, TimeUnit.NANOSECONDS);
            if (answer.status() != OK) {
                throw WireException.malformed("status " + answer.status() + ": "
                        + new String(answer.json(), 0, answer.jsonBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
            take(answer);
            finishClosed();
            if (startNs - answeredNs > SILENT_NS && answeredNs != 0) {
                sayHelloAgain();
            }
            answeredNs = startNs;
            answeredClock = reply.now;
            announced = saidReady;
            away = false;
            failedBefore = false;
            return true;
        } catch (RpcUnavailableException e) {
            failed(e);
            return false;
        } catch (WireException e) {
            if (floats > 0) {
                page++; // what it does not like, it would not like again; voices that wait were not in it
            }
            failed(e);
            return false;
        }
    }

    private void failed(RuntimeException e) {
        metrics.failedCalls.increment();
        if (!failedBefore) {
            failedBefore = true;
            LOG.warn("a tick failed: {}", e.getMessage());
        }
        away = true;
        announced = false;
        for (int i = underway.size() - 1; i >= 0; i--) {
            ControlEvent event = underway.get(i);
            switch (event.kind()) {
                case HELLO, CLOSED -> again.addFirst(event);
                case MESSAGE ->
                    event.connection()
                            .error("unavailable", "The server could not take this; please try again.", event.about());
                case STATS -> {}
            }
        }
        underway.clear();
    }

    private void take(TickAnswer answer) {
        reply.read(answer.json(), answer.jsonBytes(), this);
        blocks.over(answer.data(), answer.dataBytes());
        while (blocks.next()) {
            if (blocks.isTalk()) {
                talk.add(blocks);
            } else {
                rooms.frames(blocks);
            }
        }
    }

    /** It knows nobody but who was told of in this very call; the others say hello again. */
    @Override
    public void anotherServer() {
        LOG.info("another state server: {} members say hello again", connections.size());
        rooms.outage(answeredClock, reply.now);
        rooms.forgetAll(connections.values());
        seatsMissing = true;
        seatsMissingNs = nanoTime.getAsLong();
        sayHelloAgain();
    }

    /** Whom the state server knows nevertheless, it does not take twice. */
    private void sayHelloAgain() {
        Set<Connection> known = new HashSet<>();
        for (ControlEvent event : underway) {
            if (event.kind() == ControlEvent.Kind.HELLO) {
                known.add(event.connection());
            }
        }
        for (Connection connection : connections.values()) {
            if (connection.announced && !known.contains(connection)) {
                again.addLast(new ControlEvent(connection, ControlEvent.Kind.HELLO, "", "hello"));
            }
        }
    }

    /** Forgets whom the state server was told to be gone. */
    private void finishClosed() {
        for (int i = 0; i < underway.size(); i++) {
            ControlEvent event = underway.get(i);
            if (event.kind() == ControlEvent.Kind.CLOSED) {
                event.connection().announced = false;
            }
        }
    }

    @Override
    public void seat(TickReply.SeatRow seat) {
        Connection connection = connections.get(seat.connection);
        if (connection != null) {
            rooms.seat(connection, seat);
        }
    }

    @Override
    public void room(int number, @Nullable String id, int messageFrames, boolean recording) {
        rooms.settings(number, id, messageFrames, recording);
    }

    @Override
    public void out(TickReply.OutRow out) {
        String resume = out.resume;
        String message = out.message;
        if (resume != null && out.toCount == 1) {
            Connection connection = connections.get(out.to[0]);
            if (connection != null) {
                connection.resumeClaims = resume;
            }
            message = "{\"resume\":\"" + access.sign(resume) + "\"" + (message.length() > 2 ? "," : "")
                    + message.substring(1);
        }
        for (int i = 0; i < out.toCount; i++) {
            send(connections.get(out.to[i]), out.roles, message);
        }
        RoomHere room = out.toAll ? rooms.find(out.room) : null;
        if (room != null) {
            for (Bucket bucket : room.buckets) {
                for (Connection member : bucket.members()) {
                    send(member, out.roles, message);
                }
            }
        }
    }

    private static void send(@Nullable Connection connection, @Nullable String roles, String message) {
        if (connection == null || (roles != null && !roles.contains('"' + connection.role + '"'))) {
            return;
        }
        SocketOut socket = connection.out;
        if (socket != null) {
            socket.text(message);
        }
    }

    @Override
    public void close(long number, int code, String reason) {
        Connection connection = connections.get(number);
        if (connection == null) {
            return;
        }
        SocketOut socket = connection.out;
        if (socket != null) {
            socket.close(code, reason);
        }
        PacketListener listener = connection.listener;
        if (listener != null) {
            listener.ended(reason);
        }
        desk.closed(connection);
    }
}
