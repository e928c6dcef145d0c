package brigade.state;

import brigade.audio.SampleClock;
import brigade.journal.JournalFigures;
import brigade.rpc.RpcCall;
import brigade.rpc.RpcHandler;
import brigade.state.journal.EventJournal;
import brigade.state.journal.MoveJournal;
import brigade.state.room.HouseFigure;
import brigade.state.room.HouseSnapshot;
import brigade.state.room.Rooms;
import brigade.state.room.RoomsBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What the agent runs: answers calls and lets time pass. Agent thread only, except {@link #close} after its end. */
interface House extends RpcHandler, AutoCloseable {
    /** The real one: rooms with their rings in the run folder and their tracks in the data folder. */
    static House ofRooms(StateServerConfig config, SampleClock clock, RandomGenerator random) {
        ExecutorService measuring = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("measuring").daemon(true).factory());
        TimeAndChance system = TimeAndChance.ofSystem();
        EventJournal journal = new EventJournal(
                config.dataDir(),
                config.journal(),
                () -> TimeUnit.NANOSECONDS.toMillis(system.unixNs().getAsLong()),
                system.monotonicNs());
        MoveJournal moves = new MoveJournal(
                config.dataDir(),
                config.journal(),
                () -> TimeUnit.NANOSECONDS.toMillis(system.unixNs().getAsLong()),
                system.monotonicNs());
        RoomsBuilder builder = Rooms.builder()
                .events(journal)
                .moves(moves)
                .worker(measuring)
                .runDir(config.runDir())
                .tracksDir(config.tracksDir())
                .roomsDir(config.dataDir().resolve("rooms"))
                .clock(clock::nowSamples)
                .random(random)
                .ordinal(config.ordinal())
                .openMain(config.openMain())
                .maxUsers(config.usersMax());
        if (!config.instanceName().isEmpty()) {
            builder.instanceName(config.instanceName());
        }
        Rooms rooms = builder.build();
        return new House() {
            @Override
            public void handle(RpcCall call) {
                rooms.handle(call);
            }

            @Override
            public void tick(long nowSamples) {
                rooms.tick(nowSamples);
            }

            @Override
            public String toJson() {
                return rooms.snapshot().read(HouseSnapshot::toJson);
            }

            @Override
            public long figure(HouseFigure figure) {
                return rooms.snapshot().read(figure::of);
            }

            @Override
            public JournalFigures journal() {
                return journal.figures();
            }

            @Override
            public void letSongsEnd() {
                rooms.letSongsEnd();
            }

            @Override
            public boolean isSilent() {
                return rooms.isSilent();
            }

            @Override
            public boolean isBusy() {
                return rooms.snapshot().read(HouseSnapshot::hasPeople);
            }

            @Override
            public void close() {
                rooms.close();
                journal.close();
                moves.close();
                measuring.shutdownNow();
            }
        };
    }

    /** Lets time pass; called at least four times a second. */
    void tick(long nowSamples);

    /** What its rooms do, as JSON; any thread. */
    default String toJson() {
        return "{}";
    }

    /** One figure of its rooms; any thread. */
    default long figure(HouseFigure figure) {
        return 0;
    }

    /** How the journal of its rooms does; any thread. */
    default JournalFigures journal() {
        return JournalFigures.NONE;
    }

    /** No song begins any more, and all rooms are told; any thread. */
    default void letSongsEnd() {}

    /** Whether all songs are over after that; any thread. */
    default boolean isSilent() {
        return true;
    }

    /** Whether anybody is in a room; any thread. */
    default boolean isBusy() {
        return false;
    }

    /** Stops what runs beside the agent. */
    @Override
    void close();
}
