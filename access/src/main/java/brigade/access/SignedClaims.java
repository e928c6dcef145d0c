package brigade.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * JSON Web Tokens signed by HMAC-SHA256, and by nothing else whatever a token's header says. Immutable; any thread.
 *
 * <p>Every token has an audience (a room), a kind ({@code typ}), an expiry and a random number ({@code jti}).
 */
final class SignedClaims {
    /** What we make is under 400; a longer text is not looked at. */
    private static final int TOKEN_MAX_CHARS = 1_000;

    /** Three parts in base64 for URLs, the last of 32 bytes. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");

    /** Bytes of a token's random number. */
    private static final int ID_BYTES = 12;

    private static final String KIND = "typ";

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final LongSupplier unixSeconds;
    private final RandomGenerator chance;

    /**
     * @param key {@value KeyFile#KEY_BYTES} bytes
     * @param unixSeconds seconds since the epoch, now
     * @param chance unguessable in production
     */
    SignedClaims(byte[] key, LongSupplier unixSeconds, RandomGenerator chance) {
        if (key.length != KeyFile.KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KeyFile.KEY_BYTES + " bytes, got " + key.length);
        }
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("HMAC-SHA256 is in every JDK", e);
        }
        this.unixSeconds = unixSeconds;
        this.chance = chance;
    }

    /** A new token of that kind for that audience, good for {@code lifeSeconds} from now. */
    String make(String kind, String audience, long lifeSeconds, JWTClaimsSet.Builder claims) {
        byte[] id = new byte[ID_BYTES];
        synchronized (chance) {
            chance.nextBytes(id);
        }
        JWTClaimsSet set = claims.claim(KIND, kind)
                .audience(audience)
                .jwtID(HexFormat.of().formatHex(id))
                .expirationTime(Date.from(Instant.ofEpochSecond(unixSeconds.getAsLong() + lifeSeconds)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return token.serialize();
    }

    /** The claims of a token that is ours, of that kind, for that audience, and in time. */
    JWTClaimsSet verify(String token, String kind, String audience) throws TokenRefusedException {
        JWTClaimsSet claims = signed(token);
        if (!kind.equals(claims.getClaim(KIND))) {
            throw new TokenRefusedException(Refusal.WRONG_KIND);
        }
        if (!List.of(audience).equals(claims.getAudience())) {
            throw new TokenRefusedException(Refusal.WRONG_ROOM);
        }
        Date expiry = claims.getExpirationTime();
        if (expiry == null || expiry.toInstant().getEpochSecond() <= unixSeconds.getAsLong()) {
            throw new TokenRefusedException(Refusal.EXPIRED);
        }
        return claims;
    }

    private JWTClaimsSet signed(String token) throws TokenRefusedException {
        if (token.length() > TOKEN_MAX_CHARS) {
            throw new TokenRefusedException(Refusal.BAD);
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            boolean ours = JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm())
                    && isCanonical(token, parsed.getSignature())
                    && parsed.verify(verifier);
            if (!ours) {
                throw new TokenRefusedException(Refusal.BAD);
            }
            return parsed.getJWTClaimsSet();
        } catch (ParseException | JOSEException | RuntimeException e) {
            // The library's parser throws unchecked exceptions too on what is not base64 or JSON.
            throw new TokenRefusedException(Refusal.BAD);
        }
    }

    /** One signature, one text: base64 readers skip foreign characters and spare bits, which would give a token twins. */
    private static boolean isCanonical(String token, Base64URL signature) {
        return FORM.matcher(token).matches() && token.endsWith("." + Base64URL.encode(signature.decode()));
    }
}
