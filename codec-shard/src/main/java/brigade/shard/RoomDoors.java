package brigade.shard;

import brigade.access.CreationLimit;
import brigade.access.FailureThrottle;
import brigade.access.KeyFile;
import brigade.access.PasswordHasher;
import brigade.shard.exchange.StateCall;
import brigade.shard.rooms.Passwords;
import brigade.shard.rooms.RoomCalls;
import brigade.shard.rooms.RoomKeys;
import brigade.shard.rooms.RoomsApi;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts together what a shard needs for rooms: the key, the calls, the limits, the routes. Made and closed by one thread. */
final class RoomDoors implements AutoCloseable {
    private final Passwords passwords;
    private final RoomsApi api;

    private RoomDoors(Passwords passwords, RoomsApi api) {
        this.passwords = passwords;
        this.api = api;
    }

    /** Reads the key of that data folder, or makes it. */
    static RoomDoors open(Path data, Supplier<StateCall> calls) {
        RandomGenerator chance = ShardClock.chance();
        byte[] key;
        try {
            key = KeyFile.openOrMake(data, chance);
        } catch (IOException e) {
            throw new UncheckedIOException("no key for the rooms' links: " + e.getMessage(), e);
        }
        RoomKeys keys = RoomKeys.of(key, ShardClock::unixSeconds, chance);
        Passwords passwords = new Passwords(new PasswordHasher(chance), new FailureThrottle(ShardClock::nowNs));
        RoomsApi api = new RoomsApi(new RoomCalls(calls), keys, passwords, new CreationLimit(ShardClock::nowNs));
        return new RoomDoors(passwords, api);
    }

    void addTo(RoutesConfig routes) {
        api.addTo(routes);
    }

    @Override
    public void close() {
        passwords.close();
    }
}
