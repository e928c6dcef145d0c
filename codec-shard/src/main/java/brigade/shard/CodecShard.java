package brigade.shard;

import brigade.access.CreationLimit;
import brigade.journal.FreeSpace;
import brigade.rpc.RpcClient;
import brigade.rpc.RpcTrace;
import brigade.rpc.RpcUnavailableException;
import brigade.rpc.RunDir;
import brigade.shard.codec.CodecWarmer;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.VoiceCodecs;
import brigade.shard.exchange.Exchanges;
import brigade.shard.exchange.RpcStateCall;
import brigade.shard.exchange.StateCall;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.listen.ListenApi;
import brigade.shard.listen.StreamListening;
import brigade.shard.rooms.FilesApi;
import brigade.shard.rooms.OperatorGate;
import brigade.shard.rooms.RoomFiles;
import brigade.shard.rooms.RoomsApi;
import brigade.shard.rooms.TakesApi;
import brigade.shard.rooms.TransferApi;
import brigade.shard.stream.StreamRehearsal;
import brigade.shard.stream.StreamService;
import brigade.shard.stream.TickCall;
import brigade.shard.takes.TakeBuilder;
import brigade.shard.takes.TakeFiles;
import brigade.shard.takes.TakeShop;
import brigade.thread.AudioThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * A running codec shard. {@link #launch} starts it inside any process, which tests use; {@link #main} starts it as a
 * process of its own. Made, warmed and closed by one thread.
 */
public final class CodecShard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodecShard.class);

    /** Warming ends here even when times still fall: a slow machine must not stay out for ever. */
    private static final long WARM_UP_MAX_NS = 20_000_000_000L;

    /** Who comes right after the start, as tests do, is not kept from the cores by a rehearsal. */
    private static final long REHEARSE_AFTER_NS = 1_000_000_000L;

    private static final long REHEARSE_NS = 4_000_000_000L;

    /** 200 people a second leave a draining shard, as others can take them without a stutter; of many a fortieth a turn, in 2 s. */
    private static final int DRAIN_PEOPLE_A_TURN = 10;

    private static final int DRAIN_TURNS = 40;

    private static final long DRAIN_TURN_MS = 50;

    /** A state server that is away cannot be told. */
    private static final long DRAIN_TELL_MAX_MS = 1_000;

    /** So long each may take to be welcome elsewhere; then he is told good-bye, and comes again from nowhere. */
    private static final long DRAIN_GO_MAX_MS = 3_000;

    /** Silent users are looked for so often; what they hold is small. */
    private static final long FORGET_INTERVAL_NS = 15_000_000_000L;

    private final OpusCodec codec;
    private final VoiceCodecs voices;
    private final ShardMeters meters;
    private final Thread forgetter;
    private final RoomDoors rooms;
    private final ListenApi listening;
    private final VoiceJournal journal;
    private final TakeShop takes;
    private final StreamService streams;
    private final HttpServer server;
    private final AutoCloseable link;
    private final String host;
    private volatile boolean warm;
    private volatile boolean draining;

    /** For tests that answer in memory. */
    CodecShard(CodecShardConfig config, Supplier<StateCall> calls, LongSupplier serverClock, TickCall ticks) {
        this(config, calls, serverClock, new RpcTrace(), ticks, () -> {});
    }

    private CodecShard(
            CodecShardConfig config,
            Supplier<StateCall> calls,
            LongSupplier serverClock,
            RpcTrace trace,
            TickCall ticks,
            AutoCloseable link) {
        this.link = link;
        AudioThreads threads = config.realtime() ? AudioThreads.urgent() : AudioThreads.normal();
        host = config.host();
        codec = OpusCodec.open(config.codec());
        voices = new VoiceCodecs(codec, config.maxUsers(), ShardClock::nowNs);
        UploadFolder uploads = new UploadFolder(config.data(), config.uploadMaxBytes());
        meters = new ShardMeters(trace, voices::users);
        rooms = RoomDoors.open(config.data(), calls);
        journal = new VoiceJournal(
                config.data(),
                config.shard(),
                config.recording().journal(),
                FreeSpace.OF_DISK,
                ShardClock::unixMs,
                ShardClock::nowNs);
        streams = new StreamService(
                new StreamService.Settings(
                        ShardClock.chance().nextLong() >>> 11,
                        this::port,
                        config.streamUrl(),
                        Runtime.getRuntime().availableProcessors() - 1,
                        threads),
                codec,
                ticks,
                rooms.access(),
                meters.registry(),
                ShardClock::nowNs,
                serverClock,
                () -> warm && !draining,
                journal);
        OperatorGate operator = rooms.operator(config.operatorToken());
        HttpApi api = new HttpApi(
                new Exchanges(voices, calls, journal),
                uploads,
                serverClock,
                streams::isAnnounced,
                trace,
                config,
                meters,
                streams.trace(),
                operator);
        RoomsApi roomsApi = rooms.api(operator, config.folder());
        RoomFiles roomFiles = new RoomFiles(config.data(), codec, ShardClock.chance());
        CreationLimit uploadLimit = new CreationLimit(ShardClock::nowNs, FilesApi.UPLOADS_PER_HOUR_MAX);
        FilesApi filesApi = new FilesApi(roomFiles, roomsApi, ShardClock::unixSeconds, uploadLimit);
        TransferApi transferApi = rooms.transfers(roomFiles, roomsApi);
        TakeFiles takeFiles = new TakeFiles(config.data());
        takes = new TakeShop(
                takeFiles,
                new TakeBuilder(
                        takeFiles, codec, FreeSpace.OF_DISK, config.recording().journalFreeBytes()),
                ShardClock::unixMs,
                config.recording().takesMaxBytes(),
                config.recording().takesMaxHours(),
                config.recording().journalMaxHours());
        TakesApi takesApi = rooms.takes(takeFiles, takes, roomFiles, roomsApi, uploadLimit, serverClock);
        listening = rooms.listening(streams, codec, serverClock);
        StreamRoutes streamRoutes = new StreamRoutes(streams, config.allowedOrigins());
        server = HttpServer.start(
                routes -> {
                    streamRoutes.addTo(routes);
                    roomsApi.addTo(routes);
                    filesApi.addTo(routes);
                    transferApi.addTo(routes);
                    takesApi.addTo(routes);
                    listening.addTo(routes);
                    api.addTo(routes); // last: it takes all other paths
                },
                config.host(),
                config.port());
        journal.start(new StreamListening(streams), rooms::info, meters.registry());
        streams.start();
        forgetter = Thread.ofPlatform().daemon().name("shard-forgetter").start(this::keepForgetting);
        LOG.info(
                "shard {} listens on http://{}:{} and uses {}, complexity {}; audio threads: {}",
                config.shard(),
                config.host(),
                server.port(),
                codec.name(),
                codec.complexity(),
                threads.begin());
    }

    /**
     * Starts a shard. It listens at once, and is ready after {@link #warmUp}.
     *
     * @throws IOException when its shared memory file cannot be made
     */
    public static CodecShard launch(CodecShardConfig config) throws IOException {
        RpcClient client = RpcClient.open(config.runDir(), config.shard(), ShardClock::nowNs);
        try {
            return new CodecShard(
                    config,
                    () -> new RpcStateCall(client),
                    () -> serverClock(client),
                    client.trace(),
                    TickCall.through(client),
                    client);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static long serverClock(RpcClient client) {
        try {
            return client.clock().nowSamples();
        } catch (RpcUnavailableException e) {
            throw RpcStateCall.unavailable(e);
        }
    }

    /** Where state server and shards meet unless told: the run directory of a front door at its usual port. */
    static Path usualRunDir() {
        return RunDir.usual("8080");
    }

    /** Runs a shard until the process is told to end. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        CommandLine command;
        try {
            command = CodecShardCommand.commandLine(arguments, System.getenv());
        } catch (CommandLine.ParameterException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return command.execute(arguments);
    }

    /** Warms the codec; afterwards {@code GET /ready} is 200 as soon as the state server knows. Blocks for seconds. */
    public void warmUp() {
        warmUp(WARM_UP_MAX_NS);
    }

    /** The same, for at most {@code limitNs}. */
    void warmUp(long limitNs) {
        CodecWarmer.Warmth warmth = new CodecWarmer(codec, ShardClock::nowNs, ShardClock::threadCpuNs).warm(limitNs);
        int knocks = knock();
        warm = true;
        streams.announce();
        LOG.info(
                "{} is warm: 600 ms of sound both ways took {} ms of CPU at first, {} ms after {} s; {} knocks at the door",
                codec.name(),
                String.format(Locale.ROOT, "%.1f", warmth.firstMs()),
                String.format(Locale.ROOT, "%.1f", warmth.lastMs()),
                String.format(Locale.ROOT, "%.1f", warmth.tookMs() / 1_000),
                knocks);
    }

    private int knock() {
        try {
            return rooms.warmer(host, port()).knock();
        } catch (IOException e) {
            return 0; // it is only slower at first
        }
    }

    /**
     * Has made-up people sing over stream v2 while nobody real is here, so that a first song with hundreds finds compiled
     * code. Blocks for seconds, less when somebody comes; the shard serves meanwhile.
     */
    void rehearse() {
        long startNs = ShardClock.nowNs();
        LockSupport.parkNanos(REHEARSE_AFTER_NS);
        if (isEmpty()) {
            int helpers = Runtime.getRuntime().availableProcessors() - 1;
            new StreamRehearsal(codec, helpers, ShardClock::nowNs).run(REHEARSE_NS, () -> !isEmpty());
            if (isEmpty()) {
                // What lives on is moved out of the way now: the first collection of a song copied all of it, for 50
                // ms.
                System.gc();
            }
            LOG.info("rehearsed for {} s", String.format(Locale.ROOT, "%.1f", (ShardClock.nowNs() - startNs) / 1e9));
        }
    }

    /** Nobody of either protocol is here. */
    private boolean isEmpty() {
        return streams.isEmpty() && voices.users() == 0;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * Takes no newcomers any more and sends the people of stream v2 to the other shards, a few at a time: each says hello
     * there, with his seat, before he leaves. Blocks for a second or two, seven at most; not at all when nobody is here or no
     * other shard takes people. Who speaks exchange v1 or listens over HTTP stays until {@link #close}.
     */
    public void drain() throws InterruptedException {
        draining = true;
        streams.announce();
        for (long waitedMs = 0; streams.isAnnounced() && waitedMs < DRAIN_TELL_MAX_MS; waitedMs += DRAIN_TURN_MS) {
            Thread.sleep(DRAIN_TURN_MS);
        }
        if (!streams.hasSockets() || !rooms.isTakenElsewhere()) {
            return;
        }
        LOG.info("draining: people are sent to other shards");
        int people = Math.max(DRAIN_PEOPLE_A_TURN, streams.people() / DRAIN_TURNS);
        while (streams.sendAway(people) > 0) {
            Thread.sleep(DRAIN_TURN_MS);
        }
        for (long waitedMs = 0; streams.hasSockets() && waitedMs < DRAIN_GO_MAX_MS; waitedMs += DRAIN_TURN_MS) {
            Thread.sleep(DRAIN_TURN_MS);
        }
    }

    private void keepForgetting() {
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(FORGET_INTERVAL_NS);
            try {
                int forgotten = voices.forgetSilent();
                if (forgotten > 0) {
                    LOG.info("forgot {} silent users, {} are left", forgotten, voices.users());
                }
            } catch (RuntimeException e) {
                LOG.error("silent users could not be forgotten", e); // the next turn tries again
            }
        }
    }

    /** Stops listening, then frees everything. */
    @Override
    public void close() {
        listening.close();
        journal.close();
        streams.close();
        server.close();
        takes.close();
        rooms.close();
        forgetter.interrupt();
        voices.close();
        meters.close();
        try {
            link.close();
        } catch (Exception e) {
            LOG.warn("the link to the state server did not close", e);
        }
    }
}
