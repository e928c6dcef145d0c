package brigade.stress.unit;

import brigade.stress.load.LoadPlan;
import java.util.Locale;

/**
 * A round of exchanges, one after the other.
 *
 * @param exchanges how many
 * @param wallNs what they took
 * @param cpuNs what the thread used meanwhile
 */
public record UnitRound(int exchanges, long wallNs, long cpuNs) {
    /** Milliseconds of one exchange. */
    public double msEach() {
        return wallNs / 1e6 / exchanges;
    }

    /** Milliseconds of CPU of one exchange: less than {@link #msEach} when others used the core too. */
    public double cpuMsEach() {
        return cpuNs / 1e6 / exchanges;
    }

    /** Singers whom one core carries, each with an exchange every 600 ms: the ancestor's figure. */
    public double estimatedClients() {
        return LoadPlan.TURN_NS / 1e6 / msEach();
    }

    /** As the ancestor prints it, and the CPU time. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%.3f ms each; est %.0f clients   (CPU %.3f ms)",
                msEach(),
                estimatedClients(),
                cpuMsEach());
    }
}
