package brigade.stress.load;

import brigade.audio.AudioFormat;
import brigade.robot.RobotClock;
import brigade.shard.codec.OpusCodec;
import java.io.IOException;
import java.util.BitSet;

/**
 * One connection that takes the part of several users in turn, one request at a time. One thread at a time: a stretch
 * of requests may run in one thread, the next one in another.
 */
final class Worker implements AutoCloseable {
    /** One answer in so many is decoded. */
    private static final int PROBE_INTERVAL = 50;

    private final LoadPlan plan;
    private final int number;
    private final Start start;
    private final VoiceBank voices;
    private final RobotClock clock;
    private final HttpConnection connection;
    private final AnswerCheck check;
    private final String queryEnd;
    private final BitSet lost = new BitSet();
    private long answered;
    private long serviceNs;

    /**
     * When and as whom.
     *
     * @param phaseNs how much later than the run this worker begins
     * @param startSample the server's clock at the first turn's intended time
     * @param userPrefix what the user ids begin with
     */
    record Start(long phaseNs, long startSample, long userPrefix) {}

    Worker(LoadPlan plan, int number, Start start, VoiceBank voices, OpusCodec codec, RobotClock clock) {
        this.plan = plan;
        this.number = number;
        this.start = start;
        this.voices = voices;
        this.clock = clock;
        connection =
                new HttpConnection(plan.targets().get(number % plan.targets().size()), HttpConnection.TIMEOUT_MS);
        check = new AnswerCheck(codec);
        queryEnd = (plan.summary() ? "&user_summary=1" : "") + (plan.room().isEmpty() ? "" : "&room=" + plan.room());
        if (plan.reset()) {
            lost.set(0, plan.users());
        }
    }

    /**
     * Sends requests {@code [from, to)} and counts their answers.
     *
     * @param fromNs intended time of request {@code from}, before the phase
     * @param stopNs nothing is sent any more after that
     */
    void send(int from, int to, long fromNs, long stopNs, Tally tally) {
        answered = 0;
        serviceNs = 0;
        try {
            for (int request = from; request < to; request++) {
                long nowNs = clock.nowNs();
                long intendedNs =
                        plan.sleep() ? fromNs + start.phaseNs() + (long) ((request - from) * plan.intervalNs()) : nowNs;
                if (Math.max(intendedNs, nowNs) > stopNs) {
                    return;
                }
                clock.awaitNs(intendedNs);
                send(request, intendedNs, tally);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Singers whom the servers could carry if all were like this worker: the ancestor's figure. 0 without answers. */
    double estimatedClients() {
        return serviceNs == 0 ? 0 : (double) LoadPlan.TURN_NS * answered / serviceNs;
    }

    private void send(int request, long intendedNs, Tally tally) {
        int user = request % plan.users();
        int turn = request / plan.users();
        byte[] body = voices.body(number * plan.users() + user, turn);
        String query = query(user, turn);
        long sentNs = clock.nowNs();
        String fault;
        try {
            HttpAnswer answer = connection.post(query, body);
            long doneNs = clock.nowNs();
            fault = check.fault(answer);
            if (fault.isEmpty()) {
                tally.answered(intendedNs, sentNs, doneNs);
                answered++;
                serviceNs += doneNs - sentNs;
                if ((request + number) % PROBE_INTERVAL == 0) {
                    tally.probed(check.isSilent());
                }
            }
        } catch (IOException e) {
            fault = HttpConnection.kindOf(e);
        }
        // As old clients do after a failure: the next exchange begins anew.
        lost.set(user, !fault.isEmpty());
        if (!fault.isEmpty()) {
            tally.failed(fault, clock.nowNs());
        }
    }

    private String query(int user, int turn) {
        long readClock = start.startSample()
                - (long) LoadPlan.READ_BEHIND_SECONDS * AudioFormat.SAMPLE_RATE_HZ
                + (long) turn * AudioFormat.V1_BATCH_SAMPLES;
        long writeClock = readClock - (long) LoadPlan.WRITE_BEHIND_SECONDS * AudioFormat.SAMPLE_RATE_HZ;
        int singer = number * plan.users() + user;
        long userId = start.userPrefix() * 100_000_000L + singer;
        return "userid=" + userId + "&read_clock=" + readClock + "&write_clock=" + writeClock + "&username=load"
                + singer + (lost.get(user) ? "&reset_user_state=1" : "") + queryEnd;
    }

    @Override
    public void close() {
        connection.close();
        check.close();
    }
}
