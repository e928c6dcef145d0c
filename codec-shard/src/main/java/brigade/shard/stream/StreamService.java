package brigade.shard.stream;

import brigade.shard.codec.FrameEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.thread.AudioThreads;
import brigade.wire.WireException;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream v2 of one shard: sockets come in at the top, the tick goes on by itself. Any thread may call; one socket's events come
 * one after the other.
 */
public final class StreamService implements AutoCloseable {
    /** Sockets and listeners at a time; beyond, a new one is refused. */
    public static final int CONNECTIONS_MAX = 25_000;

    private static final Logger LOG = LoggerFactory.getLogger(StreamService.class);
    private static final int UNREADABLE_MAX = 10;
    private static final int TOO_LONG = 413;

    /** A voice may be this old. */
    private static final long VOICE_AGE_MAX_SAMPLES = 120L * 48_000;

    private static final long ERROR_INTERVAL_NS = 1_000_000_000L;

    /**
     * What the service is made of.
     *
     * @param instance random number of this process
     * @param port where the shard listens; asked for when it does
     * @param streamUrl what {@code join} gives out; null: the port alone
     * @param helpers threads beside the tick's own that decode and encode
     * @param threads makes all of them
     */
    public record Settings(
            long instance, IntSupplier port, @Nullable String streamUrl, int helpers, AudioThreads threads) {}

    private final ConcurrentHashMap<Long, Connection> connections = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final LongSupplier nanoTime;
    private final LongSupplier serverClock;
    private final StreamMetrics metrics;
    private final RecordingTap tap;
    private final TickTrace trace = new TickTrace();
    private final ControlDesk desk;
    private final Tick tick;
    private final MixOutput output;
    private final TickThread thread;
    private final Crew crew;
    private final Publisher publisher;
    private final ExecutorService closer;

    /**
     * Starts it.
     *
     * @param serverClock samples; throws while no state server was seen
     * @param ready whether newcomers may come to this shard
     */
    public StreamService(
            Settings settings,
            OpusCodec codec,
            TickCall call,
            AccessCheck access,
            MeterRegistry registry,
            LongSupplier nanoTime,
            LongSupplier serverClock,
            BooleanSupplier ready) {
        this(settings, codec, call, access, registry, nanoTime, serverClock, ready, RecordingTap.NONE);
    }

