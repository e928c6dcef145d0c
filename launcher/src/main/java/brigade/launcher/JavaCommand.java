package brigade.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a child is started: another JVM like this one (same Java, same class path, same flags), or another program. */
public final class JavaCommand {
    /**
     * The flags of all our processes; the brigade script names them too. Below {@code MetaspaceSize} loading classes costs no
     * full collection: with the usual 21 MB one came 10 s after the start, for a quarter of a second. The young generation is
     * small, because a pause lasts as long as copying what lives of it: of the usual 120 MB that took 20 to 56 ms, of 24 MB
     * single ones. Wide survivor spaces keep what people leave behind out of the old generation.
     */
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:MetaspaceSize=128m",
            "-Xmn24m",
            "-XX:SurvivorRatio=2",
            "-XX:+ExitOnOutOfMemoryError",
            // The journal's library looks into the JDK; without the first -D it calls home.
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dchronicle.disk.monitor.disable=true");

    private JavaCommand() {}

    /** Those flags, for images. */
    public static List<String> flags() {
        return FLAGS;
    }

    /**
     * The command line of {@code spec}. With setsid(1) the child leads its own session: Ctrl-C at the terminal and the
     * terminal's end do not reach it, only the launcher's orderly stop does.
     */
    static List<String> of(ChildSpec spec) {
        List<String> command = new ArrayList<>();
        setsid().ifPresent(path -> command.add(path.toString()));
        if (spec.java()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(FLAGS);
            command.addAll(AotCache.flags(spec));
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
        }
        command.add(spec.program());
        command.addAll(spec.arguments());
        return command;
    }

    private static Optional<Path> setsid() {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
