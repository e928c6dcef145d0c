package brigade.state.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of a shard: its sockets, and what waits for it until its next tick. Agent thread only.
 */
final class ShardLink {
    /** A shard without a tick for so long is gone: its sockets count as lost. */
    static final long SILENT_MAX_SAMPLES = 10L * 48_000;

    /** What may wait for a shard; over it, it is taken for gone. */
    static final long WAITING_MAX_BYTES = 64L << 20;

    /**
     * A socket to be closed.
     *
     * @param connection its number
     * @param code of the WebSocket
     * @param reason in a word
     */
    record Close(long connection, int code, String reason) {}

    /** A talk section on its way. */
    static final class Talk {
        final int room;

        /** 7..10, the talker's place. */
        final int stream;

        /** Who talks. */
        final long person;

        /** As it was received; not changed by anybody. */
        final byte[] section;

        Talk(int room, int stream, long person, byte[] section) {
            this.room = room;
            this.stream = stream;
            this.person = person;
            this.section = section;
        }
    }

    final int shard;
    final long instance;
    int port;

    @Nullable
    String streamUrl;

    boolean ready;
    long lastTickAt;

    final LongMap<Connection> connections = new LongMap<>();
    final List<ShardRoom> rooms = new ArrayList<>();
    final ArrayDeque<Out> waiting = new ArrayDeque<>();
    final ArrayDeque<Close> closing = new ArrayDeque<>();
    final ArrayDeque<Talk> talk = new ArrayDeque<>();
    final List<Connection> seatsToTell = new ArrayList<>();
    /** Who is on his way. */
    final Promises promises = new Promises();

    private long waitingBytes;

    ShardLink(int shard, long instance) {
        this.shard = shard;
        this.instance = instance;
    }

    /** Puts a message into the queue. */
    void send(Out out) {
        waiting.addLast(out);
        waitingBytes += out.bytes();
    }

    /** Takes the next message; null when there is none. */
    @Nullable
    Out take() {
        Out next = waiting.pollFirst();
        if (next != null) {
            waitingBytes -= next.bytes();
        }
        return next;
    }

    /** Whether more waits than a living shard lets wait. */
    boolean isOverfull() {
        return waitingBytes > WAITING_MAX_BYTES;
    }

    /** People and listeners on it. */
    int members() {
        return connections.size();
    }

    /** Its part of a room, made when it has none. */
    ShardRoom room(Stage stage) {
        for (ShardRoom room : rooms) {
            if (room.stage == stage) {
                return room;
            }
        }
        ShardRoom room = new ShardRoom(this, stage);
        rooms.add(room);
        stage.shards().add(room);
        return room;
    }

    /** Forgets a connection; the room too when it was its last. */
    void remove(Connection connection) {
        connections.remove(connection.number);
        seatsToTell.remove(connection);
        ShardRoom room = connection.shardRoom;
        room.members.remove(connection);
        room.seatsChanged();
        if (room.members.isEmpty()) {
            rooms.remove(room);
            room.stage.shards().remove(room);
        }
    }
}
