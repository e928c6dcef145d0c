package brigade.stress.choir;

import brigade.audio.AudioFormat;

/**
 * When things are due in a run over exchange v1: turn 0 of everybody is at one moment on the grid of batches, and bucket
 * k asks for what lies 3k s back. Immutable.
 *
 * @param originNs local time of turn 0
 * @param originSample the server's clock then; a multiple of a batch, so that everybody's batches lie on one grid
 */
record V1Times(long originNs, long originSample) {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final double TURN_NS = BATCH * 1e9 / AudioFormat.SAMPLE_RATE_HZ;

    /** The first grid point at or after {@code sample}, which is the server's clock at {@code ns}. */
    static V1Times from(long ns, long sample) {
        long origin = Math.ceilDiv(sample, BATCH) * BATCH;
        return new V1Times(ns + (origin - sample) * 1_000_000_000L / AudioFormat.SAMPLE_RATE_HZ, origin);
    }

    /** END of what a singer of that bucket asks for in that turn. */
    long readEnd(int bucket, int turn) {
        return originSample
                - AudioFormat.secondsToSamples((long) ChoirPlan.SPACING_SECONDS * bucket)
                + (long) turn * BATCH;
    }

    /** END of what a singer of that bucket sends in that turn, as he means it. */
    long sungEnd(int bucket, int turn) {
        return readEnd(bucket, turn) - (long) ChoirPlan.LAG_TURNS * BATCH;
    }

    /** First sample of the song. */
    long songStart() {
        return readEnd(1, ChoirPlan.START_TURN);
    }

    /** When the song starts for its leader. */
    long songStartNs() {
        return originNs + (long) (ChoirPlan.START_TURN * TURN_NS);
    }

    /** When {@code singer}'s turn is due by his own clock and phase, before the way up. */
    long turnNs(ChoirSinger singer, int turn) {
        return originNs + (long) (turn * TURN_NS * (1 + singer.skewPpm() / 1e6)) + singer.phaseMs() * 1_000_000L;
    }
}
