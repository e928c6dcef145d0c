package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.robot.StreamRobot;
import java.util.function.BooleanSupplier;

/** Waiting for something in a song of stream v2. */
final class StreamSongs {
    private static final long WAIT_MAX_NS = 60_000_000_000L;
    private static final int SONGS_MAX = 3;

    private StreamSongs() {}

    /** Sings a song from its start to its end. */
    @FunctionalInterface
    interface Song {
        /** The choir that sang, all reports complete. */
        StreamChoir sing() throws Exception;
    }

    /** Has a song sung, and again when the machine was too busy to tell anything; the caller closes the choir. */
    static StreamChoir undisturbed(Song song) throws Exception {
        for (int attempt = 1; ; attempt++) {
            StreamChoir choir = song.sing();
            if (attempt == SONGS_MAX || !choir.wasDisturbed()) {
                return choir;
            }
            choir.close();
            System.out.println("the machine stood still: the song is sung again");
        }
    }

    /** Waits until {@code robot} has heard that second of the song. */
    static void awaitSecond(StreamRobot robot, double second) throws InterruptedException {
        await("second " + second + " of the song", () -> {
            long start = robot.report().songStartSample();
            return start > 0 && robot.report().heardUpToSample() >= start + second * AudioFormat.SAMPLE_RATE_HZ;
        });
    }

    /** Waits until it is so; how long it took, in milliseconds. */
    static double await(String what, BooleanSupplier isSo) throws InterruptedException {
        long beganNs = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - beganNs > WAIT_MAX_NS) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(2);
        }
        return (System.nanoTime() - beganNs) / 1e6;
    }
}
