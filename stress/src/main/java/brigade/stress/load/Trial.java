package brigade.stress.load;

import java.util.List;
import java.util.Locale;

/**
 * One number of singers that was tried.
 *
 * @param broken what of the promise did not hold; empty when it held
 */
public record Trial(int singers, LoadResult result, List<String> broken) {
    /** Whether the promise held. */
    public boolean held() {
        return broken.isEmpty();
    }

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%d singers: %s; p99 %.0f ms, late %.2f %%, rate %.1f of %.1f/s, servers %.2f cores%s",
                singers,
                held() ? "held" : "BROKEN",
                result.latencyMs(99),
                100 * result.lateShare(),
                result.achievedRate(),
                result.plan().intendedRate(),
                serverCores(),
                held() ? "" : " (" + String.join("; ", broken) + ")");
    }

    /** Cores that all servers used together. */
    public double serverCores() {
        return result.processes().serversCpuMs() / (1e3 * result.processes().seconds());
    }
}
