package brigade.robot;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundleWriter;
import brigade.wire.WireLimits;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * Sings a file through exchange v1 in time with what it hears, and records what it hears: one exchange every 600 ms, as
 * the package's drawing shows. One thread runs it, once; the recording and the report are read afterwards.
 *
 * <p>Clocks: the sound of a batch that ends at stamp S is the mix up to S - 312, because Opus delays it. What is sung to
 * it is delayed by another 312 on its way up. So it is sent with {@code write_clock = S - 624} and lands where it belongs.
 */
public final class RobotSinger implements AutoCloseable {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final long TICK_NS = 600_000_000L;

    /** Ticks from asking for a batch to sending what was sung to it. */
    private static final int LAG_TICKS = 2;

    /** An answer later than this misses its turn in the loudspeaker, which comes one tick after the question. */
    private static final long ANSWER_DUE_NS = TICK_NS;

    /** A robot so many ticks behind starts anew instead of catching up. */
    private static final int BEHIND_MAX_TICKS = 4;

    private static final long BACKOFF_MIN_NS = 200_000_000L;
    private static final long BACKOFF_MAX_NS = 2_000_000_000L;

    /** Without any answer for so long it gives up. */
    private static final long GIVE_UP_NS = 30_000_000_000L;

    /** Seconds that it goes on listening after the end of the song. */
    private static final int TAIL_SECONDS = 1;

    private static final int SPACING_SECONDS = 3;

