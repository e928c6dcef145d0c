package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tokens cannot be forged, used in another room, for another purpose, or after their time. */
class RoomTokensTest {
    private static final long SEED = 20_261_121;
    private static final String ROOM = "spring-choir-7k2m-0";

    private final AtomicLong unixSeconds = new AtomicLong(1_790_000_000);
    private final byte[] key = key(1);
    private final RoomTokens tokens = new RoomTokens(key, unixSeconds::get, new Random(SEED));
    private final ResumeTokens resumes = new ResumeTokens(key, unixSeconds::get, new Random(SEED));
    private final OperatorTokens operators = new OperatorTokens(key, unixSeconds::get, new Random(SEED));

    private static byte[] key(long seed) {
        byte[] key = new byte[KeyFile.KEY_BYTES];
        new Random(seed).nextBytes(key);
        return key;
    }

    private void assertRefused(String token, Refusal why) {
        assertThatThrownBy(() -> tokens.verify(token, ROOM))
                .as(token)
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(why));
    }

    @Test
    void aTokenSaysWhatWasPutIn() throws TokenRefusedException {
        for (Role role : Role.values()) {
            String token = tokens.make(ROOM, role, 3);
            assertThat(tokens.verify(token, ROOM)).isEqualTo(new RoomGrant(role, 3));
            assertThat(token).hasSizeLessThan(400).matches("[A-Za-z0-9_.-]+");
        }
    }

    @Test
    void noTwoTokensAreTheSame() {
        assertThat(tokens.make(ROOM, Role.HOST, 1)).isNotEqualTo(tokens.make(ROOM, Role.HOST, 1));
    }

    @Test
    void aTokenIsGoodInItsOwnRoomOnly() {
        assertRefused(tokens.make("another-room-0000-0", Role.HOST, 1), Refusal.WRONG_ROOM);
        assertRefused(tokens.make(ROOM + "x", Role.HOST, 1), Refusal.WRONG_ROOM);
    }

    @Test
    void aTokenEndsToTheSecond() throws TokenRefusedException {
        String token = tokens.make(ROOM, Role.SINGER, 1);
        unixSeconds.addAndGet(RoomTokens.LIFE_SECONDS - 1);
        assertThat(tokens.verify(token, ROOM).role()).isEqualTo(Role.SINGER);
        unixSeconds.addAndGet(1);
        assertRefused(token, Refusal.EXPIRED);
    }

    @Test
    void oneKindOfTokenIsNotAnother() {
        assertRefused(resumes.make(ROOM, 7, new RoomGrant(Role.HOST, 1)), Refusal.WRONG_KIND);
        assertRefused(operators.make(), Refusal.WRONG_KIND);
        assertThat(operators.isGood(tokens.make(ROOM, Role.HOST, 1))).isFalse();
        assertThat(operators.isGood(tokens.make("operator:rooms", Role.HOST, 1)))
                .isFalse();
        assertThatThrownBy(() -> resumes.verify(tokens.make(ROOM, Role.HOST, 1), ROOM))
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void anUnsignedTokenIsRefused() {
        String unsigned = new PlainJWT(hostClaims()).serialize();
        assertRefused(unsigned, Refusal.BAD);
        String header = base64("{\"alg\":\"none\"}");
        String good = tokens.make(ROOM, Role.HOST, 1);
        String[] parts = good.split("\\.", -1);
        assertRefused(header + "." + parts[1] + ".", Refusal.BAD);
        assertRefused(header + "." + parts[1] + "." + parts[2], Refusal.BAD);
    }

    @Test
    void anotherKeyIsRefused() {
        RoomTokens others = new RoomTokens(key(2), unixSeconds::get, new Random(SEED));
        assertRefused(others.make(ROOM, Role.HOST, 1), Refusal.BAD);
    }

    @Test
    void theSameKeyWithAnotherAlgorithmIsRefused() throws JOSEException {
        byte[] longKey = Arrays.copyOf(key, 64);
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), hostClaims());
        token.sign(new MACSigner(longKey));
        assertRefused(token.serialize(), Refusal.BAD);
    }

    @Test
    void changedClaimsAreRefused() {
        String[] parts = tokens.make(ROOM, Role.SINGER, 1).split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertThat(claims).contains("\"role\":\"singer\"", "\"epoch\":1");
        for (String changed : new String[] {
            claims.replace("\"role\":\"singer\"", "\"role\":\"host\""),
            claims.replace("\"epoch\":1", "\"epoch\":9"),
            claims.replace("\"exp\":1", "\"exp\":9")
        }) {
            assertThat(changed).isNotEqualTo(claims);
            assertRefused(parts[0] + "." + base64(changed) + "." + parts[2], Refusal.BAD);
        }
    }

    @Test
    void textThatIsNoTokenIsRefused() {
        for (String text : new String[] {"", ".", "..", "...", "a.b.c", "\u0000", "e30.e30.e30", "x".repeat(100_000)}) {
            assertRefused(text, Refusal.BAD);
        }
    }

    @Test
    void noMutantOfAGoodTokenIsTaken() {
        Random random = new Random(SEED);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u0000é";
        String good = tokens.make(ROOM, Role.HOST, 1);
        String other = tokens.make("another-room-0000-0", Role.HOST, 1);
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            String mutant = mutate(random, good, other, alphabet);
            if (mutant.equals(good)) {
                continue;
            }
            try {
                tokens.verify(mutant, ROOM);
                passed++;
            } catch (TokenRefusedException e) {
                assertThat(e.refusal()).isIn(Refusal.BAD, Refusal.WRONG_ROOM);
            }
        }
        assertThat(passed).as("mutants that passed, seed %d", SEED).isZero();
    }

    private static String mutate(Random random, String good, String other, String alphabet) {
        StringBuilder mutant = new StringBuilder(good);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && !mutant.isEmpty(); i++) {
            int at = random.nextInt(mutant.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(6)) {
                case 0 -> mutant.setCharAt(at, c);
                case 1 -> mutant.insert(at, c);
                case 2 -> mutant.deleteCharAt(at);
                case 3 -> mutant.setLength(at);
                case 4 -> mutant.replace(at, mutant.length(), other.substring(Math.min(at, other.length())));
                default -> mutant.append(c);
            }
        }
        return mutant.toString();
    }

    @Test
    void aResumeTokenBringsBackItsPersonAndLink() throws TokenRefusedException {
        RoomGrant link = new RoomGrant(Role.HELPER, 4);
        long large = Long.MAX_VALUE - 1;
        assertThat(resumes.verify(resumes.make(ROOM, large, link), ROOM)).isEqualTo(new ResumeGrant(large, link));
        String bare = resumes.make(ROOM, 5, null);
        assertThat(resumes.verify(bare, ROOM)).isEqualTo(new ResumeGrant(5, null));
        unixSeconds.addAndGet(ResumeTokens.LIFE_SECONDS);
        assertThatThrownBy(() -> resumes.verify(bare, ROOM)).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void anOperatorsTokenIsGoodForMinutes() {
        String token = operators.make();
        assertThat(operators.isGood(token)).isTrue();
        unixSeconds.addAndGet(OperatorTokens.LIFE_SECONDS);
        assertThat(operators.isGood(token)).isFalse();
    }

    private JWTClaimsSet hostClaims() {
        return new JWTClaimsSet.Builder()
                .audience(ROOM)
                .claim("typ", "room")
                .claim("role", "host")
                .claim("epoch", 1L)
                .expirationTime(Date.from(Instant.ofEpochSecond(unixSeconds.get() + 1_000)))
                .build();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
