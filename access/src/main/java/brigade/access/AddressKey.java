package brigade.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** What counts as one address in a limit. Stateless. */
public final class AddressKey {
    /** Digits only: anything else would make the JDK ask a name server. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

    /** One household or hall gets at least this many bytes of an IPv6 address for itself. */
    private static final int NETWORK_BYTES = 8;

    private AddressKey() {}

    /** An IPv4 address as it is; an IPv6 address' /64, whose rest its owner picks as he likes; any other text itself, cut at 64 characters. */
    public static String of(String address) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        int zone = bare.indexOf('%');
        String literal = zone < 0 ? bare : bare.substring(0, zone);
        if (literal.indexOf(':') >= 0 && LITERAL.matcher(literal).matches()) {
            try {
                InetAddress parsed = InetAddress.ofLiteral(literal);
                return parsed instanceof Inet6Address
                        ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "::/64"
                        : parsed.getHostAddress();
            } catch (IllegalArgumentException e) {
                // Not an address after all: taken as text.
            }
        }
        String text = literal.toLowerCase(Locale.ROOT);
        return text.length() <= 64 ? text : text.substring(0, 64);
    }
}
