package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passwords are hashed off the caller's thread, on a pool that says when it is full. */
class PasswordHasherTest {
    private final PasswordHasher hasher = new PasswordHasher(new Random(20_261_121));

    @AfterEach
    void close() {
        hasher.close();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void onlyTheRightPasswordMatches() throws Exception {
        String hash = get(hasher.hash("Käse und Wein 🍷"));
        assertThat(hash).startsWith("$argon2id$").hasSizeLessThan(200);
        assertThat(get(hasher.matches("Käse und Wein 🍷", hash))).isTrue();
        assertThat(get(hasher.matches("Käse und Wein", hash))).isFalse();
        assertThat(get(hasher.matches("", hash))).isFalse();
        assertThat(get(hasher.matches("x".repeat(201), hash))).isFalse();
        assertThat(get(hasher.hash("Käse und Wein 🍷"))).as("another salt").isNotEqualTo(hash);
    }

    @Test
    void passwordsOfTwoHundredCharactersDifferInTheLast() throws Exception {
        String hash = get(hasher.hash("x".repeat(199) + "y"));
        assertThat(get(hasher.matches("x".repeat(199) + "z", hash))).isFalse();
    }

    /** Made by the reference program: {@code echo -n "password" | argon2 somesalt12345678 -id -t 2 -k 16384 -p 1 -l 32 -e}. */
    @Test
    void aHashOfTheReferenceProgramIsUnderstood() throws Exception {
        String hash =
                "$argon2id$v=19$m=16384,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$2+k093rKaiUVBjrz95nyb26MP9mTotJHdse/aTtFEo8";
        assertThat(get(hasher.matches("password", hash))).isTrue();
        assertThat(get(hasher.matches("passwore", hash))).isFalse();
    }

    @Test
    void aHashThatIsNoneMatchesNothing() throws Exception {
        assertThat(get(hasher.matches("password", "password"))).isFalse();
        assertThat(get(hasher.matches("password", ""))).isFalse();
        String costly = get(hasher.hash("password")).replace("m=16384", "m=999999");
        assertThat(get(hasher.matches("password", costly))).isFalse();
    }

    @Test
    void tooShortAndTooLongAreNotHashed() {
        assertThatThrownBy(() -> hasher.hash("abc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hasher.hash("x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overThirtyTwoWaitingItIsBusyAndThenGoesOn() throws Exception {
        List<CompletableFuture<String>> taken = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            try {
                taken.add(hasher.hash("password " + i));
            } catch (BusyException e) {
                refused++;
            }
        }
        assertThat(taken.size()).isGreaterThanOrEqualTo(PasswordHasher.THREADS + PasswordHasher.WAITING_MAX);
        assertThat(refused).isPositive();
        for (CompletableFuture<String> hash : taken) {
            assertThat(get(hash)).startsWith("$argon2id$");
        }
    }
}
