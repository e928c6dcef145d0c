package brigade.stress.choir;

import brigade.client.ClientLoop;
import brigade.client.ClockSync;
import brigade.client.ControlJson;
import brigade.client.Seat;
import brigade.client.Song;
import brigade.robot.RobotClock;
import brigade.shard.codec.OpusCodec;
import brigade.stress.load.ProcessReport;
import brigade.stress.load.ProcessWatch;
import brigade.stress.load.Progress;
import brigade.stress.load.Target;
import brigade.stress.stream.ShardCounters;
import brigade.stress.stream.ShardTicks;
import brigade.stress.stream.TickWatch;
import brigade.stress.stream.VoiceLoop;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The choir over stream v2: a socket for each singer, all ticked by one thread. The server seats them; voices were encoded
 * beforehand, and each distinct mix is kept once and decoded once.
 */
public final class V2Transport implements ChoirTransport {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Ways are measured by then, from what everybody sends: rows are set by that. */
    private static final double GATHER_SECONDS = 9;

    private static final long COME_MAX_NS = 60 * SECOND_NS;
    private static final long WISH_NS = SECOND_NS;
    private static final long WISH_MAX_NS = 10 * SECOND_NS;
    private static final long STEP_NS = 20_000_000L;
    private static final double TAIL_SECONDS = 1.5;
    private static final int HUMS = 8;

    /** So soft that a voice never counts as sounding (-50 dBFS), and costs a decoder what singing costs: -65 dBFS at most. */
    private static final float HUM_LEVEL = 0.002f;

    private final Setup setup;
    private final RobotClock clock;
    private @Nullable ChoirPlan performed;
    private @Nullable RecordingTurns recorded;
    private @Nullable RecordingCost cost;
    private long watchOriginNs;
    private List<ShardTicks> ticks = List.of();

    /**
     * Where and how.
     *
     * @param targets shards that singers take turns among, or a server whose {@code /api/join} sends them on
     * @param direct whether {@code targets} are shards
     * @param shards whose counters and ticks are read; may be none
     * @param codec encodes voices, decodes mixes
     * @param room its id
     * @param hum whether everybody hums between his chirps
     * @param pids the servers' processes by name, as they are now
     * @param kill a process to kill; null for none
     * @param fault put in on purpose, unknown to the checker
     * @param record whether recording is switched off and on in turn, in a room made for the run; {@code targets} are shards then
     */
    public record Setup(
            List<Target> targets,
            boolean direct,
            List<Target> shards,
            OpusCodec codec,
            String room,
            boolean hum,
            Supplier<Map<String, Long>> pids,
            @Nullable ChoirKill kill,
            ChoirFault fault,
            boolean record) {}

    /** Does nothing yet. */
    public V2Transport(Setup setup, RobotClock clock) {
        this.setup = setup;
        this.clock = clock;
    }

    @Override
    public LevelRule levels() {
        return new V2Levels();
    }

    @Override
    public ChoirPlan performed(ChoirPlan plan) {
        return performed == null ? plan : performed;
    }

    @Override
    public List<ShardTicks> ticks() {
        return ticks;
    }

    @Override
    public @Nullable RecordingCost recording() {
        return cost;
    }

    @Override
    public Performance perform(ChoirPlan plan, Progress progress) throws IOException, InterruptedException {
        progress.step("encoding " + plan.bursts().size() + " chirps");
        V2Spurts spurts = new V2Spurts(setup.codec(), plan);
        List<VoiceLoop> hums = new ArrayList<>();
        for (int i = 0; setup.hum() && i < HUMS; i++) {
            hums.add(new VoiceLoop(setup.codec(), i, HUM_LEVEL));
        }
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        TickWatch ticking = new TickWatch(http, setup.shards(), clock);
        try (ClientLoop loop = new ClientLoop("choir", clock::nowNs, failures::add)) {
            ticking.start();
            KillTime kill = new KillTime(setup.kill());
            RecordingTurns turns = setup.record()
                    ? RecordingTurns.make(http, setup.targets().getFirst().uri())
                    : null;
            recorded = turns;
            String room = turns == null ? setup.room() : turns.room();
            V2Run run = new V2Run(
                    plan,
                    spurts,
                    hums,
                    setup.fault(),
                    new V2Door(http, setup.targets(), setup.direct(), room),
                    room,
                    clock,
                    new V2Counts(kill::isAway));
            List<V2Peer> peers = gather(plan, run, loop, progress);
            watchOriginNs = clock.nowNs();
            ProcessWatch watch = new ProcessWatch(setup.pids(), clock, watchOriginNs);
            start(run, peers, progress);
            kill.starts(run.songStartNs());
            run.counts().begin(clock.nowNs());
            ShardCounters counters = new ShardCounters(http, setup.shards());
            Map<String, Double> before = counters.read();
            watch.start();
            long fromNs = clock.nowNs();
            sing(plan, run, peers, kill, progress);
            double seconds = (clock.nowNs() - fromNs) / 1e9;
            double watchedSeconds = (clock.nowNs() - watchOriginNs) / 1e9;
            ProcessReport processes = watch.stop();
            cost = turns == null ? null : turns.cost(processes, watchedSeconds);
            Map<String, Double> after = counters.read();
            run.song().stops(clock.nowNs());
            peers.getFirst().session().send(ControlJson.message("stop"));
            ticks = ticking.stop();
            clock.awaitNs(clock.nowNs() + SECOND_NS / 2);
            peers.forEach(peer -> peer.session().leave());
            if (!failures.isEmpty()) {
                throw new IOException("the tester failed: " + failures.peek(), failures.peek());
            }
            V2Result result = new V2Result(plan, run, peers, ticks, kill.spans());
            performed = result.performed();
            return result.performance(setup.codec(), processes, before, after, seconds);
        } finally {
            ticking.stop();
            http.shutdownNow();
        }
    }

