package brigade.client;

import brigade.wire.stream.HouseUrl;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a room, over as many sockets as it takes: says hello, keeps the clock, follows what the server tells, and
 * takes a lost connection up with its resume token. Asked to {@code reconnect}, it says hello on a second one and goes on with
 * the first until it is welcome there. It knows nothing of sound.
 *
 * <p>Any thread may call; {@link #tick} is for one at a time. All state is guarded by {@link #lock}, under which events are
 * told too.
 */
public final class StreamSession {
    private static final long MS = 1_000_000L;

    /** The first pings come fast, so that the clock is good before the first sound; later ones follow its drift. */
    private static final int FAST_PINGS = 8;

    private static final long FAST_PING_NS = 110 * MS;
    private static final long PING_NS = 2_000 * MS;
    private static final long STATS_NS = 5_000 * MS;

    /** A connection on which nothing came for so long is dead: pongs alone come oftener. */
    private static final long SILENT_MAX_NS = 8_000 * MS;

    private static final long BACKOFF_MIN_NS = 100 * MS;
    private static final long BACKOFF_MAX_NS = 3_000 * MS;

    /** A second connection that did not come about is tried again, while the first one lives. */
    private static final long BESIDE_AGAIN_NS = 300 * MS;

    /** As long as the server keeps the seat. */
    private static final long GIVE_UP_NS = 60_000 * MS;

    /** Reasons of {@code bye} after which one may come again. */
    private static final Set<String> COME_AGAIN = Set.of("shutdown", "slow");

    private enum State {
        WAITING,
        CONNECTING,
        OPEN,
        ENDED
    }

    /** Guards everything here and in the client round it. */
    final Object lock = new Object();

    private final SessionConfig config;
    private Connector connector;
    private final LongSupplier nowNs;
    private final SessionEvents events;
    private final ClockSync clock = new ClockSync();
    private final RoomView room = new RoomView();

    private State state = State.WAITING;
    private @Nullable Link link;
    private @Nullable StreamSocket socket;

    /** The connection that is to replace {@link #link}; null while there is none. */
    private @Nullable Link beside;

    /** When to try for one; never while nobody asked. */
    private long besideAtNs = Long.MAX_VALUE;

    private @Nullable String resume;
    private @Nullable Seat seat;
    private @Nullable String byeReason;
    private @Nullable URI movedTo;
    private String lastReason = "";
    private boolean welcomed;
    private long waitUntilNs;
    private long backoffNs = BACKOFF_MIN_NS;
    private Runnable wake = () -> {};
    private long lostSinceNs;
    private long heardFromNs;
    private long nextPingNs;
    private long nextStatsNs;
    private int fastPingsLeft = FAST_PINGS;
    private @Nullable ObjectNode stats;

    /** @param nowNs the local monotonic clock */
    public StreamSession(SessionConfig config, Connector connector, LongSupplier nowNs, SessionEvents events) {
        this.config = config;
        this.connector = connector;
        this.nowNs = nowNs;
        this.events = events;
        lostSinceNs = nowNs.getAsLong();
        waitUntilNs = lostSinceNs;
    }

    /** Whom to call when {@link #tick} has more to do than it knew. */
    void onWake(Runnable newWake) {
        synchronized (lock) {
            wake = newWake;
        }
    }

    /**
     * Does what is due: connects, pings, gives up.
     *
     * @return local time at which it wants to be called again, at the latest
     */
    public long tick() {
        synchronized (lock) {
            long now = nowNs.getAsLong();
            switch (state) {
                case WAITING -> {
                    if (now - lostSinceNs > GIVE_UP_NS) {
                        end("nobody answers: " + lastReason);
                    } else if (now >= waitUntilNs) {
                        connect(now);
                    }
                }
                case CONNECTING, OPEN -> {
                    if (now - heardFromNs > SILENT_MAX_NS) {
                        dropLink("nothing came for " + SILENT_MAX_NS / MS + " ms");
                    } else if (state == State.OPEN) {
                        ping(now);
                        if (now >= besideAtNs) {
                            connectBeside();
                        }
                    }
                }
                case ENDED -> {}
            }
            return nextDueNs(now);
        }
    }

    private long nextDueNs(long now) {
        return switch (state) {
            case WAITING -> waitUntilNs;
            case CONNECTING -> now + 500 * MS;
            case OPEN -> Math.min(Math.min(nextPingNs, besideAtNs), now + 500 * MS);
            case ENDED -> Long.MAX_VALUE;
        };
    }

    private void connect(long now) {
        state = State.CONNECTING;
        heardFromNs = now;
        welcomed = false;
        byeReason = null;
        Link made = new Link();
        link = made;
        connector.connect(made);
    }

    private void connectBeside() {
        besideAtNs = Long.MAX_VALUE;
        Link made = new Link();
        beside = made;
        connector.connect(made);
    }

    private void ping(long now) {
        if (now >= nextPingNs) {
            nextPingNs = now + (fastPingsLeft > 0 ? FAST_PING_NS : PING_NS);
            fastPingsLeft = Math.max(0, fastPingsLeft - 1);
            sendText(ControlJson.ping(nowNs.getAsLong()));
        }
        ObjectNode due = stats;
        if (due != null && now >= nextStatsNs) {
            nextStatsNs = now + STATS_NS;
            stats = null;
            sendText(due.toString());
        }
    }

    /** One connection; what an older one still says is not heard. */
    private final class Link implements StreamSocket.Events {
        private @Nullable StreamSocket own;

        @Override
        public void opened(StreamSocket opened) {
            synchronized (lock) {
                boolean waited = beside == this || (link == this && state == State.CONNECTING);
                if (!waited) {
                    opened.cut();
                    return;
                }
                own = opened;
                if (link == this) {
                    begin(opened);
                }
                opened.sendText(ControlJson.hello(config, resume));
                wake.run();
            }
        }

        @Override
        public void text(String message) {
            long receivedNs = nowNs.getAsLong();
            JsonNode json;
            try {
                json = ControlJson.MAPPER.readTree(message);
            } catch (JacksonException e) {
                return; // a server that sends no JSON is not ours to judge; the next message may be better
            }
            synchronized (lock) {
                if (beside == this && json.path("type").asString("").equals("welcome")) {
                    StreamSocket old = socket;
                    goOnWith(this);
                    if (old != null) {
                        old.close();
                    }
                }
                if (link == this) {
                    heardFromNs = receivedNs;
                    take(json, receivedNs);
                }
            }
        }

        @Override
        public void binary(ByteBuffer message) {
            synchronized (lock) {
                if (link == this) {
                    heardFromNs = nowNs.getAsLong();
                    events.binary(message);
                }
            }
        }

        @Override
        public void closed(int code, String reason) {
            synchronized (lock) {
                if (link == this) {
                    closedLink(code, reason);
                } else if (beside == this) {
                    beside = null;
                    besideAtNs = nowNs.getAsLong() + BESIDE_AGAIN_NS;
                    wake.run();
                }
            }
        }
    }

    private void begin(StreamSocket opened) {
        socket = opened;
        state = State.OPEN;
        long now = nowNs.getAsLong();
        heardFromNs = now;
        nextPingNs = now;
        fastPingsLeft = FAST_PINGS;
        nextStatsNs = now + STATS_NS;
    }

    /** The connection that was beside is the one from now on. */
    private void goOnWith(Link made) {
        beside = null;
        besideAtNs = Long.MAX_VALUE;
        link = made;
        byeReason = null;
        StreamSocket opened = made.own;
        if (opened == null) {
            socket = null;
            state = State.CONNECTING;
            heardFromNs = nowNs.getAsLong();
        } else {
            begin(opened);
        }
    }

    private void leaveBeside() {
        Link made = beside;
        beside = null;
        if (made != null && made.own != null) {
            made.own.cut();
        }
    }

    private void take(JsonNode json, long receivedNs) {
        String type = json.path("type").asString("");
        switch (type) {
            case "pong" ->
                clock.pong(
                        json.path("t").asLong(receivedNs),
                        receivedNs,
                        json.path("clockAtReceive").asLong(0),
                        json.path("clockAtSend").asLong(0));
            case "welcome" -> welcome(json);
            case "seat" -> {
                Seat given = Seat.read(json);
                seat = given;
                events.seated(given);
            }
            case "room" -> room.room(json);
            case "roster" -> room.roster(json);
            case "song" -> room.song(json);
            case "moved" -> moved(json.path("url").asString(""));
            case "reconnect" -> {
                if (beside == null && welcomed) {
                    connectBeside();
                }
            }
            case "bye" -> byeReason = json.path("reason").asString("left");
            default -> {}
        }
        events.control(type, json);
    }

    /** Believed from the server alone, and only where others cannot listen. */
    private void moved(String url) {
        if (HouseUrl.isBelievable(url)) {
            movedTo = URI.create(url);
        }
    }

    /** Whatever was known of the other house is void; who we are is not. */
    private void goTo(URI house) {
        connector = connector.moved(house);
        movedTo = null;
        seat = null;
        clock.reset();
        backoffNs = BACKOFF_MIN_NS;
        events.moved(house);
    }

    private void welcome(JsonNode json) {
        boolean again = resume != null;
        String token = json.path("resume").asString("");
        resume = token.isEmpty() ? resume : token;
        seat = Seat.read(json.path("seat"));
        room.welcomed(json);
        welcomed = true;
        backoffNs = BACKOFF_MIN_NS;
        events.welcomed(again);
        wake.run();
    }

    private void closedLink(int code, String reason) {
        String bye = byeReason;
        link = null;
        socket = null;
        if (state == State.ENDED) {
            return;
        }
        Link made = beside;
        if ("replaced".equals(bye) && made != null) {
            goOnWith(made); // by ourselves: the welcome there is on its way
            welcomed = false;
            return;
        }
        URI house = movedTo;
        if (house != null) {
            leaveBeside();
            made = null;
            goTo(house);
        } else if (bye != null ? !COME_AGAIN.contains(bye) : code == StreamSocket.REFUSED) {
            end(bye != null ? bye : reason);
            return;
        }
        lastReason = bye != null ? bye : code + " " + reason;
        long now = nowNs.getAsLong();
        if (welcomed) {
            lostSinceNs = now;
        }
        welcomed = false;
        events.lost(lastReason);
        if (state == State.ENDED) {
            return; // who was told had enough
        }
        besideAtNs = Long.MAX_VALUE;
        if (made != null) {
            goOnWith(made);
            return;
        }
        state = State.WAITING;
        waitUntilNs = now + backoffNs;
        backoffNs = Math.min(2 * backoffNs, BACKOFF_MAX_NS);
        wake.run();
    }

    private void dropLink(String reason) {
        StreamSocket open = socket;
        closedLink(StreamSocket.BROKEN, reason);
        if (open != null) {
            open.cut();
        }
    }

    private void end(String reason) {
        if (state != State.ENDED) {
            state = State.ENDED;
            leaveBeside();
            link = null;
            socket = null;
            welcomed = false;
            events.ended(reason);
        }
    }

    private void sendText(String message) {
        StreamSocket open = socket;
        if (open != null) {
            open.sendText(message);
        }
    }

    /** Sends a control message; false when there is no connection for it. */
    public boolean send(JsonNode message) {
        synchronized (lock) {
            if (!welcomed) {
                return false;
            }
            sendText(message.toString());
            return true;
        }
    }

    /** Sends the first {@code length} bytes as they are; false when there is no connection. */
    public boolean sendBinary(byte[] bytes, int length) {
        synchronized (lock) {
            StreamSocket open = socket;
            if (!welcomed || open == null) {
                return false;
            }
            open.sendBinary(bytes, length);
            return true;
        }
    }

    /** Numbers for hosts, sent with the next turn for such; only the latest counts. */
    void stats(ObjectNode newStats) {
        synchronized (lock) {
            stats = newStats;
        }
    }

    /** Says good-bye and ends. */
    public void leave() {
        synchronized (lock) {
            StreamSocket open = socket;
            if (open != null) {
                open.sendText("{\"type\":\"bye\"}");
                open.close();
            }
            end("left");
        }
    }

    /** Cuts the connection as a dying network does; the session takes it up again. */
    public void cut() {
        synchronized (lock) {
            StreamSocket open = socket;
            if (open != null) {
                open.cut();
            }
        }
    }

    /** The server's clock as far as it is known. */
    public ClockSync clock() {
        return clock;
    }

    /** What the server told of the room. */
    public RoomView room() {
        return room;
    }

    /** Where we sit; null before the first {@code welcome}. */
    public @Nullable Seat seat() {
        synchronized (lock) {
            return seat;
        }
    }

    /** Whether the server knows us on an open connection. */
    public boolean isWelcome() {
        synchronized (lock) {
            return welcomed;
        }
    }

    /** Whether it is over. */
    public boolean isEnded() {
        synchronized (lock) {
            return state == State.ENDED;
        }
    }

    /** Local time at which something came last. */
    long heardFromNs() {
        return heardFromNs;
    }
}
