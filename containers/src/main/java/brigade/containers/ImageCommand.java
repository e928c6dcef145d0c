package brigade.containers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade image}: writes both images as files. */
@Command(
        name = "brigade image",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes two container images as files that \"docker load -i\" takes: brigade.tar, all our programs with",
            "Java and libopus, and brigade-nginx.tar, nginx with the web app. No engine is needed, nothing is fetched.",
            "Both run as user " + SystemFiles.USER + " on a read-only root; docs/containers.md tells how."
        })
public final class ImageCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--out", defaultValue = ".", paramLabel = "DIR", description = "Where to write (here).")
    Path out;

    @Option(names = "--tag", defaultValue = "0.1.0", paramLabel = "TAG", description = "Their tag (${DEFAULT-VALUE}).")
    String tag;

    @Option(names = "--class-path", required = true, hidden = true)
    String classPath;

    private ImageCommand() {}

    /** Exit codes: 0 well, 1 an operating error, 2 a wrong command line. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ImageCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Files.createDirectories(out);
            Path work = Files.createTempDirectory("brigade-image-");
            try {
                Images images = new Images(work, tag);
                List<Path> jars = Stream.of(classPath.split(File.pathSeparator, -1))
                        .map(Path::of)
                        .toList();
                say(images.programs(out.resolve("brigade.tar"), jars));
                say(images.nginx(out.resolve("brigade-nginx.tar")));
            } finally {
                delete(work);
            }
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("brigade image: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void say(Images.Written image) throws IOException {
        spec.commandLine()
                .getOut()
                .printf(
                        "%s  %s  %d MB  %s%n",
                        image.tar(), image.name(), Files.size(image.tar()) >> 20, image.digest());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