    private final RobotConfig config;
    private final ExchangeTransport transport;
    private final RobotClock clock;
    private final Songbook songbook;
    private final BundleEncoder encoder;
    private final BundleDecoder decoder;
    private final PacketBundleWriter packets = new PacketBundleWriter();
    private final float[] sung = new float[BATCH];
    private final float[] heard = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];
    private final Recording recording = new Recording();
    private final RobotReport report = new RobotReport();
    private final LeaderPlan leaderPlan = new LeaderPlan();
    private final boolean[] sent;

    /** Local time of tick 0, and the server's clock then. */
    private long originNs;

    private long originSample;

    private int delaySeconds;

    /** Tick in which the stream under way began. */
    private long streamTick;

    /** @param voice what it sings, from the start of the song on */
    public RobotSinger(
            RobotConfig config, float[] voice, ExchangeTransport transport, RobotClock clock, OpusCodec codec) {
        this.config = config;
        this.transport = transport;
        this.clock = clock;
        songbook = new Songbook(voice);
        encoder = new BundleEncoder(codec.newEncoder());
        decoder = new BundleDecoder(codec.newDecoder());
        delaySeconds = SPACING_SECONDS * Math.max(1, config.bucket());
        sent = new boolean[config.commands().size()];
    }

    /** Its name. */
    public String name() {
        return config.name();
    }

    /** What it heard. */
    public Recording recording() {
        return recording;
    }

    /** What happened. */
    public RobotReport report() {
        return report;
    }

    /**
     * Sings until the song is over or its time is up.
     *
     * @throws IOException when the server cannot be reached at all
     */
    public RobotReport run() throws IOException, InterruptedException {
        ServerClock server = ServerClock.read(transport, clock);
        originNs = clock.nowNs();
        originSample = server.atNs(originNs);
        report.seat(delaySeconds);
        long answeredNs = originNs;
        long backoffNs = BACKOFF_MIN_NS;
        for (long tick = 0; !isOver(tick); ) {
            clock.awaitNs(originNs + tick * TICK_NS);
            if (exchange(tick)) {
                answeredNs = clock.nowNs();
                backoffNs = BACKOFF_MIN_NS;
                tick++;
                if (currentTick() - tick <= BEHIND_MAX_TICKS) {
                    continue;
                }
                report.error("fell behind by " + (currentTick() - tick) + " ticks");
            } else {
                if (clock.nowNs() - answeredNs > GIVE_UP_NS) {
                    report.giveUp();
                    break;
                }
                clock.awaitNs(clock.nowNs() + backoffNs);
                backoffNs = Math.min(2 * backoffNs, BACKOFF_MAX_NS);
            }
            tick = Math.max(tick + 1, currentTick());
            restart(tick);
        }
        return report;
    }

    private long currentTick() {
        return (clock.nowNs() - originNs) / TICK_NS;
    }

    /** END clock of what tick {@code tick} asks for. */
    private long readClock(long tick) {
        return originSample - AudioFormat.secondsToSamples(delaySeconds) + tick * BATCH;
    }

    private void restart(long tick) {
        report.restart();
        newStream(tick);
    }

    private void newStream(long tick) {
        streamTick = tick;
        encoder.reset();
        decoder.reset();
    }

    /** One exchange; false when it failed. */
    private boolean exchange(long tick) throws InterruptedException {
        long readClock = readClock(tick);
        ExchangeQuery query = new ExchangeQuery()
                .with("userid", Long.toUnsignedString(config.userId()))
                .with("username", config.name())
                .with("read_clock", readClock)
                .with("n_samples", BATCH);
        if (tick == streamTick) {
            query.flag("reset_user_state");
        }
        byte[] body = new byte[0];
        if (tick - streamTick >= LAG_TICKS) {
            long stamp = readClock - LAG_TICKS * BATCH;
            songbook.sing(stamp - BATCH - AudioFormat.CODEC_DELAY_SAMPLES, sung);
            encoder.encode(sung, 0, BATCH, packets);
            body = packets.toByteArray();
            query.with("write_clock", writeClock(stamp));
        }
        boolean[] commands = addCommands(query, tick);
        String step = config.lead() ? leaderPlan.due(isDue(tick, config.waitSeconds()), isFileSung(tick)) : "";
        if (!step.isEmpty()) {
            query.flag(step);
        }
        long beforeNs = clock.nowNs();
        try {
            ExchangeAnswer answer = transport.exchange(query.toString(), body);
            if (!answer.isOk()) {
                report.error(answer.status() + " " + answer.message());
                return false;
            }
            for (int i = 0; i < commands.length; i++) {
                sent[i] |= commands[i];
            }
            take(answer, tick, beforeNs);
            leaderPlan.answered(step, isLeader(answer.metadata()));
            return true;
        } catch (IOException e) {
            report.error(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            return false;
        }
    }

    private long writeClock(long stamp) {
        long latencySamples = Math.round(config.latencyMs() * AudioFormat.SAMPLE_RATE_HZ / 1000);
        return stamp - 2 * AudioFormat.CODEC_DELAY_SAMPLES - latencySamples;
    }

    private void take(ExchangeAnswer answer, long tick, long beforeNs) {
        int samples = decoder.decode(answer.bundle(), heard);
        long endSample = readClock(tick) - AudioFormat.CODEC_DELAY_SAMPLES;
        recording.add(endSample - samples, heard, samples);
        report.heard(endSample);
        songbook.hears(endSample - samples);
        JsonNode metadata = answer.metadata();
        songbook.learn(
                metadata.path("song_start_clock").asLong(0),
                metadata.path("song_end_clock").asLong(0));
        if (songbook.hasSong()) {
            report.song(songbook.latest().startSample(), songbook.latest().endSample());
        }
        long nowNs = clock.nowNs();
        long behindNs = nowNs - originNs - tick * TICK_NS;
        report.exchange(
                (nowNs - beforeNs) / 1e6,
                behindNs / 1e6,
                behindNs > ANSWER_DUE_NS,
                metadata.path("n_people_heard").asInt(0));
        int seat = metadata.path("delay_seconds").asInt(0);
        if (config.bucket() == 0 && seat > 0 && seat != delaySeconds) {
            delaySeconds = seat;
            report.seat(seat);
            newStream(tick + 1);
        }
    }

    /** Adds what is due in this tick; which of the configured commands that were. */
    private boolean[] addCommands(ExchangeQuery query, long tick) {
        boolean[] due = new boolean[sent.length];
        for (int i = 0; i < sent.length; i++) {
            RobotConfig.Command command = config.commands().get(i);
            due[i] = !sent[i] && isDue(tick, command.afterSeconds());
            if (due[i]) {
                query.with(command.name(), command.value());
            }
        }
        return due;
    }

    private static boolean isDue(long tick, double afterSeconds) {
        return tick * TICK_NS >= afterSeconds * 1e9;
    }

    /** Whether the file's last sample goes with this tick, or went before. */
    private boolean isFileSung(long tick) {
        long sungUpTo = readClock(tick) - LAG_TICKS * BATCH - AudioFormat.CODEC_DELAY_SAMPLES;
        return songbook.hasSong() && sungUpTo >= songbook.fileEndSample();
    }

    private boolean isLeader(JsonNode metadata) {
        return Long.toUnsignedString(config.userId())
                .equals(metadata.path("leader").asString(""));
    }

    private boolean isOver(long tick) {
        if (config.seconds() > 0) {
            return isDue(tick, config.seconds());
        }
        return songbook.hasSong()
                && songbook.latest().endSample() < Long.MAX_VALUE
                && report.heardUpToSample()
                        >= songbook.latest().endSample() + AudioFormat.secondsToSamples(TAIL_SECONDS);
    }

    /** Frees the codec. */
    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
