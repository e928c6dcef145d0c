package brigade.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tokens of the operator's own command: who can read the key file may do everything anyway, so the command makes itself
 * one, good for minutes, and no further secret has to be set up. Immutable; any thread.
 */
public final class OperatorTokens {
    /** Long enough for one command, clocks of two machines included. */
    public static final long LIFE_SECONDS = 300;

    private static final String KIND = "operator";

    /** Not a room's id: those have no colon. */
    private static final String AUDIENCE = "operator:rooms";

    private final SignedClaims signed;

    /**
     * @param key from {@link KeyFile}
     * @param unixSeconds seconds since the epoch, now
     * @param chance unguessable in production
     */
    public OperatorTokens(byte[] key, LongSupplier unixSeconds, RandomGenerator chance) {
        this.signed = new SignedClaims(key, unixSeconds, chance);
    }

    /** A token for one command. */
    public String make() {
        return signed.make(KIND, AUDIENCE, LIFE_SECONDS, new JWTClaimsSet.Builder());
    }

    /** Whether {@code token} is such a token, in time. */
    public boolean isGood(String token) {
        try {
            signed.verify(token, KIND, AUDIENCE);
            return true;
        } catch (TokenRefusedException e) {
            return false;
        }
    }
}
