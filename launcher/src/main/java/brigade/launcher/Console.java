package brigade.launcher;

import java.io.PrintStream;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Supplier;

/** What {@code up} tells the person at the terminal: one line per event, with the time of day. Supervisor thread only. */
final class Console {
    private final PrintStream out;
    private final Supplier<LocalTime> timeOfDay;

    Console(PrintStream out, Supplier<LocalTime> timeOfDay) {
        this.out = out;
        this.timeOfDay = timeOfDay;
    }

    /** Prints lines as they are, such as a picture. */
    void show(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    /** Prints one line at once. */
    void say(String line) {
        LocalTime now = timeOfDay.get();
        out.printf("%02d:%02d:%02d  %s%n", now.getHour(), now.getMinute(), now.getSecond(), line);
        out.flush();
    }
}
