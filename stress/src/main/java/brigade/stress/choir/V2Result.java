package brigade.stress.choir;

import brigade.client.ClockSync;
import brigade.client.Seat;
import brigade.shard.codec.OpusCodec;
import brigade.stress.choir.ChoirSinger.Fate;
import brigade.stress.choir.ChoirSinger.Turn;
import brigade.stress.load.ProcessReport;
import brigade.stress.load.Tally;
import brigade.stress.stream.ShardCounters;
import brigade.stress.stream.ShardTicks;
import brigade.wire.stream.StreamLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Turns what a run over v2 left into the checker's terms. One thread, after the run.
 *
 * <p>A shard reads a socket in order, so what was sent before a ping that was answered is there; the first tick that awakes
 * afterwards takes it to the state server, and its trace says when that had it. Without traces (a server on another machine)
 * {@link #BLIND_NS} are allowed.
 */
final class V2Result {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final long BLIND_NS = 100_000_000L;
    private static final long CLOCK_ERROR_NS = 1_000_000L;
    private static final Turn AWAY = new Turn(Fate.AWAY, 0, 0);
    private static final Turn SENT = new Turn(Fate.SENT, 0, 0);

    private final ChoirPlan plan;
    private final V2Run run;
    private final List<V2Peer> peers;
    private final List<ShardTicks> ticks;
    private final List<Performance.Span> disturbed;
    private final int rows;

    V2Result(ChoirPlan plan, V2Run run, List<V2Peer> peers, List<ShardTicks> ticks, List<Performance.Span> disturbed) {
        this.plan = plan;
        this.run = run;
        this.peers = peers;
        this.ticks = ticks;
        this.disturbed = disturbed;
        int last = 2;
        for (V2Peer peer : peers) {
            last = Math.max(last, bucketOf(peer));
        }
        rows = last;
    }

    private static int bucketOf(V2Peer peer) {
        for (V2Sent sent : peer.sent()) {
            if (sent.isSent()) {
                return sent.bucket();
            }
        }
        Seat seat = peer.session().seat();
        return seat == null ? 0 : seat.bucket();
    }

    /** The plan with the rows that the server gave, and with what was sent. */
    ChoirPlan performed() {
        List<ChoirSinger> singers = new ArrayList<>();
        for (V2Peer peer : peers) {
            ChoirSinger singer = peer.singer();
            int bucket = singer.sings() ? Math.max(1, bucketOf(peer)) : rows + 1;
            List<Turn> turns = new ArrayList<>(Collections.nCopies(ChoirPlan.turns(bucket, plan.batches()), AWAY));
            for (V2Sent sent : peer.sent()) {
                if (sent.isSent()) {
                    turns.set(ChoirPlan.sungTurn(bucket, sent.burst().batch()), SENT);
                }
            }
            singers.add(
                    new ChoirSinger(singer.index(), bucket, singer.sings(), singer.phaseMs(), singer.skewPpm(), turns));
        }
        ChoirSettings asked = plan.settings();
        ChoirSettings settings =
                new ChoirSettings(asked.seed(), asked.singers(), rows, asked.seconds(), asked.network());
        return new ChoirPlan(settings, singers, plan.bursts());
    }

    Performance performance(
            OpusCodec codec,
            ProcessReport processes,
            Map<String, Double> before,
            Map<String, Double> after,
            double seconds) {
        V2Peer listener = peers.getLast();
        ClockSync time = listener.session().clock();
        long errorNs = CLOCK_ERROR_NS + (long) (time.rttMs() * 1e6 / 2);
        int frames = listener.session().room().messageSamples(1) / FRAME;
        Seat seat = peers.getFirst().session().seat();
        long leadDelay = seat == null ? 0 : 2 * seat.spacingSamples();
        List<Sung> sung = new ArrayList<>();
        for (V2Peer peer : peers) {
            for (V2Sent sent : peer.sent()) {
                long clock = run.songStartClock() + sent.burst().at();
                long leadClosedNs = nsOf(clock + FRAME + leadDelay) - errorNs;
                sung.add(sung(peer, sent, clock, leadClosedNs));
            }
        }
        V2Streams streams = new V2Streams(codec, this::nsOf, errorNs, rows + 1, frames);
        return new Performance(
                sung,
                streams.of(run.mixes()),
                run.mixes().mates(),
                run.song().trouble(),
                disturbed,
                traffic(processes, before, after, seconds));
    }

    private long nsOf(long sample) {
        V2Peer listener = peers.getLast();
        return run.toRealNs(listener.singer(), listener.session().clock().nsAt(sample));
    }

    private Sung sung(V2Peer peer, V2Sent sent, long clock, long leadClosedNs) {
        Burst burst = sent.burst();
        List<Long> loud = run.spurts().loudBlocks(burst, clock);
        double level = run.spurts().ringLevel(burst);
        if (!sent.isSent()) {
            checkExcuse(peer, clock);
            return new Sung(burst, Math.max(1, bucketOf(peer)), clock, Sung.Fact.NOT_SENT, 0, 0, false, level, loud);
        }
        long byNs = takenByNs(sent.chirpReceivedNs());
        long allByNs = takenByNs(sent.allReceivedNs());
        Sung.Fact fact = byNs == Long.MAX_VALUE ? Sung.Fact.UNKNOWN : Sung.Fact.TAKEN;
        // What follows the chirp is so much younger, and must be no later after its own clock.
        long tailNs = (long) (V2Spurts.FRAMES - V2Spurts.CHIRP_END_FRAMES) * 20_000_000L;
        boolean whole = sent.isWhole() && allByNs != Long.MAX_VALUE;
        if (whole) {
            byNs = Math.max(byNs, allByNs - tailNs);
            // A leader who is late for his own stream is heard in the crowd's, at another level.
            whole = burst.singer() != 0 || byNs < leadClosedNs;
        }
        return new Sung(burst, sent.bucket(), clock, fact, sent.fromNs(), byNs, whole, level, loud);
    }

    /** Who could not sing without being away by plan. */
    private void checkExcuse(V2Peer peer, long clock) {
        long nearNs = nsOf(clock);
        Seat seat = peer.session().seat();
        long behindNs = seat == null ? 0 : seat.delaySamples() * 1_000_000_000L / 48_000;
        // Who comes back takes some seconds to connect and to know the time.
        if (!peer.link().isAwayWithin(nearNs - 5_000_000_000L, nearNs + behindNs + 1_000_000_000L)) {
            run.counts().error("a chirp was not sent: no connection", nearNs + behindNs);
        }
    }

    private long takenByNs(long receivedNs) {
        if (receivedNs == Long.MAX_VALUE) {
            return receivedNs;
        }
        return ticks.isEmpty() ? receivedNs + BLIND_NS : ShardTicks.takenByNs(ticks, receivedNs);
    }

    private Performance.Traffic traffic(
            ProcessReport processes, Map<String, Double> before, Map<String, Double> after, double seconds) {
        Tally.Outcome outcome = run.counts().finish();
        long handed = (long) ShardCounters.grown(before, after, "brigade_messages_sent_total");
        long late = (long) ShardCounters.grown(before, after, "brigade_messages_late_total");
        if (handed <= 0) {
            // The shards are on another machine, or were started anew: what the tester saw has to do.
            handed = outcome.counts().answered();
            late = outcome.counts().late();
        }
        long missing = run.counts().missingMessages();
        return new Performance.Traffic(
                handed + missing,
                outcome.counts().answered(),
                Math.max(0, late) + missing,
                0,
                run.counts().behindMaxMs(),
                outcome.latency(),
                run.counts().errors(),
                run.counts().expectedErrors(),
                outcome.seconds(),
                seconds,
                processes,
                new Performance.Terms(
                        "messages of sound",
                        "were handed to a socket over 20 ms after their last frame closed, or left out",
                        seconds,
                        seconds * plan.singers().size()));
    }
}
