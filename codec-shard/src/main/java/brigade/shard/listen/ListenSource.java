package brigade.shard.listen;

import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.PacketListener;

/** Where packets come from: the stream service of this shard. Any thread. */
@FunctionalInterface
public interface ListenSource {
    /** Lets {@code listener} hear that room until what comes back is closed. */
    Link listen(RoomInfo room, PacketListener listener);

    /** A room that is heard; closing ends it. */
    @FunctionalInterface
    interface Link extends AutoCloseable {
        /** Tells the room how many hear it through this. */
        default void behind(int listeners) {}

        /** Tells the room how its journal fares. */
        default void journal(String trouble) {}

        @Override
        void close();
    }
}
