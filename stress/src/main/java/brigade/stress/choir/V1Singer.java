package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.robot.ExchangeAnswer;
import brigade.robot.RobotClock;
import brigade.stress.choir.ChoirSinger.Fate;
import brigade.stress.choir.ChoirSinger.Turn;
import brigade.stress.load.AnswerKinds;
import brigade.stress.load.HttpAnswer;
import brigade.stress.load.HttpConnection;
import brigade.stress.load.SongWatch;
import brigade.stress.load.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One singer over exchange v1: a connection of his own, a request each turn, as the plan and its network want it. One
 * thread, a virtual one.
 */
final class V1Singer implements AutoCloseable {
    /** The turn in which the leader takes the lead. */
    private static final int LEAD_TURN = ChoirPlan.START_TURN / 2;

    /** Further behind than this a client begins anew at its place, as the robot does. */
    private static final long BEHIND_MAX_NS = 2_400_000_000L;

    private static final long RETRY_AFTER_NS = 200_000_000L;
    private static final int STOP_TRIES = 3;
    private static final ByteBuffer NO_SOUND = ByteBuffer.allocate(0);

    private final ChoirSinger singer;
    private final Shared shared;
    private final HttpConnection connection;
    private final String queryStart;
    private final Map<Integer, Burst> burstOfBatch = new HashMap<>();
    private boolean anew = true;

    /**
     * What all singers of a run have in common.
     *
     * @param userPrefix what user ids begin with
     * @param room empty for the server's own choice
     */
    record Shared(
            ChoirPlan plan,
            V1Times times,
            ChirpBank bank,
            ChoirFault fault,
            V1Log log,
            V1Tally tally,
            SongWatch song,
            RobotClock clock,
            long userPrefix,
            String room) {}

    V1Singer(ChoirSinger singer, Target target, Shared shared) {
        this.singer = singer;
        this.shared = shared;
        connection = new HttpConnection(target, HttpConnection.TIMEOUT_MS);
        queryStart = "userid=" + (shared.userPrefix() * 100_000_000L + singer.index()) + "&username=choir"
                + (singer.index() + 1) + (shared.room().isEmpty() ? "" : "&room=" + shared.room())
                + (singer.sings() ? "" : "&spectator=1");
        for (Burst burst : shared.plan().bursts()) {
            if (burst.singer() == singer.index()) {
                burstOfBatch.put(burst.batch(), burst);
            }
        }
    }

