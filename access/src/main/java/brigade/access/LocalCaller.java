package brigade.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is a program of this machine: what is inside a house may be looked at by it. Stateless. */
public final class LocalCaller {
    private LocalCaller() {}

    /**
     * Whether the caller is on this machine, and nobody's proxy or browser.
     *
     * @param address where the connection comes from, in numbers
     * @param header the request's headers by their names; null where there is none
     */
    public static boolean is(String address, Function<String, @Nullable String> header) {
        try {
            // An address, so no name is looked up; none at all would be taken for this machine's.
            return !address.isBlank()
                    && header.apply("X-Forwarded-For") == null
                    && header.apply("Forwarded") == null
                    // A browser on this machine says so when somebody else's page asks.
                    && header.apply("Origin") == null
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
