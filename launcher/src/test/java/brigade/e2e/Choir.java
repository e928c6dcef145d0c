package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.robot.HttpTransport;
import brigade.robot.LiveSystem;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Robots that sing at once, each in a thread of its own. One test, one choir. */
final class Choir implements AutoCloseable {
    /** Voices carry a chirp this often, each singer's at a place of its own within the second. */
    static final int CHIRP_EVERY_SAMPLES = AudioFormat.SAMPLE_RATE_HZ;

    private static final int CHIRP_PLACE_SAMPLES = 5_200;

    /** A chirp is 3.5 dB above its voice: more than 6 dB above the others and the server's ear safety would soften it. */
    private static final double CHIRP_LEVEL = 0.15;

    private static final float VOICE_LEVEL = 0.5f;
    private static final long SONG_MAX_S = 150;

    /** What is sung is due 1,200 ms after its tick; some of that is the server's. */
    private static final double BEHIND_MAX_MS = 900;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final Map<String, RobotSinger> robots = new LinkedHashMap<>();
    private final List<HttpTransport> transports = new ArrayList<>();
    private final List<Future<?>> runs = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random ids;

    /** @param seed decides the user ids; printed, so that a failure can be repeated */
    Choir(long seed) {
        System.out.println("choir seed " + seed);
        ids = new Random(seed);
    }

    /** A user id, always another. */
    long newUserId() {
        return ids.nextLong() | 1L << 40;
    }

    /** A voice at -26 dBFS with {@code chirp} once a second; the n-th chirp begins at {@link #chirpAt}. */
    static float[] voice(Chirp chirp, int seconds) {
        float[] voice = new VoiceSynth(number(chirp)).sing(Melody.FRERE_JACQUES, seconds * CHIRP_EVERY_SAMPLES);
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= VOICE_LEVEL;
        }
        for (int second = 0; second < seconds; second++) {
            chirp.addTo(voice, (int) chirpAt(chirp, second), CHIRP_LEVEL);
        }
        return voice;
    }

    /** Samples from the song's start to the chirp of that second. */
    static long chirpAt(Chirp chirp, int second) {
        return (long) second * CHIRP_EVERY_SAMPLES + 2_000 + (long) CHIRP_PLACE_SAMPLES * number(chirp);
    }

    private static int number(Chirp chirp) {
        return List.of(Chirp.values()).indexOf(chirp);
    }

    /** Starts a robot now. */
    RobotSinger sing(RobotConfig config, float[] voice, URI api) {
        HttpTransport transport = new HttpTransport(api);
        transports.add(transport);
        RobotSinger robot = new RobotSinger(config, voice, transport, new LiveSystem(), codec);
        robots.put(config.name(), robot);
        runs.add(threads.submit(robot::run));
        return robot;
    }

    /** A robot by its name. */
    RobotSinger robot(String name) {
        return Objects.requireNonNull(robots.get(name), name);
    }

    /** Waits until all have sung, and prints their reports. */
    void awaitEnd() throws Exception {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SONG_MAX_S);
        for (Future<?> run : runs) {
            run.get(Math.max(1, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        robots.forEach((name, robot) -> System.out.print(robot.report().format(name, robot.recording())));
    }

    /**
     * Whether the machine stood still for so long that a robot sent too late what it sang: then later buckets miss it by
     * right, and the song says nothing about the servers.
     */
    boolean wasDisturbed() {
        boolean disturbed = false;
        for (RobotSinger robot : robots.values()) {
            double behindMs = robot.report().behindMaxMs();
            if (behindMs > BEHIND_MAX_MS) {
                System.out.printf("%s was %.0f ms behind%n", robot.name(), behindMs);
                disturbed = true;
            }
        }
        return disturbed;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (threads.awaitTermination(20, TimeUnit.SECONDS)) {
                robots.values().forEach(RobotSinger::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transports.forEach(HttpTransport::close);
    }
}
