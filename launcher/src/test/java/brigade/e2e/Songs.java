package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.robot.RobotSinger;

/** Waiting for a place in a song. */
final class Songs {
    private static final long WAIT_MAX_NS = 60_000_000_000L;

    private static final int SONGS_MAX = 3;

    private Songs() {}

    /** Sings a song from its start to its end. */
    @FunctionalInterface
    interface Song {
        /** The choir that sang, all reports complete. */
        Choir sing(int attempt) throws Exception;
    }

    /** Has a song sung, and again when the machine was too busy to tell anything; the caller closes the choir. */
    static Choir undisturbed(Song song) throws Exception {
        for (int attempt = 1; ; attempt++) {
            Choir choir = song.sing(attempt);
            if (attempt == SONGS_MAX || !choir.wasDisturbed()) {
                return choir;
            }
            choir.close();
            System.out.println("the machine stood still: the song is sung again");
        }
    }

    /** Waits until {@code robot} has heard that second of the song. */
    static void awaitSecond(RobotSinger robot, int second) throws InterruptedException {
        long untilNs = System.nanoTime() + WAIT_MAX_NS;
        while (System.nanoTime() < untilNs) {
            long start = robot.report().songStartSample();
            if (start > 0 && robot.report().heardUpToSample() >= start + AudioFormat.secondsToSamples(second)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the song did not get to second " + second);
    }
}
