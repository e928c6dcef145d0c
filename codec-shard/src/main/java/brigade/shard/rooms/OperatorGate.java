package brigade.shard.rooms;

import brigade.access.OperatorTokens;
import brigade.shard.exchange.Query;
import brigade.wire.WireException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who is the operator: who sends the token of {@code --operator-token}, or one that was signed by the data folder's key. Immutable;
 * any thread.
 */
public final class OperatorGate {
    private static final String BEARER = "Bearer ";

    private final @Nullable String fixed;
    private final OperatorTokens signed;

    /**
     * Knows these.
     *
     * @param fixed a word that does not expire, for machines such as Prometheus; null: there is none
     * @param signed tokens of the operator's command
     */
    public OperatorGate(@Nullable String fixed, OperatorTokens signed) {
        this.fixed = fixed;
        this.signed = signed;
    }

    /** Whether the header {@code Authorization} is the operator's. */
    public boolean isOperator(Context context) {
        String header = context.header("Authorization");
        return header != null && header.startsWith(BEARER) && isGood(header.substring(BEARER.length()));
    }

    /**
     * Lets the operator through, by header or by the parameter {@code token}.
     *
     * @throws WireException 403 for everybody else
     */
    public void require(Context context) {
        String parameter = Query.parse(context.queryString()).text("token");
        if (!isOperator(context) && (parameter == null || !isGood(parameter))) {
            throw new WireException(403, "this is for the operator: send his token");
        }
    }

    /** The comparison takes a time that does not tell how much was right. */
    private boolean isGood(String token) {
        boolean equal = fixed != null
                && MessageDigest.isEqual(
                        fixed.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        return !token.isEmpty() && (equal || signed.isGood(token));
    }
}
