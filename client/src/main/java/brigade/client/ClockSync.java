package brigade.client;

import brigade.audio.AudioFormat;

/**
 * The server's clock as this client knows it: of the last {@value #KEPT} pings the one that tells most, carried on by the
 * local monotonic clock. The error of a ping is at most half its round trip, and grows as the two clocks drift apart. Not
 * thread-safe.
 */
public final class ClockSync {
    private static final int KEPT = 64;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** Quartz clocks differ by less: 100 ns a millisecond. An old ping loses to a young one that is a little slower. */
    private static final double DRIFT = 100e-6;

    private final long[] atNs = new long[KEPT];
    private final long[] atSample = new long[KEPT];
    private final long[] tripNs = new long[KEPT];
    private long pings;
    private int best = -1;

    /** Knows nothing yet. */
    public ClockSync() {}

    /**
     * Takes the answer to a ping.
     *
     * @param sentNs local time when the ping left
     * @param receivedNs local time when the pong came
     * @param receivedSample server's clock when the ping came there
     * @param answeredSample server's clock when the pong left there
     */
    public void pong(long sentNs, long receivedNs, long receivedSample, long answeredSample) {
        int index = (int) (pings++ % KEPT);
        long thereNs = (answeredSample - receivedSample) * NS_PER_SECOND / AudioFormat.SAMPLE_RATE_HZ;
        tripNs[index] = Math.max(0, receivedNs - sentNs - thereNs);
        atNs[index] = sentNs + (receivedNs - sentNs) / 2;
        atSample[index] = receivedSample + (answeredSample - receivedSample) / 2;
        best = mostTelling(receivedNs);
    }

    private int mostTelling(long nowNs) {
        int found = 0;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < Math.min(pings, KEPT); i++) {
            double errorNs = tripNs[i] / 2.0 + (nowNs - atNs[i]) * DRIFT;
            if (errorNs < least) {
                least = errorNs;
                found = i;
            }
        }
        return found;
    }

    /** Forgets everything: another server has another clock. */
    void reset() {
        pings = 0;
        best = -1;
    }

    /** How many pongs came. */
    public long pings() {
        return pings;
    }

    /** Whether the clock is known at all. */
    public boolean isKnown() {
        return best >= 0;
    }

    /** Round trip of the ping in use, in milliseconds; 0 when nothing is known. */
    public double rttMs() {
        return best < 0 ? 0 : tripNs[best] / 1e6;
    }

    /** The server's clock when the local one shows {@code timeNs}; the clock has to be known. */
    public long samplesAt(long timeNs) {
        return atSample[best] + toSamples(timeNs - atNs[best]);
    }

    /** When the local clock shows the server's {@code sample}, rounded up. */
    public long nsAt(long sample) {
        long samples = sample - atSample[best];
        long seconds = Math.floorDiv(samples, (long) AudioFormat.SAMPLE_RATE_HZ);
        long rest = Math.floorMod(samples, (long) AudioFormat.SAMPLE_RATE_HZ);
        return atNs[best] + seconds * NS_PER_SECOND + Math.ceilDiv(rest * NS_PER_SECOND, AudioFormat.SAMPLE_RATE_HZ);
    }

    private static long toSamples(long ns) {
        long seconds = Math.floorDiv(ns, NS_PER_SECOND);
        long rest = Math.floorMod(ns, NS_PER_SECOND);
        return seconds * AudioFormat.SAMPLE_RATE_HZ + rest * AudioFormat.SAMPLE_RATE_HZ / NS_PER_SECOND;
    }
}
