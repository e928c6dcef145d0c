package brigade.launcher;

import brigade.audio.AudioFormat;
import brigade.shard.takes.TakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a command line names in a data folder: a room, a take by its number or by a time at which it was sung. */
final class TakeChoice {
    /** How a take is named. */
    static final String TAKE = "a take is a number as takes list shows it, or a time in it like 2026-11-22T10:15:00Z";

    private static final Pattern ROOM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final CommandSpec spec;

    /** @param spec of the command, for what is wrong with its line */
    TakeChoice(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * The data folder, which is there.
     *
     * @throws LaunchException when it is not
     */
    static Path folder(DataOption data) {
        if (!Files.isDirectory(data.folder())) {
            throw new LaunchException("there is no folder " + data.folder() + ": name the stack's with --data");
        }
        return data.folder();
    }

    /** A room's id as it was said; null when none was. */
    @Nullable
    String room(@Nullable String said) {
        if (said != null && !ROOM.matcher(said).matches()) {
            throw wrong(
                    "a room's id has small letters, digits and hyphens, like spring-choir-7k2m-0, not '" + said + "'");
        }
        return said;
    }

    /**
     * What is known of the take.
     *
     * @param said its number, or a time
     * @throws LaunchException when there is none
     */
    ObjectNode take(TakeFiles files, String room, String said) throws IOException {
        room(room);
        if (TakeFiles.isLegal(said)) {
            return files.about(room, said)
                    .orElseThrow(() -> new LaunchException("there is no take " + said + " of " + room));
        }
        long clock = clock(said);
        for (ObjectNode take : files.list(room)) {
            long end = take.path("endClock").asLong();
            if (take.path("startClock").asLong() <= clock && (clock < end || end == 0)) {
                return take;
            }
        }
        throw new LaunchException("no take of " + room + " was sung at " + said);
    }

    private long clock(String said) {
        try {
            return Math.multiplyExact(Instant.parse(said).getEpochSecond(), (long) AudioFormat.SAMPLE_RATE_HZ);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(TAKE + ", not '" + said + "'");
        }
    }

    private CommandLine.ParameterException wrong(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}
