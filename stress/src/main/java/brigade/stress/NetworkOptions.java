package brigade.stress;

import brigade.stress.choir.ChoirSettings;
import picocli.CommandLine.Option;

/** What happens to singers' batches on their way: options of the choir. */
final class NetworkOptions {
    @Option(
            names = "--loss",
            defaultValue = "0",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            description = "Share of batches lost: half on their way up, half on their way back.")
    private double lossShare;

    @Option(
            names = "--jitter-ms",
            defaultValue = "0",
            paramLabel = "MS",
            description = "Each way takes up to so much longer.")
    private int jitterMs;

    @Option(
            names = "--rtt-ms",
            defaultValue = "0",
            paramLabel = "MS",
            description = "The way there and back; with twice the jitter below 600.")
    private int rttMs;

    @Option(
            names = "--skew-ppm",
            defaultValue = "0",
            paramLabel = "PPM",
            description = "Singers' clocks run up to so much too fast or too slow.")
    private int skewPpm;

    @Option(
            names = "--stall",
            defaultValue = "0",
            paramLabel = "N",
            description = "So many singers stop once, for --stall-seconds, and come back.")
    private int stalls;

    @Option(
            names = "--stall-seconds",
            defaultValue = "4",
            paramLabel = "S",
            description = "How long they stop, 1..30 (${DEFAULT-VALUE}).")
    private int stallSeconds;

    @Option(
            names = "--storm",
            defaultValue = "0",
            paramLabel = "N",
            description = "So many times half of the singers lose their connection and come back at one moment.")
    private int storms;

    @Option(
            names = "--join-burst",
            defaultValue = "0",
            paramLabel = "N",
            description = "Singers join at N a second instead of all at the start.")
    private double joinPerSecond;

    /** These as the plan takes them; refuses what is out of range. */
    ChoirSettings.Network network() {
        return new ChoirSettings.Network(
                lossShare, jitterMs, rttMs, skewPpm, stalls, stallSeconds, storms, joinPerSecond);
    }
}
