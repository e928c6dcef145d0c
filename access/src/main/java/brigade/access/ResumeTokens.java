package brigade.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The tokens by which a person whose socket was lost comes back as himself. Immutable; any thread. */
public final class ResumeTokens {
    /** Identity, role and faders are kept this long: 12 h. */
    public static final long LIFE_SECONDS = 12L * 3_600;

    private static final String KIND = "resume";

    private final SignedClaims signed;

    /**
     * @param key from {@link KeyFile}
     * @param unixSeconds seconds since the epoch, now
     * @param chance unguessable in production
     */
    public ResumeTokens(byte[] key, LongSupplier unixSeconds, RandomGenerator chance) {
        this.signed = new SignedClaims(key, unixSeconds, chance);
    }

    /**
     * A token for a person who is in {@code room}.
     *
     * @param link what his link said; null when he came without one
     */
    public String make(String room, long personId, @Nullable RoomGrant link) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().subject(Long.toUnsignedString(personId));
        return signed.make(KIND, room, LIFE_SECONDS, link == null ? claims : RoomTokens.write(claims, link));
    }

    /**
     * Who comes back to {@code room}.
     *
     * @throws TokenRefusedException when the token is not ours, of another room, or too old
     */
    public ResumeGrant verify(String token, String room) throws TokenRefusedException {
        JWTClaimsSet claims = signed.verify(token, KIND, room);
        try {
            long personId = Long.parseUnsignedLong(String.valueOf(claims.getSubject()));
            return new ResumeGrant(personId, RoomTokens.isIn(claims) ? RoomTokens.read(claims) : null);
        } catch (NumberFormatException e) {
            throw new TokenRefusedException(Refusal.BAD);
        }
    }
}
