package brigade.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * DATA/run.json: what runs, for the next {@code up} and for {@code idle}. Written by the supervisor after each start of a child.
 *
 * @param build which build the children run
 * @param config what was asked for
 * @param plan who listens where
 * @param children the processes by name
 * @param launcher the supervisor itself
 */
record RunFile(
        String build,
        StackConfig config,
        StackPlan plan,
        Map<String, ProcessIdentity> children,
        ProcessIdentity launcher) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    RunFile {
        children = Map.copyOf(children);
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("run.json");
    }

    /** What the last launcher left; empty when there is nothing, or nothing that can be read. */
    static Optional<RunFile> read(Path dataDir) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file(dataDir)), RunFile.class));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** Replaces the file in one step: a reader sees the old one or the new one. */
    void write(Path dataDir) {
        try {
            Path part = dataDir.resolve("run.json.part");
            Files.writeString(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
            Files.move(part, file(dataDir), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LaunchException("cannot write " + file(dataDir) + ": " + e.getMessage(), e);
        }
    }

    /** Removes it: nothing runs any more. */
    static void delete(Path dataDir) {
        try {
            Files.deleteIfExists(file(dataDir));
        } catch (IOException e) {
            throw new LaunchException("cannot delete " + file(dataDir) + ": " + e.getMessage(), e);
        }
    }
}
