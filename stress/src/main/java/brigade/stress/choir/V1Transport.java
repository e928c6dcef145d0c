package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.robot.HttpTransport;
import brigade.robot.RobotClock;
import brigade.robot.ServerClock;
import brigade.shard.codec.OpusCodec;
import brigade.stress.load.LoadPlan;
import brigade.stress.load.ProcessReport;
import brigade.stress.load.ProcessWatch;
import brigade.stress.load.Progress;
import brigade.stress.load.SongWatch;
import brigade.stress.load.Tally;
import brigade.stress.load.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The choir over exchange v1: a connection and a thread for each singer, a request each 600 ms. Where a v1 user listens
 * is his own choice of {@code read_clock}, so bucket k is made of users who ask for what lies 3k s back.
 */
public final class V1Transport implements ChoirTransport {
    private static final long GET_READY_NS = 500_000_000L;
    private static final long PROGRESS_NS = 500_000_000L;
    private static final long STEP_NS = 20_000_000L;

    /** The song must be there so many turns after the leader started it. */
    private static final int SONG_DUE_TURNS = 3;

    private static final int TURN_MS = 600;

    private final Setup setup;
    private final RobotClock clock;

    /**
     * Where and how.
     *
     * @param targets singers take turns among them
     * @param codec encodes voices, decodes answers
     * @param room empty for the server's own choice
     * @param userPrefix what user ids begin with
     * @param pids the servers' processes by name, as they are now
     * @param kill a process to kill; null for none
     * @param fault put in on purpose, unknown to the checker
     */
    public record Setup(
            List<Target> targets,
            OpusCodec codec,
            String room,
            long userPrefix,
            Supplier<Map<String, Long>> pids,
            @Nullable ChoirKill kill,
            ChoirFault fault) {}

    /** Does nothing yet. */
    public V1Transport(Setup setup, RobotClock clock) {
        this.setup = setup;
        this.clock = clock;
    }

    /** What v1 cannot do at all: one request at a time must go there and back within a turn. Empty when it can. */
    public static String refusal(ChoirSettings.Network network) {
        int worstMs = network.rttMs() + 2 * network.jitterMs();
        return worstMs < TURN_MS
                ? ""
                : "--rtt-ms plus twice --jitter-ms must stay below 600: v1 sends a batch when the one before is answered";
    }

    @Override
    public LevelRule levels() {
        return new V1Levels();
    }

