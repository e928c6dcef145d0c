package brigade.stress.stream;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.client.ClientLoop;
import brigade.client.SessionConfig;
import brigade.client.WebConnector;
import brigade.robot.RobotClock;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import brigade.shard.codec.OpusCodec;
import brigade.stress.load.ProcessReport;
import brigade.stress.load.ProcessWatch;
import brigade.stress.load.Progress;
import brigade.stress.load.Target;
import brigade.wire.stream.StreamMessageWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One run: all come, a song starts, it is measured for some seconds, it ends. One thread calls. */
public final class StreamLoad {
    private static final int VOICES = 8;
    private static final double GATHER_SECONDS = 12;
    private static final double SETTLE_SECONDS = 6;
    private static final long COME_MAX_NS = 60_000_000_000L;
    private static final double END_MAX_SECONDS = 40;
    private static final int CHIRP_PLACE = 20_000;
    private static final double CHIRP_LEVEL = 0.3;
    private static final double SIMILAR = 0.45;

    /**
     * What is asked for.
     *
     * @param singers the leader and one who checks included
     * @param listeners over the WebSocket
     * @param slow listeners beside them who read nothing
     * @param seconds that are measured
     */
    public record Plan(String room, int singers, int listeners, int slow, int seconds) {}

    /**
     * What came of it.
     *
     * @param seatedMs from the first connection to the last {@code welcome}
     * @param lateUs from a message's closing to its coming to the tester, microseconds
     * @param ticks of the shards, and from when on they count
     * @param chirps of the leader that an ear in a row behind him had to find, and how many it found within one sample
     */
    public record Result(
            Plan plan,
            double seatedMs,
            double seconds,
            long sent,
            long came,
            long bytes,
            long jumps,
            long losses,
            org.HdrHistogram.Histogram lateUs,
            Map<String, Double> before,
            Map<String, Double> after,
            int chirps,
            int chirpsFound,
            double spacingSeconds,
            ProcessReport processes,
            List<ShardTicks> ticks,
            long fromNs) {
        /** How much a counter of the shards grew while it was measured. */
        public double grown(String name) {
            return ShardCounters.grown(before, after, name);
        }
    }

    private final URI server;
    private final List<Target> shards;
    private final Supplier<Map<String, Long>> pids;
    private final OpusCodec codec;
    private final RobotClock clock;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** @param shards whose counters are read; may be none */
    public StreamLoad(
            URI server, List<Target> shards, Supplier<Map<String, Long>> pids, OpusCodec codec, RobotClock clock) {
        this.server = server;
        this.shards = shards;
        this.pids = pids;
        this.codec = codec;
        this.clock = clock;
    }

