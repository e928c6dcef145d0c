package brigade.stress.unit;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.VoiceCodecs;
import brigade.shard.exchange.Exchanges;
import brigade.shard.exchange.Query;
import brigade.state.room.Rooms;
import brigade.state.room.SongPhase;
import brigade.stress.bench.HouseCall;
import brigade.stress.load.VoiceBank;
import brigade.wire.ExchangeRequest;
import brigade.wire.json.ExchangeWriter;
import brigade.wire.json.JsonBuffer;
import java.util.Random;

/**
 * A state server's rooms and a shard's codecs in one thread, in virtual time, with a song on: the users exchange in
 * turn, then 600 ms go by. One thread.
 */
public final class UnitHouse implements AutoCloseable {
    private static final int TURN = AudioFormat.V1_BATCH_SAMPLES;

    /** Some day in 2026; any would do. */
    private static final long START = 1_795_000_000L * AudioFormat.SAMPLE_RATE_HZ;

    /** Seats as the server gives them: 3 to 18 s behind. */
    private static final int SEATS = 6;

    private static final int SEAT_SECONDS = 3;

    /** Turns until everybody hears what those before him sang. */
    private static final int TURNS_UNTIL_HEARD = 50;

    private final int users;
    private final boolean summary;
    private final VoiceBank voices;
    private final float[] voice;
    private final Rooms rooms;
    private final HouseCall call;
    private final VoiceCodecs codecs;
    private final Exchanges exchanges;
    private final JsonBuffer json = new JsonBuffer(4_096);
    private final ExchangeRequest request = new ExchangeRequest();
    private long now = START;
    private int user;
    private int turn;

    /**
     * Users join and a song goes on until everybody hears somebody.
     *
     * @param users at least 2: a leader alone hears nothing
     * @param voices what is sent on the outer path
     * @param voice one turn of what is sent on the inner path
     */
    public UnitHouse(int users, boolean summary, OpusCodec codec, VoiceBank voices, float[] voice) {
        this.users = users;
        this.summary = summary;
        this.voices = voices;
        this.voice = voice.clone();
        rooms = Rooms.builder()
                .clock(() -> now)
                .random(new Random(1))
                .maxUsers(Math.max(users, 2_000))
                .build();
        call = new HouseCall(rooms);
        codecs = new VoiceCodecs(codec, users, () -> 0);
        exchanges = new Exchanges(codecs, () -> new HouseCall(rooms));
    }

    /** Starts the song and sings until everybody hears somebody. */
    public void startSong() throws InterruptedException {
        for (int i = 0; i < users; i++) {
            request.clear();
            request.requestLead = i == 0;
            request.markStartSinging = i == 0;
            inner();
        }
        request.clear();
        while (rooms.phase(Rooms.MAIN) != SongPhase.SINGING) {
            Thread.sleep(10); // its memory is reserved beside the agent
            rooms.tick(now);
        }
        for (int i = 0; i < TURNS_UNTIL_HEARD * users; i++) {
            inner();
        }
    }

    /** The next user's exchange with the state server alone: JSON and samples each way. Returns the reply's bytes. */
    public int inner() {
        request.userId = 1_000L + user;
        request.username = "singer";
        request.samples = TURN;
        request.readClock = readClock();
        request.writeClock = request.readClock;
        request.userSummary = summary;
        json.reset();
        ExchangeWriter.writeExchange(request, json);
        call.send(json.bytes(), json.length(), voice, TURN);
        requireAnswer(call.status());
        next();
        return call.jsonBytes() + call.dataBytes();
    }

    /** The next user's exchange from packets to packets. Returns the answer's bytes. */
    public int outer() {
        long clock = readClock();
        Query query = Query.parse("userid=" + (1_000L + user) + "&read_clock=" + clock + "&write_clock=" + clock
                + "&username=singer" + (summary ? "&user_summary=1" : ""));
        byte[] body = voices.body(user, turn);
        int bytes = exchanges.exchange(query, body, body.length).body().length;
        next();
        return bytes;
    }

    private long readClock() {
        int seat = 1 + (int) ((long) user * SEATS / users);
        return now - AudioFormat.secondsToSamples((long) seat * SEAT_SECONDS);
    }

    private void next() {
        if (++user == users) {
            user = 0;
            turn++;
            now += TURN;
            rooms.tick(now);
        }
    }

    private static void requireAnswer(int status) {
        if (status != 200) {
            throw new IllegalStateException("the house answered " + status);
        }
    }

    @Override
    public void close() {
        codecs.close();
        rooms.close();
    }
}
