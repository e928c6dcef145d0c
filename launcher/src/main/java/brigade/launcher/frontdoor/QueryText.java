package brigade.launcher.frontdoor;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Makes a query string fit for {@link java.net.URI}: browsers leave some characters as they are that RFC 3986 forbids. */
final class QueryText {
    /** ASCII characters beside letters and digits that a query may hold as they are (RFC 3986, section 3.4; brackets by RFC 2732). */
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%[]";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QueryText() {}

    /** The same query with every forbidden character percent-encoded; the meaning stays. A lone percent sign is encoded too. */
    static String encode(String query) {
        int fits = 0;
        while (fits < query.length() && fits(query, fits)) {
            fits++;
        }
        if (fits == query.length()) {
            return query;
        }
        StringBuilder encoded = new StringBuilder(query.length() + 32).append(query, 0, fits);
        for (int i = fits; i < query.length(); i++) {
            if (fits(query, i)) {
                encoded.append(query.charAt(i));
            } else {
                int codePoint = query.codePointAt(i);
                i += Character.charCount(codePoint) - 1;
                for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%');
                    HEX.toHexDigits(encoded, b);
                }
            }
        }
        return encoded.toString();
    }

    private static boolean fits(String query, int at) {
        char c = query.charAt(at);
        if (c == '%') {
            return at + 2 < query.length()
                    && HexFormat.isHexDigit(query.charAt(at + 1))
                    && HexFormat.isHexDigit(query.charAt(at + 2));
        }
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ALLOWED.indexOf(c) >= 0;
    }
}
