package brigade.shard.exchange;

import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Single values of a query, strictly read: what is not of the form is a {@link WireException} 400. Stateless. */
final class Values {
    /** Friendly volumes end here; above it they are cut. */
    private static final double VOLUME_MAX = 2;

    private Values() {}

    /** A decimal unsigned 64-bit id. */
    static long userId(String name, String value) {
        boolean digits = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            digits &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        try {
            if (digits) {
                return Long.parseUnsignedLong(value);
            }
        } catch (NumberFormatException e) {
            digits = false; // too large; refused below
        }
        throw WireException.malformed(name + " is not a decimal unsigned 64-bit integer");
    }

    /** A clock: a decimal integer, {@code absent} when not given. */
    static long clock(Query query, String name, long absent) {
        String value = query.text(name);
        if (value == null) {
            return absent;
        }
        try {
            long clock = Long.parseLong(value);
            if (clock != absent) {
                return clock;
            }
        } catch (NumberFormatException e) {
            throw WireException.malformed(name + " is not an integer");
        }
        throw WireException.malformed(name + " is out of range");
    }

    /** A count from 0 to {@code max}; {@code absent} when not given. */
    static int count(Query query, String name, int max, int absent) {
        String value = query.text(name);
        if (value == null) {
            return absent;
        }
        try {
            int count = Integer.parseInt(value);
            if (count >= 0 && count <= max) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw WireException.malformed(name + " is not an integer");
        }
        throw WireException.malformed(name + " must be 0.." + max);
    }

    /** A friendly volume, cut to 0..2; NaN when not given. */
    static double volume(Query query, String name) {
        String value = query.text(name);
        return value == null ? Double.NaN : volume(name, decimal(name, value));
    }

    /** The same for a number that was read already. */
    static double volume(String name, double value) {
        if (!Double.isFinite(value)) {
            throw WireException.malformed(name + " is not a finite number");
        }
        return Math.clamp(value, 0, VOLUME_MAX);
    }

    private static double decimal(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            // Double.parseDouble also takes NaN, hexadecimal numbers and type suffixes.
            if ("0123456789+-.eE".indexOf(value.charAt(i)) < 0) {
                throw WireException.malformed(name + " is not a number");
            }
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw WireException.malformed(name + " is not a number");
        }
    }

    /** A room's id: a slug. {@code main} when not given. */
    static String room(Query query) {
        String room = query.text("room");
        if (room == null) {
            return "main";
        }
        boolean legal = room.length() <= 64;
        for (int i = 0; i < room.length(); i++) {
            char c = room.charAt(i);
            legal &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        }
        if (!legal) {
            throw WireException.malformed("room is no room id");
        }
        return room;
    }

    /** A text of at most {@code maxChars}; null when not given. */
    static @Nullable String text(Query query, String name, int maxChars) {
        String value = query.text(name);
        if (value != null && value.length() > maxChars) {
            throw WireException.malformed(name + " is longer than " + maxChars + " characters");
        }
        return value;
    }

    /** A user's name: at most 32 bytes of UTF-8, cut at a character; empty when not given. */
    static String username(Query query) {
        String value = query.text("username");
        if (value == null) {
            return "";
        }
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int character = value.codePointAt(i);
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > WireLimits.NAME_MAX_BYTES) {
                return value.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return value;
    }
}
