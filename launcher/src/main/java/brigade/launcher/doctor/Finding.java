package brigade.launcher.doctor;

import java.util.Locale;

/**
 * One line of the answer.
 *
 * @param level how bad it is
 * @param what what was looked at
 * @param found what there is, and what is needed
 * @param todo what to do; empty when all is well
 */
public record Finding(Level level, String what, String found, String todo) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** It may do, or it could not be found out. */
        WARN,
        /** The evening will suffer. */
        FAIL
    }

    static Finding ok(String what, String found) {
        return new Finding(Level.OK, what, found, "");
    }

    static Finding warn(String what, String found, String todo) {
        return new Finding(Level.WARN, what, found, todo);
    }

    static Finding fail(String what, String found, String todo) {
        return new Finding(Level.FAIL, what, found, todo);
    }

    /** For a terminal: one line, and one more with what to do. */
    public String text() {
        String line = String.format(Locale.ROOT, "%-4s  %-14s %s", level, what, found);
        return todo.isEmpty() ? line : line + System.lineSeparator() + " ".repeat(21) + "-> " + todo;
    }
}