    @Override
    public Performance perform(ChoirPlan plan, Progress progress) throws IOException, InterruptedException {
        progress.step("encoding " + plan.bursts().size() + " chirps");
        ChirpBank bank = new ChirpBank(setup.codec(), plan);
        V1Times times;
        try (HttpTransport transport =
                new HttpTransport(setup.targets().getFirst().uri())) {
            ServerClock serverClock = ServerClock.read(transport, clock);
            long readyNs = clock.nowNs() + GET_READY_NS;
            times = V1Times.from(readyNs, serverClock.atNs(readyNs));
        }
        ChoirKill kill = setup.kill();
        Performance.Span away = new Performance.Span(Long.MAX_VALUE, Long.MIN_VALUE);
        if (kill != null) {
            long killNs = times.songStartNs() + (long) (kill.second() * 1e9);
            away = new Performance.Span(killNs, killNs + ChoirKill.RECOVER_NS);
        }
        V1Log log = new V1Log(plan);
        V1Tally tally = new V1Tally(times.songStartNs(), away);
        SongWatch song = new SongWatch();
        V1Singer.Shared shared = new V1Singer.Shared(
                plan, times, bank, setup.fault(), log, tally, song, clock, setup.userPrefix(), setup.room());
        ProcessWatch watch = new ProcessWatch(setup.pids(), clock, times.songStartNs());
        progress.step("the choir gathers; the song starts in " + ChoirPlan.START_TURN * TURN_MS / 1_000 + " s");
        List<V1Singer> singers = singers(plan, shared);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            singers.forEach(singer -> running.add(threads.submit(singer::run)));
            try {
                conduct(plan, times, shared, watch, running, kill, progress);
            } finally {
                running.forEach(each -> each.cancel(true));
            }
        } finally {
            singers.forEach(V1Singer::close);
        }
        ProcessReport processes = watch.stop();
        List<Performance.Span> disturbed = kill == null ? List.of() : List.of(away);
        List<Sung> sung = sung(plan, times, bank, log);
        return new Performance(
                sung,
                new V1Streams(times, setup.codec()).of(plan, log),
                new V1Mates(plan, log, times, sung, disturbed).compare(),
                song.trouble(),
                disturbed,
                traffic(plan, tally, processes));
    }

    private List<V1Singer> singers(ChoirPlan plan, V1Singer.Shared shared) {
        List<V1Singer> singers = new ArrayList<>();
        for (ChoirSinger singer : plan.singers()) {
            Target target = setup.targets().get(singer.index() % setup.targets().size());
            singers.add(new V1Singer(singer, target, shared));
        }
        return singers;
    }

    /** Waits for the song, kills who is to be killed, shows progress, and returns when all are done. */
    private void conduct(
            ChoirPlan plan,
            V1Times times,
            V1Singer.Shared shared,
            ProcessWatch watch,
            List<Future<?>> running,
            @Nullable ChoirKill kill,
            Progress progress)
            throws IOException, InterruptedException {
        clock.awaitNs(times.songStartNs());
        watch.start();
        progress.step("singing");
        long songDueNs = times.songStartNs() + SONG_DUE_TURNS * LoadPlan.TURN_NS;
        boolean killed = kill == null;
        LoadPlan shown = shown(plan);
        for (long tickNs = clock.nowNs(); !running.stream().allMatch(Future::isDone); ) {
            long nowNs = clock.nowNs();
            if (!shared.song().isStarted() && nowNs > songDueNs) {
                watch.stop();
                throw new IOException("no song could be started" + why(shared.tally()));
            }
            if (!killed && kill != null && nowNs >= times.songStartNs() + (long) (kill.second() * 1e9)) {
                killed = true;
                progress.step("killed "
                        + kill.carryOut(setup.pids().get(), plan.settings().seed()));
            }
            if (nowNs >= tickNs) {
                tickNs += PROGRESS_NS;
                Tally.Counts counts = shared.tally().counts();
                progress.counted(
                        shown,
                        (nowNs - times.songStartNs()) / 1e9,
                        counts.answered(),
                        counts.late(),
                        counts.errors(),
                        counts.p99Ms());
            }
            clock.awaitNs(nowNs + STEP_NS);
        }
    }

    private static String why(V1Tally tally) {
        Map<String, Long> errors = tally.finish().errorsByKind();
        return errors.isEmpty() ? "" : ": " + errors.keySet().iterator().next();
    }

    /** The run in the terms that progress is shown in. */
    private LoadPlan shown(ChoirPlan plan) {
        int turns = plan.turns() - ChoirPlan.START_TURN;
        return new LoadPlan(
                setup.targets(),
                plan.singers().size(),
                1,
                turns,
                true,
                false,
                true,
                "",
                plan.settings().seed(),
                0);
    }

    private static List<Sung> sung(ChoirPlan plan, V1Times times, ChirpBank bank, V1Log log) {
        List<Sung> sung = new ArrayList<>();
        for (Burst burst : plan.bursts()) {
            ChoirSinger singer = plan.singers().get(burst.singer());
            int turn = ChoirPlan.sungTurn(singer.bucket(), burst.batch());
            V1Log.Entry entry = log.entry(singer, turn);
            V1Log.Entry next = log.entry(singer, turn + 1);
            Sung.Fact fact = switch (entry.outcome()) {
                case ANSWERED -> Sung.Fact.TAKEN;
                case FAILED -> Sung.Fact.UNKNOWN;
                case NOT_SENT -> Sung.Fact.NOT_SENT;
            };
            boolean whole = entry.isAnswered() && next.isAnswered() && !entry.anew() && !next.anew();
            long batchClock = times.songStart() + (long) burst.batch() * AudioFormat.V1_BATCH_SAMPLES;
            List<Long> loud = bank.loudBlocks(burst).stream()
                    .map(block -> batchClock / HeardLevels.BLOCK + block)
                    .toList();
            sung.add(new Sung(
                    burst,
                    singer.bucket(),
                    times.songStart() + burst.at(),
                    fact,
                    entry.fromNs(),
                    entry.takenNs(),
                    whole,
                    bank.ringLevel(burst),
                    loud));
        }
        return sung;
    }

    private static Performance.Traffic traffic(ChoirPlan plan, V1Tally tally, ProcessReport processes) {
        Tally.Outcome outcome = tally.finish();
        long intended = plan.singers().stream()
                .flatMap(singer -> singer.turns().stream().skip(ChoirPlan.START_TURN))
                .filter(turn -> turn.fate() == ChoirSinger.Fate.SENT || turn.fate() == ChoirSinger.Fate.ANSWER_LOST)
                .count();
        return new Performance.Traffic(
                intended,
                outcome.counts().answered(),
                outcome.counts().late(),
                tally.unsentTurns(),
                tally.behindMaxMs(),
                outcome.latency(),
                outcome.errorsByKind(),
                tally.expectedErrors(),
                outcome.seconds(),
                outcome.counts().elapsedNs() / 1e9,
                processes,
                new Performance.Terms(
                        "turns",
                        "were answered more than 600 ms late",
                        plan.seconds() - plan.secondsBeforeSong(),
                        outcome.counts().answered() * TURN_MS / 1e3));
    }
}
