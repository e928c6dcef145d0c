package brigade.shard.listen;

import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.PacketListener;

/** Where packets come from: the stream service of this shard. Any thread. */
@FunctionalInterface
public interface ListenSource {
    /** Lets {@code listener} hear that room until what comes back is closed. */
    AutoCloseable listen(RoomInfo room, PacketListener listener);
}
