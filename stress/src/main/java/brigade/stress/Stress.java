package brigade.stress;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code brigade stress}: measures what singers feel. */
@Command(
        name = "stress",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Load tests that measure what singers feel, and check the sound that comes out.",
        subcommands = {HttpCommand.class, FindCommand.class, UnitCommand.class, ChoirCommand.class, StreamCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the promise held", "1:the promise was broken, or the server was away", "2:bad options"})
public final class Stress {
    /** The promise was broken. */
    static final int BROKEN = 1;

    private Stress() {}

    /** Runs a mode and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command, for {@link #main} and tests. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Stress());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        // What a person did or what a server did is one line; a stack trace is for our own errors.
        command.setExecutionExceptionHandler((e, failed, _) -> {
            if (e instanceof StressException) {
                failed.getErr().println(e.getMessage());
                return BROKEN;
            }
            throw e;
        });
        return command;
    }
}
