package brigade.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserSpreadTest {
    private static final int USERS = 60_000;

    /** 6 standard deviations of a binomial count: a fair spread stays inside, with one chance in 10^8 to miss. */
    private static void assertFair(int shards, IntToLongFunction userId) {
        int[] counts = new int[shards + 1];
        for (int i = 0; i < USERS; i++) {
            counts[UserSpread.shardOf(userId.applyAsLong(i), shards)]++;
        }
        double expected = (double) USERS / shards;
        double margin = 6 * Math.sqrt(expected * (1 - 1.0 / shards));
        assertThat(counts[0]).isZero();
        for (int shard = 1; shard <= shards; shard++) {
            assertThat((double) counts[shard])
                    .as("users of shard %d of %d", shard, shards)
                    .isBetween(expected - margin - 1, expected + margin + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 10, 16, 64})
    void sequentialIdsReachEveryShardEvenly(int shards) {
        assertFair(shards, i -> 1 + i);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 64})
    void randomIdsReachEveryShardEvenly(int shards) {
        long seed = 20_261_121L + shards;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        assertFair(shards, _ -> random.nextLong());
    }

    /** The load test's ids: a random number with the user's index behind it as decimal digits. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 64})
    void idsWithOneBeginningReachEveryShardEvenly(int shards) {
        assertFair(shards, i -> 7_311_400_000_000L + i);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 64})
    void idsThatDifferInTheHighBitsOnlyReachEveryShardEvenly(int shards) {
        assertFair(shards, i -> (long) i << 44);
    }
}
