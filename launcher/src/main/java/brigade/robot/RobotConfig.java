package brigade.robot;

import java.util.ArrayList;
import java.util.List;

/**
 * What a robot does. Immutable; the {@code with} methods make changed copies.
 *
 * @param name shown to others
 * @param userId unsigned 64 bits
 * @param bucket listens 3 s times this behind; 0 to sit where the server says
 * @param lead whether it asks to lead, starts the song, and stops it at the end of its file
 * @param waitSeconds how long a leader waits before he starts, so that the others get ready
 * @param seconds ends after this; 0 to end with the song
 * @param latencyMs speaker-to-microphone latency that it takes off its clocks; a robot has none, so another value than 0
 *     sings early by it
 * @param commands further parameters, each sent once
 */
public record RobotConfig(
        String name,
        long userId,
        int bucket,
        boolean lead,
        double waitSeconds,
        double seconds,
        double latencyMs,
        List<Command> commands) {
    /** Buckets a v1 singer may ask for: six rows (18 s), and one more for listeners. */
    public static final int BUCKET_MAX = 7;

    /**
     * A parameter of one exchange.
     *
     * @param afterSeconds sent with the first exchange at or after this, from the robot's start
     * @param name of the parameter
     * @param value before URL encoding
     */
    public record Command(double afterSeconds, String name, String value) {}

    /** Refuses what makes no sense. */
    public RobotConfig {
        commands = List.copyOf(commands);
        if (bucket < 0 || bucket > BUCKET_MAX) {
            throw new IllegalArgumentException("bucket " + bucket + ": 1 to " + BUCKET_MAX + ", or 0 for any");
        }
        if (!(seconds >= 0) || !(waitSeconds >= 0) || !(Math.abs(latencyMs) <= 1_000)) {
            throw new IllegalArgumentException("seconds are 0 or more, the latency is at most 1000 ms");
        }
    }

    /** A follower who sits where the server says and stays for one song. */
    public static RobotConfig follower(String name, long userId) {
        return new RobotConfig(name, userId, 0, false, 0, 0, 0, List.of());
    }

    /** A leader in bucket 1 who starts after {@code waitSeconds}. */
    public static RobotConfig leader(String name, long userId, double waitSeconds) {
        return new RobotConfig(name, userId, 1, true, waitSeconds, 0, 0, List.of());
    }

    /** The same in that bucket. */
    public RobotConfig withBucket(int newBucket) {
        return new RobotConfig(name, userId, newBucket, lead, waitSeconds, seconds, latencyMs, commands);
    }

    /** The same for so long. */
    public RobotConfig withSeconds(double newSeconds) {
        return new RobotConfig(name, userId, bucket, lead, waitSeconds, newSeconds, latencyMs, commands);
    }

    /** The same with that latency taken off. */
    public RobotConfig withLatencyMs(double newLatencyMs) {
        return new RobotConfig(name, userId, bucket, lead, waitSeconds, seconds, newLatencyMs, commands);
    }

    /** The same with one more parameter to send. */
    public RobotConfig withCommand(double afterSeconds, String parameter, String value) {
        List<Command> more = new ArrayList<>(commands);
        more.add(new Command(afterSeconds, parameter, value));
        return new RobotConfig(name, userId, bucket, lead, waitSeconds, seconds, latencyMs, more);
    }
}
