package brigade.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data} of commands that look at a running stack. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for what must survive: tracks, logs, run.json (default: .brigade in the checkout).")
    @Nullable
    Path data;

    /** The folder, absolute. */
    Path folder() {
        Path chosen = data != null ? data : Path.of(System.getProperty("brigade.home", ""), ".brigade");
        return chosen.toAbsolutePath().normalize();
    }
}
