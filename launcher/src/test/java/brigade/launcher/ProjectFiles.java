package brigade.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout as tests see it. */
final class ProjectFiles {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private ProjectFiles() {}

    /** The checkout's top folder: the nearest one above with our brigade script. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("brigade"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside a checkout: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** All modules, in the order of the top pom. */
    static List<String> modules() {
        return MODULE.matcher(read(root().resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** All Java files of all modules below {@code tree}, for example {@code src/test/java}. */
    static List<Path> javaFiles(String tree) {
        return modules().stream()
                .map(module -> root().resolve(module).resolve(tree))
                .filter(Files::isDirectory)
                .flatMap(ProjectFiles::javaFilesBelow)
                .toList();
    }

    private static Stream<Path> javaFilesBelow(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
