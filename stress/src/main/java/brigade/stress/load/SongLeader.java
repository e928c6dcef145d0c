package brigade.stress.load;

import brigade.audio.AudioFormat;
import brigade.robot.ExchangeAnswer;
import brigade.robot.ExchangeQuery;
import brigade.robot.ExchangeTransport;
import brigade.robot.RobotClock;
import brigade.robot.ServerClock;
import java.io.IOException;
import java.util.List;

/**
 * Takes the lead, starts a song and sings all the time, so that everybody else hears something. Runs in a thread of its
 * own until {@link #close}; then it ends the song.
 */
final class SongLeader implements AutoCloseable {
    /** The leader listens so far behind: the others then hear him well before they need him. */
    private static final long BEHIND_SAMPLES = AudioFormat.SAMPLE_RATE_HZ;

    private static final long STOP_MAX_NS = 6_000_000_000L;

    private final ExchangeTransport transport;
    private final RobotClock clock;
    private final VoiceBank voices;
    private final String userId;
    private final String room;
    private final Thread thread;
    private final SongWatch watch = new SongWatch();
    private volatile boolean stopping;
    private volatile long songStart;
    private volatile long readClock;
    private volatile String trouble = "the server named no leader";

    SongLeader(ExchangeTransport transport, RobotClock clock, VoiceBank voices, String userId, String room) {
        this.transport = transport;
        this.clock = clock;
        this.voices = voices;
        this.userId = userId;
        this.room = room;
        thread = Thread.ofVirtual().name("song-leader").unstarted(this::sing);
    }

    /**
     * Begins to sing and returns when the song has gone on for {@code seconds}.
     *
     * @param timeoutNs for the song to start
     * @throws IOException when no song starts
     */
    void start(double seconds, long timeoutNs) throws IOException, InterruptedException {
        thread.start();
        long deadlineNs = clock.nowNs() + timeoutNs;
        while (songStart == 0) {
            if (clock.nowNs() > deadlineNs) {
                throw new IOException("no song could be started: " + trouble);
            }
            clock.awaitNs(clock.nowNs() + 20_000_000L);
        }
        long needed = songStart + (long) (seconds * AudioFormat.SAMPLE_RATE_HZ);
        while (readClock < needed) {
            clock.awaitNs(clock.nowNs() + 20_000_000L);
        }
    }

    private void sing() {
        try {
            ServerClock serverClock = ServerClock.read(transport, clock);
            boolean anew = true;
            long turnNs = clock.nowNs();
            long read = 0;
            for (int turn = 0; !stopping; turn++) {
                read = anew ? serverClock.atNs(turnNs) - BEHIND_SAMPLES : read + AudioFormat.V1_BATCH_SAMPLES;
                clock.awaitNs(turnNs);
                anew = !exchange(turn, read, anew);
                turnNs += LoadPlan.TURN_NS;
                if (anew) {
                    turnNs = Math.max(turnNs, clock.nowNs());
                }
            }
            exchangeOnce(query(read + AudioFormat.V1_BATCH_SAMPLES, false).flag("mark_stop_singing"), new byte[0]);
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was answered. */
    private boolean exchange(int turn, long read, boolean anew) throws InterruptedException {
        boolean wantsSong = songStart == 0;
        ExchangeQuery query = query(read, anew);
        if (wantsSong) {
            query.flag("request_lead");
            if (turn > 0) {
                query.flag("mark_start_singing");
            }
        }
        long sentNs = clock.nowNs();
        try {
            ExchangeAnswer answer = exchangeOnce(query, voices.body(0, turn));
            if (!answer.isOk()) {
                trouble = "HTTP " + answer.status() + ": " + answer.message();
                return false;
            }
            long started = answer.metadata().path("song_start_clock").asLong(0);
            long ended = answer.metadata().path("song_end_clock").asLong(0);
            if (wantsSong && turn > 0 && started > 1 && ended == 0) {
                songStart = started;
                watch.started(started, clock.nowNs());
            }
            watch.saw(started, ended, sentNs, clock.nowNs(), (double) (read - songStart) / AudioFormat.SAMPLE_RATE_HZ);
            readClock = read;
            return true;
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            return false;
        }
    }

    private ExchangeAnswer exchangeOnce(ExchangeQuery query, byte[] body) throws IOException, InterruptedException {
        if (body.length == 0) {
            query.with("n_samples", AudioFormat.V1_BATCH_SAMPLES);
        }
        return transport.exchange(query.toString(), body);
    }

    private ExchangeQuery query(long read, boolean anew) {
        ExchangeQuery query = new ExchangeQuery()
                .with("userid", userId)
                .with("username", "load leader")
                .with("read_clock", read)
                .with("write_clock", read);
        if (anew) {
            query.flag("reset_user_state");
        }
        if (!room.isEmpty()) {
            query.with("room", room);
        }
        return query;
    }

    /** What went wrong with the song since it started, in sentences; any thread. */
    List<String> songTrouble() {
        return watch.trouble();
    }

    /** Ends the song; waits for that, not long. */
    @Override
    public void close() {
        watch.stops(clock.nowNs());
        stopping = true;
        try {
            if (!thread.join(java.time.Duration.ofNanos(STOP_MAX_NS))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
