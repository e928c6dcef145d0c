package brigade.launcher.frontdoor;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Who may see what is inside: programs of this machine that are nobody's proxy, and who sends the operator's token. Stateless. */
final class Insider {
    private static final String BEARER = "Bearer ";

    private Insider() {}

    static boolean is(Context context, @Nullable String operatorToken) {
        return isLocal(context) || hasToken(context.header("Authorization"), operatorToken);
    }

    private static boolean isLocal(Context context) {
        try {
            // An address, so no name is looked up.
            return context.header("X-Forwarded-For") == null
                    && context.header("Forwarded") == null
                    // A browser on this machine says so when somebody else's page asks.
                    && context.header("Origin") == null
                    && InetAddress.getByName(context.ip()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** In a time that does not tell how much of it was right. */
    private static boolean hasToken(@Nullable String header, @Nullable String expected) {
        return expected != null
                && header != null
                && MessageDigest.isEqual(
                        (BEARER + expected).getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
    }
}
