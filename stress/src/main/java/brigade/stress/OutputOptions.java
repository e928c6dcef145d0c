package brigade.stress;

import brigade.stress.report.ReportFiles;
import brigade.stress.report.TerminalProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Where results go: options of every mode. With {@code --json} all but the last line goes to standard error. */
final class OutputOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--json",
            description = "The last line is one JSON object; what is for people goes to standard error.")
    private boolean json;

    @Option(
            names = "--report",
            defaultValue = "stress-report",
            paramLabel = "DIR",
            description = "Folder for report.json and report.html (${DEFAULT-VALUE}); replaced.")
    private Path report;

    /** Where lines for people go. */
    PrintWriter people() {
        CommandLine command = spec.commandLine();
        return json ? command.getErr() : command.getOut();
    }

    /** Progress on standard error, so that results can be piped. */
    TerminalProgress progress() {
        return new TerminalProgress(spec.commandLine().getErr(), isTerminal());
    }

    // JDK 22 to 24 always had a console; 25 has none again when nobody is there.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** The command as it was given, for the report. */
    String command() {
        return "stress "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    /** Writes the report, says where it is, and prints the last line when asked for. */
    void finish(ObjectNode node) {
        try {
            Path page = ReportFiles.write(report, node);
            people().println("report: " + page);
            people().flush();
        } catch (IOException e) {
            throw new StressException("the report cannot be written: " + e.getMessage(), e);
        }
        if (json) {
            spec.commandLine().getOut().println(ReportFiles.summaryLine(node));
            spec.commandLine().getOut().flush();
        }
    }
}
