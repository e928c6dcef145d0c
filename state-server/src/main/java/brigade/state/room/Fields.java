package brigade.state.room;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Typed views of a control message's fields. What has the wrong type or range is a {@link StageError}. */
final class Fields {
    private Fields() {}

    /** A field that may be absent; null stands for absent. */
    static @Nullable JsonNode optional(JsonNode of, String name) {
        JsonNode value = of.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** A text of at most {@code maxChars} characters; null when absent. */
    static @Nullable String text(JsonNode of, String name, int maxChars) {
        JsonNode value = optional(of, name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw StageError.malformed(name + " has to be text.");
        }
        String text = value.stringValue();
        if (text.length() > maxChars) {
            throw new StageError(StageError.TOO_LONG, name + " is longer than " + maxChars + " characters.");
        }
        return Text.wellFormed(text);
    }

    /** A text that has to be there. */
    static String needText(JsonNode of, String name, int maxChars) {
        return need(text(of, name, maxChars), name);
    }

    /** True or false, or null when absent. */
    static @Nullable Boolean flag(JsonNode of, String name) {
        JsonNode value = optional(of, name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw StageError.malformed(name + " has to be true or false.");
        }
        return value.booleanValue();
    }

    /** True or false, that has to be there. */
    static boolean needFlag(JsonNode of, String name) {
        return need(flag(of, name), name);
    }

    /** A whole number, or {@code absent}. */
    static long integer(JsonNode of, String name, long min, long max, long absent) {
        JsonNode value = optional(of, name);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw StageError.malformed(name + " has to be a whole number.");
        }
        long number = value.longValue();
        if (number < min || number > max) {
            throw StageError.malformed(name + " has to be " + min + " to " + max + ".");
        }
        return number;
    }

    /** A whole number that has to be there. */
    static long needInteger(JsonNode of, String name, long min, long max) {
        need(optional(of, name), name);
        return integer(of, name, min, max, min);
    }

    /** A number, or NaN when absent. */
    static double number(JsonNode of, String name, double min, double max) {
        JsonNode value = optional(of, name);
        if (value == null) {
            return Double.NaN;
        }
        double number = value.isNumber() ? value.asDouble() : Double.NaN;
        if (!(number >= min && number <= max)) {
            throw StageError.malformed(name + " has to be a number from " + min + " to " + max + ".");
        }
        return number;
    }

    /** A number that has to be there. */
    static double needNumber(JsonNode of, String name, double min, double max) {
        need(optional(of, name), name);
        return number(of, name, min, max);
    }

    /** The id of a person, unsigned, or null when absent. */
    static @Nullable Long id(JsonNode of, String name) {
        String text = text(of, name, 20);
        if (text == null) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw StageError.malformed(name + " has to be the id of a person.");
        }
    }

    /** The id of a person that has to be there. */
    static long needId(JsonNode of, String name) {
        return need(id(of, name), name);
    }

    private static <T> T need(@Nullable T value, String name) {
        if (value == null) {
            throw StageError.malformed(name + " is missing.");
        }
        return value;
    }
}
