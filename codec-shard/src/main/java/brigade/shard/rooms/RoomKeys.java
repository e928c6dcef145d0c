package brigade.shard.rooms;

import brigade.access.KeyFile;
import brigade.access.OperatorTokens;
import brigade.access.ResumeTokens;
import brigade.access.RoomTokens;
import brigade.access.TakeTokens;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything that is signed by the one key.
 *
 * @param links tokens of links
 * @param resumes tokens of lost sockets
 * @param operators tokens of the operator's command
 * @param takes tokens of links to takes
 * @param fingerprint of the key: houses with the same one believe each other's tokens
 */
public record RoomKeys(
        RoomTokens links, ResumeTokens resumes, OperatorTokens operators, TakeTokens takes, String fingerprint) {
    /**
     * All by one key.
     *
     * @param unixSeconds seconds since the epoch, now
     * @param chance unguessable in production
     */
    public static RoomKeys of(byte[] key, LongSupplier unixSeconds, RandomGenerator chance) {
        return new RoomKeys(
                new RoomTokens(key, unixSeconds, chance),
                new ResumeTokens(key, unixSeconds, chance),
                new OperatorTokens(key, unixSeconds, chance),
                new TakeTokens(key, unixSeconds, chance),
                KeyFile.fingerprint(key));
    }
}