    /** The same, and {@code tap} is told of what is recorded. */
    public StreamService(
            Settings settings,
            OpusCodec codec,
            TickCall call,
            AccessCheck access,
            MeterRegistry registry,
            LongSupplier nanoTime,
            LongSupplier serverClock,
            BooleanSupplier ready,
            RecordingTap tap) {
        this.tap = tap;
        this.nanoTime = nanoTime;
        this.serverClock = serverClock;
        metrics = new StreamMetrics(registry);
        metrics.sockets(connections::size);
        closer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("stream-closer").factory());
        crew = new Crew("stream-crew", settings.helpers(), settings.threads());
        desk = new ControlDesk(access, metrics, nanoTime, serverClock, this::wake);
        RoomsHere rooms = new RoomsHere(codec, metrics, this::closeLater, tap);
        OutMessage.Pool pool = new OutMessage.Pool();
        publisher = new Publisher(settings.helpers() + 1, metrics, nanoTime, settings.threads());
        output = new MixOutput(rooms, crew, metrics, pool, publisher, silentPacket(codec), nanoTime, serverClock);
        tick = new Tick(
                call,
                new TickRequest(settings),
                desk,
                new VoiceIntake(codec, crew, metrics, nanoTime),
                rooms,
                new TalkRelay(rooms, pool, publisher),
                connections,
                access,
                this::closeLater,
                metrics,
                nanoTime,
                ready);
        thread = new TickThread(
                tick, output, rooms, connections.values(), metrics, trace, nanoTime, serverClock, settings.threads());
    }

    /** Lets the tick begin. Its socket's owner listens by now. */
    public void start() {
        thread.start();
    }

    /** One turn by hand, for simulations, which never start the tick. One thread calls. */
    public void turn() {
        Runnable flush = () -> output.flush(tick.now(), true);
        tick.exchange(flush);
        flush.run();
    }

    private void wake() {
        thread.wake();
    }

    private void closeLater(AutoCloseable native_) {
        closer.execute(() -> {
            try {
                native_.close();
            } catch (Exception e) {
                LOG.warn("codec state was not freed", e);
            }
        });
    }

    /** What a fresh encoder makes of a frame of silence. */
    private static byte[] silentPacket(OpusCodec codec) {
        try (FrameEncoder encoder = new FrameEncoder(codec.newEncoder(RoomsHere.MIX))) {
            byte[] packet = new byte[StreamLimits.MIX_PACKET_MAX_BYTES];
            int length = encoder.encodeSilence(packet, 0);
            return Arrays.copyOf(packet, length);
        }
    }

    /** Tells the state server at once that this shard is ready now. Any thread. */
    public void announce() {
        wake();
    }

    /** Whether the state server knows that this shard is ready, and sends newcomers here. Any thread. */
    public boolean isAnnounced() {
        return tick.isAnnounced();
    }

    /** When the latest ticks came, were answered and done. */
    public TickTrace trace() {
        return trace;
    }

    /** Whether nobody is connected. */
    public boolean isEmpty() {
        return connections.isEmpty();
    }

    /** How many are connected. */
    public int people() {
        return connections.size();
    }

    /** Whether another connection is taken. */
    public boolean hasRoom() {
        return connections.size() < CONNECTIONS_MAX;
    }

    /**
     * A socket was opened.
     *
     * @param address the client's IP address
     * @return what the socket's other events go to
     */
    public Socket open(Wire wire, String address) {
        SocketOut out = new SocketOut(wire, nanoTime);
        Connection connection = new Connection(numbers.incrementAndGet(), out, null, address, nanoTime.getAsLong());
        connections.put(connection.number, connection);
        wake();
        return new Socket(connection, out);
    }

    /**
     * Lets {@code listener} hear a room, as a member of bucket 0.
     *
     * @param helloJson the {@code hello} of docs/protocol.md, mode {@code listen}, without secrets
     * @param admitted what the access check found
     */
    public Listening listen(String helloJson, AccessCheck.Admitted admitted, PacketListener listener) {
        Connection connection = new Connection(numbers.incrementAndGet(), null, listener, "", nanoTime.getAsLong());
        connection.saidHello = true;
        connections.put(connection.number, connection);
        desk.admit(connection, helloJson, admitted);
        return new Listening() {
            @Override
            public void behind(int listeners) {
                desk.behind(connection, listeners);
            }

            @Override
            public void journal(String trouble) {
                desk.journal(connection, trouble);
            }

            @Override
            public void close() {
                desk.closed(connection);
            }
        };
    }

    /** A room that is heard; closing ends it. Any thread. */
    public interface Listening extends AutoCloseable {
        /** Tells the room how many hear it through this. */
        void behind(int listeners);

        /** Tells the room that its journal cannot be written, and why in a word; empty: that it can again. */
        void journal(String trouble);

        @Override
        void close();
    }

    /** One open socket. Its thread calls. */
    public final class Socket {
        private final Connection connection;
        private final SocketOut out;

        private Socket(Connection connection, SocketOut out) {
            this.connection = connection;
            this.out = out;
        }

        /** A control message came. */
        public void text(String json) {
            desk.take(connection, out, json);
        }

        /** A binary message came; it is copied. */
        public void binary(ByteBuffer message) {
            long nowNs = nanoTime.getAsLong();
            if (!connection.voiceBudget.take(nowNs)) {
                out.bye("flood", 1_000);
                return;
            }
            int length = message.remaining();
            byte[] bytes = message.hasArray() ? message.array() : connection.scratch(length);
            int offset = message.hasArray() ? message.arrayOffset() + message.position() : 0;
            if (!message.hasArray()) {
                message.get(message.position(), bytes, 0, length);
            }
            StreamMessageReader reader = connection.reader;
            try {
                reader.read(bytes, offset, length, Direction.TO_SERVER);
            } catch (WireException e) {
                unreadable(e);
                return;
            }
            if (reader.kind() == MessageKind.VOICE) {
                if (!isInTime(reader.clock(0), nowNs)) {
                    return;
                }
                record(reader);
            }
            if (!connection.inbox.offer(reader, offset, length, nowNs)) {
                metrics.droppedVoices.increment();
            } else if (reader.kind() == MessageKind.TALK) {
                wake(); // between songs the tick is slow, and talk is not
            }
        }

        /** Has a voice journalled as it comes: nothing of it waits for the tick, nor for a state server that is away. */
        private void record(StreamMessageReader reader) {
            Connection.Recorded recorded = connection.recorded;
            if (recorded != null) {
                VoiceMessage message = connection.journalled;
                message.become(reader, reader.bytes(), 0);
                message.room = recorded.room();
                message.person = recorded.person();
                message.connection = connection.number;
                message.gain = recorded.gain();
                tap.voice(message);
            }
        }

        private void unreadable(WireException e) {
            metrics.badMessages.increment();
            if (e.status() == TOO_LONG) {
                connection.error("too-long", "A voice message was longer than 250 ms.", null);
                return;
            }
            connection.error("bad-message", "A binary message could not be read.", null);
            if (++connection.unreadable >= UNREADABLE_MAX) {
                out.bye("protocol", 1_000);
            }
        }

        private boolean isInTime(long clock, long nowNs) {
            long now;
            try {
                now = serverClock.getAsLong();
            } catch (RuntimeException e) {
                return false; // no state server yet: nobody would take it
            }
            if (clock <= now && clock >= now - VOICE_AGE_MAX_SAMPLES) {
                return true;
            }
            metrics.badClocks.increment();
            if (nowNs - connection.lastBadClockNs >= ERROR_INTERVAL_NS) {
                connection.lastBadClockNs = nowNs;
                connection.error("bad-clock", "The clock of the voice is out of range.", null);
            }
            return false;
        }

        /** It was closed, by whomever. */
        public void closed() {
            desk.closed(connection);
        }
    }

    /**
     * Asks some of those who are still here to connect anew, which brings them to a shard that takes newcomers. They stay until
     * they are welcome there. Any one thread.
     *
     * @return how many are left who were not asked
     */
    public int sendAway(int people) {
        int left = 0;
        int sent = 0;
        for (Connection connection : connections.values()) {
            SocketOut out = connection.out;
            if (out != null && !connection.sentAway) {
                if (sent < people) {
                    connection.sentAway = true;
                    out.text("{\"type\":\"reconnect\"}");
                    sent++;
                } else {
                    left++;
                }
            }
        }
        return left;
    }

    /** Whether anybody is connected by a socket, and not only listens over HTTP. */
    public boolean hasSockets() {
        return connections.values().stream().anyMatch(connection -> connection.out != null);
    }

    /** Says goodbye to everybody and ends the tick. */
    @Override
    public void close() {
        for (Connection connection : connections.values()) {
            SocketOut out = connection.out;
            if (out != null) {
                out.bye("shutdown", 1_001);
            }
            PacketListener listener = connection.listener;
            if (listener != null) {
                listener.ended("shutdown");
            }
        }
        thread.close();
        crew.close();
        publisher.close();
        closer.shutdown();
    }
}
