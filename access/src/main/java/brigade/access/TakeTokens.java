package brigade.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The tokens in links to one take: who has one may download that take until it expires. Immutable; any thread. */
public final class TakeTokens {
    /** The longest life of a link: 7 days. */
    public static final long LIFE_MAX_SECONDS = 7L * 86_400;

    private static final String KIND = "take";

    private final SignedClaims signed;

    /**
     * @param key from {@link KeyFile}
     * @param unixSeconds seconds since the epoch, now
     * @param chance unguessable in production
     */
    public TakeTokens(byte[] key, LongSupplier unixSeconds, RandomGenerator chance) {
        this.signed = new SignedClaims(key, unixSeconds, chance);
    }

    /** A token for that take of {@code room}, good for that long. */
    public String make(String room, String take, long lifeSeconds) {
        if (lifeSeconds < 1 || lifeSeconds > LIFE_MAX_SECONDS) {
            throw new IllegalArgumentException("a link lives 1.." + LIFE_MAX_SECONDS + " s, not " + lifeSeconds);
        }
        return signed.make(KIND, room, lifeSeconds, new JWTClaimsSet.Builder().subject(take));
    }

    /**
     * Lets pass who has a token for that take of {@code room}.
     *
     * @throws TokenRefusedException when it is not ours, of another take, or too old
     */
    public void verify(String token, String room, String take) throws TokenRefusedException {
        JWTClaimsSet claims = signed.verify(token, KIND, room);
        if (!take.equals(claims.getSubject())) {
            throw new TokenRefusedException(Refusal.WRONG_KIND);
        }
    }
}
