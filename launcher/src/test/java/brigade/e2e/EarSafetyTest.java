package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.audio.file.WavWriter;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody's ears are hurt: somebody screams at full scale, a fader jumps from 0 to 2, the track is noise at full scale. What
 * a listener hears rises by at most 10 dB in 200 ms, and nothing leaves -1 dBFS. The raise is measured on
 * what the robots recorded, the peak on what leaves the state server.
 */
@Tag("slow")
@Tag("patient")
class EarSafetyTest {
    private static final int SONG_SECONDS = 22;
    private static final int SCREAM_FROM_SECOND = 14;
    private static final int SCREAM_TO_SECOND = 18;
    private static final double STEADY_DB = -20;
    private static final double PEAK_MAX_DB = -1;
    private static final double ROUNDING_DB = 0.001;
    private static final double RAISE_MAX_DB = 10;
    private static final long SEED = 5;

    /** The jumping fader moves at this time of its robot, which is about second 9 of the song as he sings it. */
    private static final double JUMP_AT_SECONDS = 20;

    @Test
    void nothingThatOneDoesHurtsAnother(@TempDir Path data) throws Exception {
        Path tracks = Files.createDirectories(data.resolve("tracks"));
        WavWriter.write(tracks.resolve("hot.wav"), noise(SONG_SECONDS + 10), WavWriter.Encoding.INT_16);
        float[] screaming = scream();
        // The controls: what is sung breaks both limits by far.
        assertThat(Loudness.raiseDb(screaming)).isGreaterThan(15);
        assertThat(Loudness.peakDb(screaming)).isGreaterThan(PEAK_MAX_DB);

        try (TestStack stack = TestStack.start(data, 2, TestStack.UNREHEARSED);
                Choir choir = new Choir(14)) {
            RobotSinger leader = choir.sing(
                    RobotConfig.leader("leader", choir.newUserId(), 4).withCommand(0.6, "track", "hot.wav"),
                    tone(220, SONG_SECONDS),
                    stack.api(1));
            choir.sing(RobotConfig.follower("screamer", choir.newUserId()).withBucket(2), screaming, stack.api(2));
            long jumper = choir.newUserId();
            choir.sing(
                    RobotConfig.follower("jumper", jumper)
                            .withBucket(2)
                            .withCommand(0.6, "mic_volume", fader(jumper, 0))
                            .withCommand(JUMP_AT_SECONDS, "mic_volume", fader(jumper, 2)),
                    tone(440, SONG_SECONDS),
                    stack.api(1));
            MixTap tap = MixTap.start(stack.runDir(), choir.newUserId(), 9);
            RobotSinger last = choir.sing(
                    RobotConfig.follower("last", choir.newUserId()).withBucket(3), new float[0], stack.api(2));
            choir.awaitEnd();
            float[] left = tap.stop();

            float[] heard = part(last, 1, SONG_SECONDS - 1);
            float[] track = part(leader, 1, SONG_SECONDS - 1);
            System.out.printf(
                    "leaves the server: peak %.2f dBFS; listener: raise %.1f dB, peak %.2f dBFS;"
                            + " leader (the hot track): rms %.1f dBFS, peak %.2f dBFS%n",
                    Loudness.peakDb(left),
                    Loudness.raiseDb(heard),
                    Loudness.peakDb(last.recording().sound()),
                    Loudness.rmsDb(track, 0, track.length),
                    Loudness.peakDb(leader.recording().sound()));
            // Not by being deaf: the steady voices are there, the jump and the scream are heard.
            assertThat(Loudness.rmsDb(heard, 0, 2 * 48_000)).isGreaterThan(-45);
            assertThat(level(last, SCREAM_FROM_SECOND + 1)).isGreaterThan(level(last, 5) + 1);

            assertThat(Loudness.raiseDb(heard)).isLessThanOrEqualTo(RAISE_MAX_DB);
            // What Opus makes of it may go up to full scale: noise at -9 dBFS comes out with such peaks.
            assertThat(Loudness.peakDb(left)).isLessThanOrEqualTo(PEAK_MAX_DB + ROUNDING_DB);
            assertThat(Loudness.peakDb(leader.recording().sound())).isLessThanOrEqualTo(PEAK_MAX_DB);
            assertThat(Loudness.rmsDb(track, 0, track.length)).isBetween(-60.0, -18.0);
        }
    }

    private static String fader(long user, int position) {
        return "[[\"" + Long.toUnsignedString(user) + "\"," + position + "]]";
    }

    private static float[] part(RobotSinger robot, int fromSecond, int toSecond) {
        long start = robot.report().songStartSample();
        return robot.recording().at(start + fromSecond * 48_000L, start + toSecond * 48_000L);
    }

    private static double level(RobotSinger robot, int second) {
        float[] part = part(robot, second, second + 1);
        return Loudness.rmsDb(part, 0, part.length);
    }

    /** A steady tone with a few harmonics at -20 dBFS RMS. */
    private static float[] tone(double hz, int seconds) {
        float[] tone = new float[seconds * AudioFormat.SAMPLE_RATE_HZ];
        double amplitude = Gain.fromDb(STEADY_DB) * Math.sqrt(2 / (1 + 0.25 + 0.0625));
        for (int i = 0; i < tone.length; i++) {
            double phase = 2 * Math.PI * hz * i / AudioFormat.SAMPLE_RATE_HZ;
            tone[i] = (float) (amplitude * (Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 4));
        }
        return tone;
    }

    /** A steady tone that becomes noise and square wave at full scale for a few seconds. */
    private static float[] scream() {
        float[] sound = tone(330, SONG_SECONDS);
        float[] noise = noise(SONG_SECONDS);
        for (int i = SCREAM_FROM_SECOND * 48_000; i < SCREAM_TO_SECOND * 48_000; i++) {
            float square = Math.sin(2 * Math.PI * 700 * i / 48_000) >= 0 ? 1 : -1;
            sound[i] = i / 24_000 % 2 == 0 ? square : noise[i];
        }
        return sound;
    }

    private static float[] noise(int seconds) {
        Random random = new Random(SEED);
        float[] noise = new float[seconds * AudioFormat.SAMPLE_RATE_HZ];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextBoolean() ? 1 : -1;
        }
        return noise;
    }
}
