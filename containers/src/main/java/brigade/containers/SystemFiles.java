package brigade.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program needs of a Linux system, copied from this machine into a folder: the shared libraries that it is linked
 * with, the loader, users' names. One thread.
 */
final class SystemFiles {
    /** Who our processes are in a container. All of them, because they share memory. */
    static final int USER = 10_001;

    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/[^ ]+) \\(0x[0-9a-f]+\\)");
    private static final List<String> LIBRARY_FOLDERS =
            List.of("/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib", "/lib");
    private final Path folder;

    /** Into that folder, which becomes the image's {@code /}. */
    SystemFiles(Path folder) {
        this.folder = folder;
    }

    /** Users, and how names of hosts are found. */
    void writeNames() throws IOException {
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(
                etc.resolve("passwd"),
                "root:x:0:0:root:/:/sbin/nologin\nbrigade:x:%1$d:%1$d:brigade:/:/sbin/nologin\n".formatted(USER));
        Files.writeString(etc.resolve("group"), "root:x:0:\nbrigade:x:%d:\n".formatted(USER));
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    }

    /**
     * Copies the libraries of programs and libraries, except those that come from {@code own}.
     *
     * @throws IOException when {@code ldd} is not there or finds no loader: this machine is no Linux with glibc
     */
    void copyLibrariesOf(Collection<Path> programs, Path own) throws IOException, InterruptedException {
        Set<Path> needed = new TreeSet<>();
        for (Path program : programs) {
            Matcher found = LIBRARY.matcher(ldd(program));
            while (found.find()) {
                needed.add(Path.of(found.group(1)));
            }
        }
        needed.removeIf(library -> library.startsWith(own.toAbsolutePath()));
        if (needed.stream().noneMatch(library -> name(library).startsWith("ld-linux"))) {
            throw new IOException(
                    "images are made on a Linux with glibc, as Debian; ldd found no loader for " + programs);
        }
        for (Path library : needed) {
            copy(library);
        }
    }

    /**
     * Copies a library that is opened by its name, with those that it needs.
     *
     * @throws IOException when it is not installed
     */
    void copyLibrary(String library, String debianPackage) throws IOException, InterruptedException {
        for (String place : LIBRARY_FOLDERS) {
            Path file = Path.of(place, library);
            if (Files.exists(file)) {
                copy(file);
                copyLibrariesOf(List.of(file), folder);
                return;
            }
        }
        throw new IOException("the image needs " + library + ": sudo apt-get install " + debianPackage);
    }

    /** Copies one file to the same place; a link becomes the file it names. */
    void copy(Path file) throws IOException {
        Path copy = folder.resolve(file.getRoot().relativize(file));
        Files.createDirectories(copy.getParent());
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(file.toRealPath(), copy);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String ldd(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("ldd", program.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
