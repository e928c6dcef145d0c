package brigade.stress.load;

import brigade.robot.HttpTransport;
import brigade.robot.RobotClock;
import brigade.robot.ServerClock;
import brigade.shard.codec.OpusCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server with a song on, and runs against it. One thread calls; {@link #close} ends the song.
 */
public final class LoadSession implements AutoCloseable {
    /** The song's start must lie before the oldest sample that is sent or heard, with a second to spare. */
    private static final double SONG_LEAD_SECONDS =
            LoadPlan.READ_BEHIND_SECONDS + LoadPlan.WRITE_BEHIND_SECONDS + 0.6 + 1.4;

    private static final long SONG_START_MAX_NS = 15_000_000_000L;

    /** After its planned end a run waits no longer for a server that is behind. */
    private static final long OVERTIME_NS = 20_000_000_000L;

    private static final long GET_READY_NS = 200_000_000L;
    private static final long PROGRESS_NS = 500_000_000L;

    private final Setup setup;
    private final RobotClock clock;
    private final HttpTransport leaderTransport;
    private final HttpTransport clockTransport;
    private @Nullable SongLeader leader;

    /**
     * What all runs of a session share.
     *
     * @param first the target that the leader and the clock use
     * @param voices what singers send
     * @param leaderVoices what the leader sings
     * @param codec decodes answers
     * @param song whether a song runs
     * @param room empty for the server's own choice
     * @param userPrefix what user ids begin with
     * @param pids the servers' processes by name, as they are now
     * @param shards the shards' own addresses, for the timing of their calls; empty when unknown
     */
    public record Setup(
            Target first,
            VoiceBank voices,
            VoiceBank leaderVoices,
            OpusCodec codec,
            boolean song,
            String room,
            long userPrefix,
            Supplier<Map<String, Long>> pids,
            List<Target> shards) {}

    /** Does nothing yet. */
    public LoadSession(Setup setup, RobotClock clock) {
        this.setup = setup;
        this.clock = clock;
        leaderTransport = new HttpTransport(setup.first().uri());
        clockTransport = new HttpTransport(setup.first().uri());
    }

    /**
     * Starts the song and waits until it is old enough.
     *
     * @throws IOException when the server is away or refuses; the message is for people
     */
    public void open(Progress progress) throws IOException, InterruptedException {
        if (!setup.song()) {
            return;
        }
        progress.step("starting a song (its start must lie " + Math.round(SONG_LEAD_SECONDS) + " s back)");
        String userId = Long.toString(setup.userPrefix() * 100_000_000L + 99_999_999);
        SongLeader singing = new SongLeader(leaderTransport, clock, setup.leaderVoices(), userId, setup.room());
        leader = singing;
        singing.start(SONG_LEAD_SECONDS, SONG_START_MAX_NS);
    }

    /**
     * Sends what {@code plan} says and counts.
     *
     * @throws IOException when the server is away before anything is sent
     */
    public LoadResult measure(LoadPlan plan, Progress progress) throws IOException, InterruptedException {
        ServerClock serverClock = ServerClock.read(clockTransport, clock);
        long startNs = clock.nowNs() + GET_READY_NS;
        List<Worker> workers = workers(plan, serverClock.atNs(startNs));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long countedNs = startNs;
            if (plan.warmUpTurns() > 0) {
                progress.step("warming up");
                clock.awaitNs(startNs);
                Tally uncounted = new Tally(startNs);
                long stopNs = startNs + plan.warmUpTurns() * LoadPlan.TURN_NS + OVERTIME_NS;
                await(start(threads, workers, 0, plan.warmUpRequests(), startNs, stopNs, uncounted));
                countedNs = plan.sleep() ? startNs + plan.warmUpTurns() * LoadPlan.TURN_NS : clock.nowNs();
            }
            return count(plan, workers, threads, countedNs, progress);
        } finally {
            workers.forEach(Worker::close);
        }
    }

    private LoadResult count(
            LoadPlan plan, List<Worker> workers, ExecutorService threads, long startNs, Progress progress)
            throws InterruptedException {
        Tally tally = new Tally(startNs);
        ProcessWatch watch = new ProcessWatch(setup.pids(), clock, startNs);
        RpcWatch rpc = new RpcWatch(setup.shards(), clock, startNs);
        clock.awaitNs(startNs);
        watch.start();
        rpc.start();
        int from = plan.warmUpRequests();
        long stopNs = startNs + (long) (plan.seconds() * 1e9) + OVERTIME_NS;
        List<Future<?>> running = start(threads, workers, from, from + plan.rounds(), startNs, stopNs, tally);
        long tickNs = startNs;
        while (!running.stream().allMatch(Future::isDone)) {
            tickNs += PROGRESS_NS;
            awaitDone(running, tickNs);
            Tally.Counts counts = tally.counts();
            progress.counted(
                    plan,
                    (clock.nowNs() - startNs) / 1e9,
                    counts.answered(),
                    counts.late(),
                    counts.errors(),
                    counts.p99Ms());
        }
        ProcessReport processes = watch.stop();
        List<RpcTiming> timings = rpc.stop();
        await(running);
        List<Double> estimated = workers.stream().map(Worker::estimatedClients).toList();
        SongLeader singing = leader;
        List<String> songTrouble = singing == null ? List.of() : singing.songTrouble();
        return LoadResult.of(plan, setup.song(), tally.finish(), estimated, processes, songTrouble, timings);
    }

    private List<Worker> workers(LoadPlan plan, long startSample) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<Worker> workers = new ArrayList<>();
        for (int number = 0; number < plan.workers(); number++) {
            long phaseNs = plan.sleep() ? random.nextLong((long) plan.intervalNs()) : 0;
            Worker.Start start = new Worker.Start(phaseNs, startSample, setup.userPrefix());
            workers.add(new Worker(plan, number, start, setup.voices(), setup.codec(), clock));
        }
        return workers;
    }

    private static List<Future<?>> start(
            ExecutorService threads, List<Worker> workers, int from, int to, long fromNs, long stopNs, Tally tally) {
        List<Future<?>> running = new ArrayList<>();
        for (Worker worker : workers) {
            running.add(threads.submit(() -> worker.send(from, to, fromNs, stopNs, tally)));
        }
        return running;
    }

    /** Waits until all are done, at most until {@code deadlineNs}. */
    private void awaitDone(List<Future<?>> running, long deadlineNs) throws InterruptedException {
        long stepNs = PROGRESS_NS / 25;
        while (clock.nowNs() < deadlineNs) {
            if (running.stream().allMatch(Future::isDone)) {
                return;
            }
            clock.awaitNs(Math.min(deadlineNs, clock.nowNs() + stepNs));
        }
    }

    private static void await(List<Future<?>> running) throws InterruptedException {
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("a worker failed", e.getCause());
            }
        }
    }

    /** Ends the song. */
    @Override
    public void close() {
        SongLeader singing = leader;
        if (singing != null) {
            singing.close();
        }
        leaderTransport.close();
        clockTransport.close();
    }
}