    /** Runs it. */
    public Result run(Plan plan, Progress progress) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        int songSeconds = (int) (SETTLE_SECONDS + plan.seconds() + 4);
        List<LoadPeer> peers = new ArrayList<>();
        List<SlowListener> slow = new ArrayList<>();
        TickWatch ticking = new TickWatch(http, shards, clock);
        PeerCounts counts = new PeerCounts();
        try (ClientLoop loop = new ClientLoop("peers", clock::nowNs, failures::add);
                ClientLoop robots = new ClientLoop("robots", clock::nowNs, failures::add);
                StreamRobot ear = robot(http, StreamRobotConfig.singer(plan.room(), "ear"), new float[0]);
                StreamRobot leader = robot(
                        http,
                        StreamRobotConfig.singer(plan.room(), "leader").leading(GATHER_SECONDS),
                        leaderVoice(songSeconds))) {
            progress.step("encoding voices");
            List<VoiceLoop> voices = new ArrayList<>();
            for (int i = 0; i < VOICES; i++) {
                // Number 0 is the leader's.
                voices.add(new VoiceLoop(codec, 1 + i));
            }
            long beganNs = clock.nowNs();
            StreamMessageWriter writer = new StreamMessageWriter();
            for (int i = 0; i < plan.singers() - 2 + plan.listeners(); i++) {
                boolean sings = i < plan.singers() - 2;
                SessionConfig who = SessionConfig.of(
                        plan.room(),
                        (sings ? "s" : "l") + i,
                        sings ? SessionConfig.Mode.SING : SessionConfig.Mode.LISTEN);
                WebConnector connector = WebConnector.joining(http, server, plan.room());
                LoadPeer peer = sings
                        ? new LoadPeer(who, connector, clock::nowNs, voices.get(i % VOICES), i * 37L, writer, counts)
                        : new LoadPeer(who, connector, clock::nowNs, null, 0, writer, counts);
                peers.add(peer);
                peer.start(loop);
                long dueNs = beganNs + (long) (i * 1e9 / (plan.singers() + plan.listeners()));
                clock.awaitNs(dueNs);
            }
            awaitWelcome(peers.size(), counts);
            double seatedMs = (clock.nowNs() - beganNs) / 1e6;
            progress.step(String.format(java.util.Locale.ROOT, "all seated after %.0f ms", seatedMs));
            ear.start(robots);
            leader.start(robots);
            // Nobody hears them before the song, but the way of each is measured, and rows are set by that.
            peers.forEach(LoadPeer::sing);
            awaitSong(ear);
            clock.awaitNs(clock.nowNs() + (long) (SETTLE_SECONDS * 1e9));

            for (int i = 0; i < plan.slow() && !shards.isEmpty(); i++) {
                slow.add(new SlowListener(http, shards.get(i % shards.size()), plan.room()));
            }
            ticking.start();
            progress.step("measuring");
            ShardCounters counters = new ShardCounters(http, shards);
            ProcessWatch watch = new ProcessWatch(pids, clock, clock.nowNs());
            Map<String, Double> before = counters.read();
            counts.begin();
            watch.start();
            long fromNs = clock.nowNs();
            clock.awaitNs(fromNs + plan.seconds() * 1_000_000_000L);
            counts.end();
            ProcessReport processes = watch.stop();
            double seconds = (clock.nowNs() - fromNs) / 1e9;
            Map<String, Double> after = counters.read();
            List<ShardTicks> ticks = ticking.stop();
            progress.step("the song ends");
            leader.awaitEnd(END_MAX_SECONDS);
            ear.awaitEnd(END_MAX_SECONDS);
            peers.forEach(peer -> peer.session().leave());
            if (!failures.isEmpty()) {
                throw new IOException("the tester failed", failures.peek());
            }
            int chirps = (int) SETTLE_SECONDS + plan.seconds();
            return new Result(
                    plan,
                    seatedMs,
                    seconds,
                    counts.sentMessages(),
                    counts.messages(),
                    counts.bytes(),
                    counts.jumps(),
                    counts.losses(),
                    counts.lateUs(),
                    before,
                    after,
                    chirps,
                    found(ear, chirps),
                    ear.report().seats().isEmpty()
                            ? 0
                            : ear.report().seats().getLast().spacingSamples() / 48_000.0,
                    processes,
                    ticks,
                    fromNs);
        } finally {
            slow.forEach(SlowListener::close);
            ticking.stop();
            http.shutdownNow();
        }
    }

    private StreamRobot robot(HttpClient http, StreamRobotConfig config, float[] voice) {
        StreamRobot robot = new StreamRobot(
                config, voice, WebConnector.joining(http, server, config.who().room()), codec, clock::nowNs);
        // Hundreds sing; whether the leader comes through is heard best without them.
        robot.client().levels().everyone(0);
        return robot;
    }

    private static float[] leaderVoice(int seconds) {
        float[] voice = new VoiceSynth(0).sing(Melody.FRERE_JACQUES, seconds * 48_000);
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= 0.3f;
        }
        for (int second = 0; second < seconds; second++) {
            Chirp.UP.addTo(voice, second * 48_000 + CHIRP_PLACE, CHIRP_LEVEL);
        }
        return voice;
    }

    private void awaitWelcome(int peers, PeerCounts counts) throws IOException, InterruptedException {
        long untilNs = clock.nowNs() + COME_MAX_NS;
        while (counts.welcome() < peers) {
            if (clock.nowNs() > untilNs) {
                throw new IOException(
                        counts.welcome() + " of " + peers + " were let in; the others: " + counts.reasons());
            }
            clock.awaitNs(clock.nowNs() + 5_000_000L);
        }
    }

    private void awaitSong(StreamRobot ear) throws IOException, InterruptedException {
        long untilNs = clock.nowNs() + COME_MAX_NS;
        while (ear.report().songStartSample() == 0) {
            if (clock.nowNs() > untilNs) {
                throw new IOException("no song starts: " + ear.report().errors());
            }
            clock.awaitNs(clock.nowNs() + 20_000_000L);
        }
    }

    private static int found(StreamRobot ear, int chirps) {
        int found = 0;
        Correlator finder = Correlator.of(Chirp.UP);
        for (int second = 0; second < chirps; second++) {
            long at = ear.report().songStartSample() + second * 48_000L + CHIRP_PLACE;
            float[] part = ear.recording().at(at - 500, at + 500 + Chirp.SAMPLES);
            Correlator.Match match = finder.best(part, 0, part.length);
            found += match.similarity() > SIMILAR && Math.abs(match.at() - 500) <= 1 ? 1 : 0;
        }
        return found;
    }
}
