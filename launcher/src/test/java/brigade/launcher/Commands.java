package brigade.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands of {@code ./brigade} inside a test. */
public final class Commands {
    private Commands() {}

    /**
     * What a command did.
     *
     * @param code its exit code
     * @param out what it said
     * @param err what it complained of
     */
    public record Ran(int code, String out, String err) {}

    /** Runs one; for commands that work in the caller's process. */
    public static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Brigade.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
