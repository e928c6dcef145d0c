package brigade.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The tokens in a room's links. Immutable; any thread. */
public final class RoomTokens {
    /** A link works this long: 180 days, as a room that nobody uses lives. */
    public static final long LIFE_SECONDS = 180L * 24 * 3_600;

    private static final String KIND = "room";
    private static final String ROLE = "role";
    private static final String EPOCH = "epoch";

    private final SignedClaims signed;

    /**
     * @param key from {@link KeyFile}
     * @param unixSeconds seconds since the epoch, now
     * @param chance unguessable in production
     */
    public RoomTokens(byte[] key, LongSupplier unixSeconds, RandomGenerator chance) {
        this.signed = new SignedClaims(key, unixSeconds, chance);
    }

    /**
     * A token for a link.
     *
     * @param epoch the room's number for that role's links
     */
    public String make(String room, Role role, long epoch) {
        return signed.make(KIND, room, LIFE_SECONDS, write(new JWTClaimsSet.Builder(), new RoomGrant(role, epoch)));
    }

    /**
     * What a token lets its holder do in {@code room}. Whether its epoch still counts is for the room to say.
     *
     * @throws TokenRefusedException when it is not ours, of another room, or too old
     */
    public RoomGrant verify(String token, String room) throws TokenRefusedException {
        return read(signed.verify(token, KIND, room));
    }

    static JWTClaimsSet.Builder write(JWTClaimsSet.Builder claims, RoomGrant grant) {
        return claims.claim(ROLE, grant.role().word()).claim(EPOCH, grant.epoch());
    }

    static boolean isIn(JWTClaimsSet claims) {
        return claims.getClaim(ROLE) != null;
    }

    static RoomGrant read(JWTClaimsSet claims) throws TokenRefusedException {
        try {
            Optional<Role> role = Role.of(String.valueOf(claims.getStringClaim(ROLE)));
            Long epoch = claims.getLongClaim(EPOCH);
            if (role.isPresent() && epoch != null) {
                return new RoomGrant(role.get(), epoch);
            }
        } catch (ParseException e) {
            // Signed by us, but by a version that writes other claims: not to be believed either.
        }
        throw new TokenRefusedException(Refusal.BAD);
    }
}
