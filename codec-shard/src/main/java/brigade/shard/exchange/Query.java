package brigade.shard.exchange;

import brigade.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request. A name given twice is refused; an empty value counts as absent, as old servers have
 * it; names are case-sensitive; what nobody asks for is ignored. Immutable.
 */
public final class Query {
    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a query string as it stands in the request line, percent-encoded.
     *
     * @param raw null when the request has none
     * @throws WireException 400 for a broken escape or a name given twice
     */
    public static Query parse(@Nullable String raw) {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        while (raw != null && at < raw.length()) {
            int end = raw.indexOf('&', at);
            end = end < 0 ? raw.length() : end;
            if (end > at) {
                int equals = raw.indexOf('=', at);
                boolean named = equals >= 0 && equals < end;
                String name = decode(raw, at, named ? equals : end);
                String value = named ? decode(raw, equals + 1, end) : "";
                if (values.put(name, value) != null) {
                    throw WireException.malformed("parameter " + printable(name) + " was given twice");
                }
            }
            at = end + 1;
        }
        return new Query(values);
    }

    /** The value of {@code name}; null when absent or empty. */
    public @Nullable String text(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Whether a flag is set: present, and neither empty nor {@code 0} nor {@code false}. */
    public boolean flag(String name) {
        String value = text(name);
        return value != null && !value.equals("0") && !value.equals("false");
    }

    private static String decode(String raw, int from, int to) {
        boolean plain = true;
        for (int i = from; i < to && plain; i++) {
            char c = raw.charAt(i);
            plain = c != '%' && c != '+' && c < 0x80;
        }
        if (plain) {
            return raw.substring(from, to);
        }
        byte[] source = raw.substring(from, to).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[source.length];
        int length = 0;
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%') {
                bytes[length++] = (byte) (hex(source, i + 1) << 4 | hex(source, i + 2));
                i += 2;
            } else {
                bytes[length++] = source[i] == '+' ? (byte) ' ' : source[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int hex(byte[] source, int at) {
        int digit = at < source.length ? Character.digit(source[at], 16) : -1;
        if (digit < 0) {
            throw WireException.malformed("the query has a broken percent escape");
        }
        return digit;
    }

    /** At most 40 characters of what a client called a parameter. */
    private static String printable(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }
}
