package brigade.robot;

import brigade.audio.AudioFormat;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's clock as this process knows it: read a few times over HTTP, kept from the fastest round trip (as NTP
 * does), carried on by the local monotonic clock. Immutable.
 */
public final class ServerClock {
    private static final int READS = 4;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final JsonMapper JSON = new JsonMapper();

    private final long atNs;
    private final long atSample;

    private ServerClock(long atNs, long atSample) {
        this.atNs = atNs;
        this.atSample = atSample;
    }

    /** Asks the server. */
    public static ServerClock read(ExchangeTransport transport, RobotClock clock)
            throws IOException, InterruptedException {
        ServerClock best = null;
        long bestTripNs = Long.MAX_VALUE;
        for (int i = 0; i < READS; i++) {
            long beforeNs = clock.nowNs();
            long sample = transport.serverClock();
            long tripNs = clock.nowNs() - beforeNs;
            if (best == null || tripNs < bestTripNs) {
                best = new ServerClock(beforeNs + tripNs / 2, sample);
                bestTripNs = tripNs;
            }
        }
        return java.util.Objects.requireNonNull(best);
    }

    /** {@code server_clock} in the header of a GET's answer. */
    static long parse(String header) throws IOException {
        try {
            long clock = JSON.readTree(header).path("server_clock").asLong(0);
            if (clock <= 0) {
                throw new IOException("no server_clock in the header X-Audio-Metadata: is this a codec shard?");
            }
            return clock;
        } catch (JacksonException e) {
            throw new IOException("the header X-Audio-Metadata is not JSON", e);
        }
    }

    /** The server's clock in samples when the local one shows {@code timeNs}. Only differences are converted. */
    public long atNs(long timeNs) {
        long passedNs = timeNs - atNs;
        long seconds = Math.floorDiv(passedNs, NS_PER_SECOND);
        long restNs = Math.floorMod(passedNs, NS_PER_SECOND);
        return atSample + seconds * AudioFormat.SAMPLE_RATE_HZ + restNs * AudioFormat.SAMPLE_RATE_HZ / NS_PER_SECOND;
    }
}