    private List<V2Peer> gather(ChoirPlan plan, V2Run run, ClientLoop loop, Progress progress)
            throws IOException, InterruptedException {
        progress.step("the choir gathers");
        List<V2Peer> peers = new ArrayList<>();
        int atOnce = 0;
        for (ChoirSinger singer : plan.singers()) {
            V2Peer peer = new V2Peer(singer, singer.name(), run);
            peers.add(peer);
            peer.start(loop);
            atOnce += peer.link().awayUntilNs(run.gatherNs()) > run.gatherNs() ? 0 : 1;
            clock.awaitNs(
                    run.gatherNs() + peers.size() * SECOND_NS / plan.singers().size());
        }
        int expected = atOnce;
        await(() -> run.counts().welcome() >= expected, COME_MAX_NS, "not everybody was let in", run);
        progress.step(
                String.format(java.util.Locale.ROOT, "seated after %.1f s", (clock.nowNs() - run.gatherNs()) / 1e9));
        clock.awaitNs(clock.nowNs() + (long) (GATHER_SECONDS * SECOND_NS));
        return peers;
    }

    /** The leader takes the lead, which seats everybody, and starts the song. */
    private void start(V2Run run, List<V2Peer> peers, Progress progress) throws IOException, InterruptedException {
        V2Peer leader = peers.getFirst();
        long lastSong = leader.session().room().song().number();
        wish(leader, "lead", () -> leader.session().room().amLeader() && bucketOf(leader) == 1, run);
        clock.awaitNs(clock.nowNs() + SECOND_NS);
        wish(
                leader,
                "start",
                () -> song(leader).number() > lastSong && song(leader).hasStart(),
                run);
        Song song = song(leader);
        ClockSync time = peers.getLast().session().clock();
        run.started(song.startClock(), run.toRealNs(peers.getLast().singer(), time.nsAt(song.startClock())));
        progress.step(String.format(
                java.util.Locale.ROOT,
                "singing in %d rows, %.2f s apart",
                leader.session().room().room("rows").asInt(0),
                leader.session().room().spacingSamples() / 48_000.0));
    }

    private static int bucketOf(V2Peer peer) {
        Seat seat = peer.session().seat();
        return seat == null ? 0 : seat.bucket();
    }

    private static Song song(V2Peer peer) {
        return peer.session().room().song();
    }

    private void wish(V2Peer who, String type, BooleanSupplier granted, V2Run run)
            throws IOException, InterruptedException {
        long untilNs = clock.nowNs() + WISH_MAX_NS;
        while (!granted.getAsBoolean()) {
            if (clock.nowNs() > untilNs) {
                throw new IOException("no song could be started: '" + type + "' is not granted "
                        + run.counts().errors());
            }
            who.session().send(ControlJson.message(type));
            long nextNs = clock.nowNs() + WISH_NS;
            while (clock.nowNs() < nextNs && !granted.getAsBoolean()) {
                clock.awaitNs(clock.nowNs() + STEP_NS);
            }
        }
    }

    private void await(BooleanSupplier done, long maxNs, String otherwise, V2Run run)
            throws IOException, InterruptedException {
        long untilNs = clock.nowNs() + maxNs;
        while (!done.getAsBoolean()) {
            if (clock.nowNs() > untilNs) {
                throw new IOException(otherwise + ": " + run.counts().welcome() + " are in; "
                        + run.counts().errors());
            }
            clock.awaitNs(clock.nowNs() + STEP_NS);
        }
    }

    /** Until the last has heard the last chirp; kills who is to be killed. */
    private void sing(ChoirPlan plan, V2Run run, List<V2Peer> peers, KillTime kill, Progress progress)
            throws IOException, InterruptedException {
        Seat listens = peers.getLast().session().seat();
        double behind = listens == null ? 0 : listens.delaySamples() / 48_000.0;
        double songSeconds = plan.bursts().getLast().at() / 48_000.0 + behind + TAIL_SECONDS;
        long endNs = run.songStartNs() + (long) (songSeconds * SECOND_NS);
        long fromNs = clock.nowNs(); // the song may have begun some seconds ago
        long stepNs = fromNs;
        ChoirKill who = setup.kill();
        boolean killed = who == null;
        while (clock.nowNs() < endNs) {
            if (!killed && who != null && clock.nowNs() >= kill.dueNs()) {
                killed = true;
                progress.step("killed "
                        + who.carryOut(setup.pids().get(), plan.settings().seed()));
            }
            if (recorded != null) {
                long nowNs = clock.nowNs();
                double part = (double) (nowNs - fromNs) / Math.max(1, endNs - fromNs);
                recorded.follow(part, (nowNs - watchOriginNs) / 1e9);
            }
            if (clock.nowNs() >= stepNs) {
                stepNs += 5 * SECOND_NS;
                progress.step(String.format(
                        java.util.Locale.ROOT,
                        "second %.0f of %.0f: %d messages came",
                        (clock.nowNs() - run.songStartNs()) / 1e9,
                        songSeconds,
                        run.counts().messages()));
            }
            clock.awaitNs(clock.nowNs() + STEP_NS);
        }
    }
}
