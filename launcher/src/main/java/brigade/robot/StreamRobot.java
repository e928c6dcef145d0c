package brigade.robot;

import brigade.audio.AudioFormat;
import brigade.audio.file.FloatList;
import brigade.client.ClientLoop;
import brigade.client.ClientSound;
import brigade.client.Connector;
import brigade.client.ControlJson;
import brigade.client.RoomView;
import brigade.client.Seat;
import brigade.client.SessionEvents;
import brigade.client.Song;
import brigade.client.StreamClient;
import brigade.shard.codec.OpusCodec;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Sings a file through stream v2 in time with what it hears, and records what it hears. A {@link ClientLoop} drives it;
 * recording and report are read afterwards, the report also meanwhile.
 */
public final class StreamRobot implements ClientSound, AutoCloseable {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** Seconds that it goes on listening after the end of the song. */
    private static final int TAIL_SECONDS = 1;

    /** A leader who was told to leave waits so long for the word that the song has an end. */
    private static final int STOP_MAX_SECONDS = 5;

    /** So many attempts in vain, and there is no server. */
    private static final int ATTEMPTS_MAX = 3;

    /** A wish that is not granted is said again, not oftener. */
    private static final long WISH_NS = NS_PER_SECOND;

    private final StreamRobotConfig config;
    private final LongSupplier nowNs;
    private final Songbook songbook;
    private final StreamClient client;
    private final Recording recording = new Recording();
    private final FloatList talkHeard = new FloatList();
    private final StreamReport report = new StreamReport();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile ClientSound talker = (from, heard, sung, samples) -> {};
    private long welcomedNs;
    private long wishedNs = -WISH_NS;
    private final Random noise = new Random(1);
    private volatile RobotFaults faults = RobotFaults.NONE;
    private volatile boolean acceptsCorrections;
    private volatile int wantedSeat;
    private long seatWishedNs = -WISH_NS;
    private boolean pinned;
    private boolean welcomed;
    private boolean startGranted;
    private int attempts;

    /** @param voice what it sings, from the start of the song on */
    public StreamRobot(
            StreamRobotConfig config, float[] voice, Connector connector, OpusCodec codec, LongSupplier nowNs) {
        this.config = config;
        this.nowNs = nowNs;
        wantedSeat = config.seat();
        songbook = new Songbook(voice);
        client = new StreamClient(config.who(), config.options(), connector, codec, nowNs, this, new Watcher());
    }

    /** Lets it begin. */
    public void start(ClientLoop loop) {
        loop.add(client);
    }

    /** Waits until its song or its time is over; false when {@code maxSeconds} were not enough. */
    public boolean awaitEnd(double maxSeconds) throws InterruptedException {
        return over.await((long) (maxSeconds * 1_000), TimeUnit.MILLISECONDS);
    }

    /** Its name. */
    public String name() {
        return config.who().name();
    }

    /** What it heard of songs. Complete when it has ended. */
    public Recording recording() {
        return recording;
    }

    /** What its loudspeaker played between songs. Complete when it has ended. */
    public float[] talkHeard() {
        return talkHeard.toArray();
    }

    /** What happened. */
    public StreamReport report() {
        return report;
    }

    /** The client that it is made of. */
    public StreamClient client() {
        return client;
    }

    /** Whose {@code talk} is its microphone between songs; silence at first. */
    public void talker(ClientSound newTalker) {
        talker = newTalker;
    }

    /** What is wrong with its voice from now on; nothing at first. */
    public void faults(RobotFaults newFaults) {
        faults = newFaults;
    }

    /** Has it say yes to corrections that it is offered; it lets them lie at first. */
    public void acceptCorrections(boolean yes) {
        acceptsCorrections = yes;
    }

    /** Has it ask for that row from now on, also in the middle of a song; 0 to stay where the server says. */
    public void wantSeat(int row) {
        wantedSeat = row;
    }

    @Override
    public void sing(long fromSample, float[] heard, float[] sung, int samples) {
        RoomView room = client.session().room();
        songbook.hears(fromSample);
        Song song = room.song();
        // A song that was over when he came is none of his, though he may hear the end of it.
        if (song.hasStart() && (!song.hasEnd() || songbook.hasSong())) {
            // Singing begins after the count-in; a song that was broken off has one clock for all.
            boolean brokenOff = song.startClock() == song.endClock();
            songbook.learn(brokenOff ? song.startClock() : song.firstClock(), song.hasEnd() ? song.endClock() : 0);
        }
        recording.add(fromSample, heard, samples);
        songbook.sing(fromSample - faults.lateSamples(), sung, samples);
        if (room.room("item").path("kind").asString("").equals("listen-back")) {
            Arrays.fill(sung, 0, samples, 0); // all listen to a recording: nobody sings
        }
        if (client.session().seat() != null && songbook.hasSong()) {
            faults.spoil(heard, sung, samples, noise);
        }
        if (songbook.hasSong()) {
            report.song(songbook.latest().startSample(), songbook.latest().endSample());
        }
        after(fromSample + samples, room);
    }

    @Override
    public void talk(float[] heard, float[] spoken, int samples) {
        talkHeard.addAll(heard, samples);
        talker.talk(heard, spoken, samples);
        after(client.positionSample() + samples, client.session().room());
    }

