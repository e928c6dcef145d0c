package brigade.stress.choir;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A server process to kill in the middle of the song.
 *
 * @param what {@code state}, {@code shard} for one that the seed chooses, or a process by its name
 * @param second of the song
 */
public record ChoirKill(String what, double second) {
    /** After so long everything must work again. */
    public static final long RECOVER_NS = 20_000_000_000L;

    private static final String STATE_SERVER = "state-server";
    private static final String SHARD = "shard-";

    /**
     * Reads {@code shard@T}, {@code state@T} or {@code NAME@T}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static ChoirKill parse(String text) {
        int at = text.lastIndexOf('@');
        try {
            double second =
                    at < 1 ? -1 : Double.parseDouble(text.substring(at + 1).replace("s", ""));
            if (second >= 0 && second < 10_000) {
                return new ChoirKill(text.substring(0, at).toLowerCase(Locale.ROOT), second);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("'" + text + "' is no process and second, such as shard@10 or state@10");
    }

    /** Name of the process that is meant, among those that run; empty when there is none such. */
    public Optional<String> process(Map<String, Long> pids, long seed) {
        if (what.equals("state")) {
            return Optional.of(STATE_SERVER).filter(pids::containsKey);
        }
        List<String> shards = pids.keySet().stream()
                .filter(name -> name.startsWith(SHARD))
                .sorted()
                .toList();
        if (what.equals("shard")) {
            return shards.isEmpty()
                    ? Optional.empty()
                    : Optional.of(shards.get((int) Math.floorMod(seed, (long) shards.size())));
        }
        return Optional.of(what).filter(pids::containsKey);
    }

    /**
     * Kills it.
     *
     * @param pids processes that run, by name
     * @param seed chooses among shards
     * @return who that was
     * @throws IOException when there is no such process
     */
    String carryOut(Map<String, Long> pids, long seed) throws IOException {
        String name = process(pids, seed)
                .orElseThrow(() -> new IOException("--kill " + what + ": there is no such process among "
                        + pids.keySet() + " (--data or --pids names them)"));
        long pid = Objects.requireNonNull(pids.get(name));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return name + " (process " + pid + ")";
    }
}
