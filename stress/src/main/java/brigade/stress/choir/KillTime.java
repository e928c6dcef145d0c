package brigade.stress.choir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When in a song a process is killed, if one is. Any thread. */
final class KillTime {
    private final @Nullable ChoirKill kill;
    private volatile long songStartNs;

    KillTime(@Nullable ChoirKill kill) {
        this.kill = kill;
    }

    /** The song began then. */
    void starts(long startNs) {
        songStartNs = startNs;
    }

    /** While it is away, and its singers with it. */
    List<Performance.Span> spans() {
        if (kill == null || songStartNs == 0) {
            return List.of();
        }
        return List.of(new Performance.Span(dueNs(), dueNs() + ChoirKill.RECOVER_NS));
    }

    /** When; the end of time when never. */
    long dueNs() {
        return kill == null || songStartNs == 0 ? Long.MAX_VALUE : songStartNs + (long) (kill.second() * 1e9);
    }

    /** Whether it is. */
    boolean isAway(long nowNs) {
        return spans().stream().anyMatch(span -> span.overlaps(nowNs, nowNs));
    }
}
