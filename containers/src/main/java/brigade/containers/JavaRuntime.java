package brigade.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Java runtime with the modules that our programs use and no others, cut by jlink out of the JDK that runs this. Stateless. */
final class JavaRuntime {
    /** What {@code jdeps} finds in all jars of the class path, and zip files (the web app lies in a jar). */
    static final List<String> MODULES = List.of(
            "java.base",
            "java.compiler",
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.sql",
            "java.xml",
            "jdk.httpserver",
            "jdk.management",
            "jdk.unsupported",
            "jdk.zipfs");

    /** Libraries of windows, fonts and sound cards, which need more libraries and which nobody uses here. */
    private static final String NOT_NEEDED =
            "lib(awt|awt_.*|fontmanager|freetype|javajpeg|jawt|jsound|lcms|mlib_image|splashscreen)[.]so";

    private JavaRuntime() {}

    /**
     * Writes it.
     *
     * @param to a folder that is not there yet
     * @throws IOException when jlink fails, with what it said
     */
    static void write(Path to) throws IOException, InterruptedException {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(jlink)) {
            throw new IOException("this Java has no jlink: run with a JDK");
        }
        // A process of its own: within a JVM of other flags it orders its file otherwise, and the digest would differ.
        Process process = new ProcessBuilder(
                        jlink.toString(),
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        to.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jlink failed: " + said);
        }
        for (Path library : libraries(to)) {
            if (library.getFileName().toString().matches(NOT_NEEDED)) {
                Files.delete(library);
            }
        }
    }

    /** Its programs and libraries that are linked with the system's. */
    static List<Path> linked(Path runtime) throws IOException {
        return Stream.concat(Stream.of(runtime.resolve("bin/java")), libraries(runtime).stream())
                .toList();
    }

    private static List<Path> libraries(Path runtime) throws IOException {
        try (Stream<Path> all = Files.walk(runtime.resolve("lib"))) {
            return all.filter(file -> file.toString().endsWith(".so")).sorted().toList();
        }
    }
}
