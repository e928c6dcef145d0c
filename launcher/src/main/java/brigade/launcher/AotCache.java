package brigade.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ahead-of-time caches of our programs (JEP 483, 514, 515): classes as they are once loaded and linked, and how often
 * methods ran, from a song that {@code ./brigade train} had sung. A server that starts with one is ready sooner, and has its
 * busiest methods compiled when the first people sing. A cache serves one build and one JDK: it lies beside the jars, and
 * a JVM that it does not fit starts without it.
 */
final class AotCache {
    /** Set to true by {@code ./brigade train}: the programs write their caches when they end. */
    private static final String TRAINING = "brigade.training";

    private AotCache() {}

    /** Whether this launcher runs to make caches. Writing them takes the programs many seconds after their end. */
    static boolean isTraining() {
        return Boolean.getBoolean(TRAINING);
    }

    /** What the JVM of {@code spec} is told: where to write its cache, which one to use, or nothing. */
    static List<String> flags(ChildSpec spec) {
        Path cache = cacheOf(spec.program(), System.getProperty("java.class.path"));
        if (isTraining()) {
            // Shards are alike: one is enough.
            boolean isFirst = !spec.name().startsWith("shard-") || spec.name().equals("shard-01");
            return isFirst ? List.of("-XX:AOTCacheOutput=" + cache) : List.of();
        }
        return Files.isReadable(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    /** Beside the first jar: {@code StateServer.aot} and so on. */
    static Path cacheOf(String mainClass, String classPath) {
        Path first = Path.of(classPath.split(File.pathSeparator, 2)[0]).toAbsolutePath();
        return first.resolveSibling(mainClass.substring(mainClass.lastIndexOf('.') + 1) + ".aot");
    }
}
