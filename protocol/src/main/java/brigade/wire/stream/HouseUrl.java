package brigade.wire.stream;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of houses that a room can move to: what {@code moved} may say. Stateless. */
public final class HouseUrl {
    private static final int MAX_CHARS = 300;

    /** This very machine: nobody stands between. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private HouseUrl() {}

    /**
     * Whether people may be sent there: an origin, with or without a folder, over https; over http only on this machine. Tokens
     * go with them, and a microphone opens over nothing else.
     */
    public static boolean isBelievable(String url) {
        if (url.length() > MAX_CHARS) {
            return false;
        }
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            return false;
        }
        String scheme = address.getScheme();
        String host = address.getHost();
        if (scheme == null
                || host == null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null) {
            return false;
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
            default -> false;
        };
    }
}
