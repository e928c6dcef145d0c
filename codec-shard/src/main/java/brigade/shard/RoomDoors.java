package brigade.shard;

import brigade.access.CreationLimit;
import brigade.access.FailureThrottle;
import brigade.access.KeyFile;
import brigade.access.PasswordHasher;
import brigade.access.Role;
import brigade.access.RoomGrant;
import brigade.shard.codec.OpusCodec;
import brigade.shard.exchange.StateCall;
import brigade.shard.listen.ListenApi;
import brigade.shard.listen.StreamListening;
import brigade.shard.rooms.OperatorGate;
import brigade.shard.rooms.Passwords;
import brigade.shard.rooms.RoomAccess;
import brigade.shard.rooms.RoomCalls;
import brigade.shard.rooms.RoomFiles;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.rooms.RoomKeys;
import brigade.shard.rooms.RoomsApi;
import brigade.shard.rooms.TakesApi;
import brigade.shard.rooms.TransferApi;
import brigade.shard.stream.AccessCheck;
import brigade.shard.stream.StreamService;
import brigade.shard.takes.TakeFiles;
import brigade.shard.takes.TakeShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts together what a shard needs for rooms: the key, the calls, the limits, the routes. Made and closed by one thread. */
final class RoomDoors implements AutoCloseable {
    private static final int ADDRESS_KEY_BYTES = 32;

    private final RoomKeys keys;
    private final RoomCalls calls;
    private final Passwords passwords;
    private final AccessCheck access;

    private RoomDoors(RoomKeys keys, RoomCalls calls, Passwords passwords, AccessCheck access) {
        this.keys = keys;
        this.calls = calls;
        this.passwords = passwords;
        this.access = access;
    }

    /** Reads the key of that data folder, or makes it. */
    static RoomDoors open(Path data, Supplier<StateCall> stateCalls) {
        RandomGenerator chance = ShardClock.chance();
        byte[] key;
        try {
            key = KeyFile.openOrMake(data, chance);
        } catch (IOException e) {
            throw new UncheckedIOException("no key for the rooms' links: " + e.getMessage(), e);
        }
        RoomKeys keys = RoomKeys.of(key, ShardClock::unixSeconds, chance);
        RoomCalls calls = new RoomCalls(stateCalls);
        Passwords passwords = new Passwords(new PasswordHasher(chance), new FailureThrottle(ShardClock::nowNs));
        byte[] addressKey = new byte[ADDRESS_KEY_BYTES];
        chance.nextBytes(addressKey);
        return new RoomDoors(keys, calls, passwords, new RoomAccess(calls, keys, passwords, addressKey));
    }

    /**
     * Knows the operator.
     *
     * @param token a word of his that does not expire; null: there is none
     */
    OperatorGate operator(@Nullable String token) {
        return new OperatorGate(token, keys.operators());
    }

    /** Judges who comes to a stream. */
    AccessCheck access() {
        return access;
    }

    /** Knows this shard's door from outside. */
    DoorWarmer warmer(String host, int port) throws IOException {
        return new DoorWarmer(
                host,
                port,
                keys.links().make(DoorWarmer.ROOM, Role.SINGER, 0),
                keys.resumes().make(DoorWarmer.ROOM, 1, new RoomGrant(Role.SINGER, 0)),
                ShardClock::nowNs);
    }

    /** Whether another shard takes people, when the state server knows that this one does not. */
    boolean isTakenElsewhere() {
        return calls.isAnyShardReady();
    }

    /** Asks the state server for a room. */
    RoomInfo info(String room) {
        return calls.get(room);
    }

    /**
     * Rooms over HTTP.
     *
     * @param folder what links to rooms begin with, from / to /
     */
    RoomsApi api(OperatorGate operator, String folder) {
        return new RoomsApi(calls, keys, passwords, new CreationLimit(ShardClock::nowNs), operator, folder);
    }

    /** Rooms that go to another house, and come from one. */
    TransferApi transfers(RoomFiles files, RoomsApi api) {
        return new TransferApi(calls, files, api, keys.fingerprint());
    }

    /** Takes over HTTP. */
    TakesApi takes(
            TakeFiles files,
            TakeShop shop,
            RoomFiles tracks,
            RoomsApi api,
            CreationLimit uploads,
            LongSupplier serverClock) {
        return new TakesApi(files, shop, tracks, api, keys.takes(), uploads, serverClock);
    }

    /** Listening over HTTP; the caller closes it. */
    ListenApi listening(StreamService streams, OpusCodec codec, LongSupplier serverClock) {
        return new ListenApi(
                new StreamListening(streams),
                calls::get,
                keys.links(),
                StreamListening.silence(codec),
                serverClock,
                ShardClock::nowNs);
    }

    @Override
    public void close() {
        passwords.close();
    }
}
