package brigade.containers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Both images of this build, written once for all tests, into {@code target/images}. One thread. */
public final class BuiltImages {
    private static Images.@Nullable Written programs;
    private static Images.@Nullable Written nginx;

    private BuiltImages() {}

    /** All our programs. */
    public static Images.Written programs() throws IOException, InterruptedException {
        if (programs == null) {
            programs = new Images(work("programs"), "test").programs(tar("brigade.tar"), classPath());
        }
        return programs;
    }

    /** nginx with the web app. */
    public static Images.Written nginx() throws IOException, InterruptedException {
        if (nginx == null) {
            nginx = new Images(work("nginx"), "test").nginx(tar("brigade-nginx.tar"));
        }
        return nginx;
    }

    /** What the image of our programs is made of. */
    static List<Path> classPath() throws IOException {
        List<Path> classPath = new ArrayList<>(List.of(Path.of("target/classes").toAbsolutePath()));
        Stream.of(Files.readString(Path.of("target/image.classpath")).strip().split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(classPath::add);
        return classPath;
    }

    private static Path tar(String name) throws IOException {
        return Files.createDirectories(Path.of("target/images")).resolve(name);
    }

    private static Path work(String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target/images")), name);
    }
}