    /** Does all turns. */
    void run() {
        try {
            long dueNs = shared.times().turnNs(singer, 0);
            for (int turn = 0; turn < singer.turns().size(); turn++) {
                Turn link = singer.turns().get(turn);
                dueNs = Math.max(dueNs, shared.times().turnNs(singer, turn) + link.upMs() * 1_000_000L);
                if (link.fate() == Fate.AWAY || link.fate() == Fate.REQUEST_LOST) {
                    connection.close();
                    anew = true;
                } else if (shared.clock().nowNs() - dueNs > BEHIND_MAX_NS) {
                    shared.tally().unsent(dueNs, shared.clock().nowNs());
                    anew = true;
                } else {
                    long readyNs = shared.clock().nowNs();
                    shared.clock().awaitNs(dueNs);
                    send(turn, dueNs, Math.max(readyNs, dueNs));
                    dueNs += link.downMs() * 1_000_000L;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param mayNs when it could be sent at the earliest: what is later is the tester's own fault */
    private void send(int turn, long dueNs, long mayNs) throws InterruptedException {
        boolean leads = singer.index() == 0;
        boolean last = turn == singer.turns().size() - 1;
        int tries = leads && last ? STOP_TRIES : 1;
        for (int i = 0; i < tries; i++) {
            if (leads && last) {
                shared.song().stops(shared.clock().nowNs());
            }
            if (exchange(turn, dueNs, mayNs)) {
                return;
            }
        }
        anew = true;
        shared.clock().awaitNs(shared.clock().nowNs() + RETRY_AFTER_NS);
    }

    private boolean exchange(int turn, long dueNs, long mayNs) {
        boolean again = singer.turns().get(turn).fate() == Fate.ANSWER_LOST;
        String query = query(turn);
        byte[] body = body(turn);
        long sentNs = shared.clock().nowNs();
        shared.tally().behind((sentNs - mayNs) / 1e6);
        String fault;
        try {
            Answered first = post(query, body);
            long takenNs = shared.clock().nowNs();
            if (again && first.fault().isEmpty()) {
                // The answer is lost: the client knows nothing of it, connects anew and asks the same again.
                connection.close();
                first = post(query, body);
            }
            long doneNs = shared.clock().nowNs();
            fault = first.fault();
            if (fault.isEmpty()) {
                see(turn, first, sentNs, doneNs);
                V1Log.Packets packets =
                        shared.log().keep(singer.bucket(), turn, first.sound().array());
                shared.log()
                        .enter(
                                singer,
                                turn,
                                new V1Log.Entry(V1Log.Outcome.ANSWERED, sentNs, takenNs, doneNs, packets, anew, again));
                shared.tally().answered(dueNs, sentNs, takenNs);
                anew = false;
                return true;
            }
        } catch (IOException e) {
            fault = HttpConnection.kindOf(e);
        }
        long failedNs = shared.clock().nowNs();
        shared.log()
                .enter(
                        singer,
                        turn,
                        new V1Log.Entry(V1Log.Outcome.FAILED, sentNs, failedNs, failedNs, null, anew, false));
        shared.tally().failed(fault, sentNs, failedNs);
        return false;
    }

    /**
     * @param fault what is wrong, as a kind; empty for a whole answer
     * @param sound a packet bundle
     */
    private record Answered(String fault, ByteBuffer sound, long songStart, long songEnd) {}

    private Answered post(String query, byte[] body) throws IOException {
        HttpAnswer answer = connection.post(query, body);
        byte[] bytes = Arrays.copyOf(answer.body(), answer.bodyBytes());
        ExchangeAnswer parsed = ExchangeAnswer.parse(answer.status(), answer.metadata(), bytes);
        if (!parsed.isOk()) {
            return new Answered(AnswerKinds.refusal(parsed.status(), parsed.message()), NO_SOUND, 0, 0);
        }
        if (parsed.bundle().samples() != AudioFormat.V1_BATCH_SAMPLES) {
            return new Answered("an answer of another length than was sent", NO_SOUND, 0, 0);
        }
        // The bundle lies at the answer's end: its count, its first length, its first packet.
        ByteBuffer sound =
                ByteBuffer.wrap(Arrays.copyOfRange(bytes, parsed.bundle().offset(0) - 3, bytes.length));
        return new Answered(
                "",
                sound,
                parsed.metadata().path("song_start_clock").asLong(0),
                parsed.metadata().path("song_end_clock").asLong(0));
    }

    private void see(int turn, Answered answer, long sentNs, long doneNs) {
        boolean confirms = singer.index() == 0
                && turn > ChoirPlan.START_TURN
                && !shared.song().isStarted();
        if (confirms && answer.songStart() > 1 && answer.songEnd() == 0) {
            shared.song().started(answer.songStart(), doneNs);
        }
        double second =
                (shared.times().readEnd(1, turn) - shared.times().songStart()) / (double) AudioFormat.SAMPLE_RATE_HZ;
        shared.song().saw(answer.songStart(), answer.songEnd(), sentNs, doneNs, second);
    }

    private byte[] body(int turn) {
        if (shared.fault().hits(singer) && shared.fault().drops()) {
            return shared.bank().silence();
        }
        int batch = turn - ChoirPlan.sungTurn(singer.bucket(), 0);
        Burst now = burstOfBatch.get(batch);
        if (now != null) {
            return shared.bank().of(now).body();
        }
        // Who begins anew has an encoder that knows nothing of what came before.
        Burst before = anew ? null : burstOfBatch.get(batch - 1);
        return before == null
                ? shared.bank().silence()
                : shared.bank().of(before).after();
    }

    /** Both clocks allow for the codec: what is sung lands where it is meant. */
    private String query(int turn) {
        long read = shared.times().readEnd(singer.bucket(), turn);
        long write = shared.times().sungEnd(singer.bucket(), turn) - AudioFormat.CODEC_DELAY_SAMPLES;
        if (shared.fault().hits(singer)) {
            write += shared.fault().shiftSamples();
        }
        String query =
                queryStart + "&read_clock=" + read + "&write_clock=" + write + (anew ? "&reset_user_state=1" : "");
        if (singer.index() == 0) {
            query += leaderQuery(turn);
        }
        return query;
    }

    private String leaderQuery(int turn) {
        if (turn == LEAD_TURN) {
            return "&request_lead=1&bpm=0&repeats=0&bpr=0&disableAutoGain=0";
        }
        if (turn == ChoirPlan.START_TURN) {
            return "&mark_start_singing=1";
        }
        return turn == singer.turns().size() - 1 ? "&mark_stop_singing=1" : "";
    }

    @Override
    public void close() {
        connection.close();
    }
}
