package brigade.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linux shares a busy machine out by session, and the launcher's children are sessions of their own: what was given to the
 * tests ({@code echo -15 > /proc/self/autogroup}) is handed on to them. Does nothing elsewhere, or where nothing was given.
 */
final class Priority {
    private static final Pattern NICE = Pattern.compile("nice (-?\\d+)");

    private Priority() {}

    /** Gives them the share that this process has. */
    static void handOnTo(List<ProcessHandle> processes) {
        try {
            Matcher mine = NICE.matcher(Files.readString(Path.of("/proc/self/autogroup")));
            if (mine.find() && !mine.group(1).equals("0")) {
                for (ProcessHandle process : processes) {
                    Files.writeString(Path.of("/proc", Long.toString(process.pid()), "autogroup"), mine.group(1));
                }
            }
        } catch (IOException e) {
            System.out.println("priority is not handed on: " + e.getMessage());
        }
    }
}
