package brigade.launcher;

import brigade.launcher.frontdoor.FrontDoorCommand;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's main: {@code up}, {@code front-door}, {@code idle}, {@code top}, {@code doctor}, {@code rehearse}, {@code room}, {@code move}, {@code nginx}, {@code takes}, {@code journal}. The brigade script knows the other programs. */
@Command(
        name = "brigade",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            FrontDoorCommand.class,
            IdleCommand.class,
            TopCommand.class,
            DoctorCommand.class,
            RehearseCommand.class,
            RoomCommand.class,
            MoveCommand.class,
            NginxCommand.class,
            TakesCommand.class,
            JournalCommand.class
        },
        description = "People who are far apart sing together, in a bucket brigade.")
public final class Brigade {
    private Brigade() {}

    /** Exit codes: 0 well, 1 an operating error, 2 a wrong command line. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line with our errors: one line each. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Brigade());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, _) -> {
            CommandLine at = wrong.getCommandLine();
            at.getErr().println(at.getCommandSpec().qualifiedName() + ": " + wrong.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failure, at, _) -> {
            String name = at.getCommandSpec().qualifiedName() + ": ";
            if (failure instanceof LaunchException) {
                at.getErr().println(name + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            if (failure instanceof FileSystemException file) {
                String reason = file instanceof NoSuchFileException ? "it does not exist" : file.getReason();
                at.getErr().println(name + "cannot use " + file.getFile() + (reason == null ? "" : ": " + reason));
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        return line;
    }
}