    private void after(long heardUpTo, RoomView room) {
        report.block(
                heardUpTo,
                client.counts(),
                client.session().clock().rttMs(),
                room.room("people").asInt(0));
        long now = nowNs.getAsLong();
        sitDown(now, room);
        boolean stays = !isTimeUp(now, 0) && !isSongOver(heardUpTo);
        if (config.lead()) {
            boolean mayGo = isSongOver(heardUpTo) || !hasOpenSong() || isTimeUp(now, STOP_MAX_SECONDS);
            lead(now, heardUpTo, room);
            stays = stays || !mayGo;
        }
        if (!stays) {
            leave("sang to the end");
        }
    }

    /** Asks for the row that is wanted: helpers and hosts may, others only for the last one. */
    private void sitDown(long now, RoomView room) {
        Seat here = client.session().seat();
        int wanted = wantedSeat;
        if (wanted == 0 || here == null || here.bucket() == wanted || now - seatWishedNs < WISH_NS) {
            return;
        }
        int rows = room.room("rows").asInt(0);
        boolean helps = room.role().equals("host") || room.role().equals("helper");
        if (wanted <= rows && (helps || wanted == rows)) {
            seatWishedNs = now;
            client.session()
                    .send(ControlJson.message("seat").put("who", room.myId()).put("bucket", wanted));
            if (helps && !pinned) {
                pinned = true;
                client.session()
                        .send(ControlJson.message("pin").put("who", room.myId()).put("pinned", true));
            }
        }
    }

    /** The lead, the start after a wait, the stop behind the last sample of the file or when the time is up. */
    private void lead(long now, long heardUpTo, RoomView room) {
        if (now - wishedNs < WISH_NS) {
            return;
        }
        startGranted |= songbook.hasSong() && room.song().leader().equals(room.myId());
        boolean sung = songbook.hasSong() && heardUpTo >= songbook.fileEndSample();
        String wish = "";
        if (!startGranted && !isTimeUp(now, 0)) {
            wish = !room.amLeader() ? (isWaitOver(now, 0.5) ? "lead" : "") : isWaitOver(now, 1) ? "start" : "";
        } else if (startGranted && hasOpenSong() && (sung || isTimeUp(now, 0))) {
            wish = "stop";
        }
        if (!wish.isEmpty()) {
            wishedNs = now;
            client.session().send(ControlJson.message(wish));
        }
    }

    private boolean hasOpenSong() {
        return songbook.hasSong() && songbook.latest().endSample() == Long.MAX_VALUE;
    }

    /** He leads when others had half the wait to come, since that seats everybody anew. */
    private boolean isWaitOver(long now, double part) {
        return now - welcomedNs >= part * config.waitSeconds() * NS_PER_SECOND;
    }

    private boolean isTimeUp(long now, int moreSeconds) {
        return config.seconds() > 0 && now - welcomedNs >= (config.seconds() + moreSeconds) * NS_PER_SECOND;
    }

    private boolean isSongOver(long heardUpTo) {
        return config.seconds() == 0
                && songbook.hasSong()
                && !hasOpenSong()
                && heardUpTo >= songbook.latest().endSample() + AudioFormat.secondsToSamples(TAIL_SECONDS);
    }

    private void leave(String why) {
        report.ended(why);
        client.close();
        over.countDown();
    }

    /** What the server tells. */
    private final class Watcher implements SessionEvents {
        @Override
        public void welcomed(boolean again) {
            report.connected();
            seatGiven();
            if (!welcomed) {
                welcomed = true;
                welcomedNs = nowNs.getAsLong();
            }
        }

        private void seatGiven() {
            Seat given = client.session().seat();
            if (given != null) {
                report.seat(given);
            }
        }

        @Override
        public void seated(Seat seat) {
            report.seat(seat);
        }

        @Override
        public void control(String type, JsonNode message) {
            if (type.equals("error")) {
                report.error(message.path("about").asString("")
                        + " " + message.path("code").asString("") + ": "
                        + message.path("message").asString(""));
            } else if (type.equals("heard")) {
                report.heardState(message.path("state").asString(""));
            } else if (type.equals("correction")) {
                corrected(
                        message.path("state").asString(""),
                        message.path("offsetMs").asInt(0));
            }
        }

        private void corrected(String state, int offsetMs) {
            if (state.equals("offer") && acceptsCorrections) {
                client.session().send(ControlJson.message("correction").put("answer", "accept"));
            } else if (state.equals("applied") || state.equals("undone")) {
                client.addLatency(offsetMs * (AudioFormat.SAMPLE_RATE_HZ / 1_000));
                report.corrected(offsetMs);
                client.session()
                        .send(ControlJson.message("calibration")
                                .put("latencySamples", client.latencySamples())
                                .put("confidence", 1)
                                .put("headphones", true));
            }
        }

        @Override
        public void lost(String reason) {
            if (welcomed) {
                report.lost();
            } else if (++attempts == ATTEMPTS_MAX) {
                report.error(reason);
                leave(reason);
            }
        }

        @Override
        public void ended(String reason) {
            if (report.ended().isEmpty()) {
                if (!reason.equals("left")) {
                    report.error("sent away: " + reason);
                }
                report.ended(reason);
            }
            over.countDown();
        }
    }

    /** Leaves the room, if it has not, and frees the codecs. */
    @Override
    public void close() {
        leave(report.ended().isEmpty() ? "left" : report.ended());
    }
}
