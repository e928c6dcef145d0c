package brigade.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id by Bouncy Castle (RFC 9106), kept as the text that other programs write too:
 * {@code $argon2id$v=19$m=16384,t=2,p=1$salt$hash}. Stateless; each call takes a core and its memory.
 */
final class Argon2Hash {
    static final int SALT_BYTES = 16;

    private static final int HASH_BYTES = 32;
    private static final int MEMORY_KIB = 16_384;
    private static final int PASSES = 2;
    private static final int LANES = 1;

    /** What a kept hash may ask for at most: four times of what we ask for ourselves today. */
    private static final int MEMORY_MAX_KIB = 65_536;

    private static final int PASSES_MAX = 8;

    private static final Pattern TEXT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([1-9][0-9]{1,5}),t=([1-9]),p=1" + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private Argon2Hash() {}

    /** The text to keep. */
    static String of(CharSequence password, byte[] salt) {
        byte[] hash = hash(password, salt, MEMORY_KIB, PASSES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=" + Argon2Parameters.ARGON2_VERSION_13 + "$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES
                + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Whether {@code kept} was made of this password, in a time that does not tell how much of it was right. */
    static boolean matches(CharSequence password, String kept) {
        Matcher parts = TEXT.matcher(kept);
        if (!parts.matches()) {
            return false;
        }
        int memoryKib = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        if (memoryKib > MEMORY_MAX_KIB || passes > PASSES_MAX) {
            return false;
        }
        byte[] salt;
        byte[] expected;
        try {
            salt = Base64.getDecoder().decode(parts.group(3));
            expected = Base64.getDecoder().decode(parts.group(4));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(expected, hash(password, salt, memoryKib, passes));
    }

    private static byte[] hash(CharSequence password, byte[] salt, int memoryKib, int passes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(LANES)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password.toString().getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
