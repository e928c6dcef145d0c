package brigade.shard.stream;

import brigade.shard.codec.EncoderSettings;
import brigade.shard.codec.FrameEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.FrameBlockReader;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All rooms that have somebody on this shard. Tick thread only. */
final class RoomsHere {
    /** 64 kb/s at complexity 5: one encoder serves a whole bucket, so it may be better than a singer's. */
    static final EncoderSettings MIX = new EncoderSettings(64_000, 5, StreamLimits.MIX_PACKET_MAX_BYTES);

    private final OpusCodec codec;
    private final StreamMetrics metrics;

    /** Frees native memory, elsewhere than in the tick thread. */
    private final Consumer<AutoCloseable> closer;

    private final RecordingTap tap;
    private final Map<Integer, RoomHere> byNumber = new HashMap<>();
    private final List<RoomHere> rooms = new ArrayList<>();
    private final List<MixStream> over = new ArrayList<>();

    RoomsHere(OpusCodec codec, StreamMetrics metrics, Consumer<AutoCloseable> closer, RecordingTap tap) {
        this.tap = tap;
        this.codec = codec;
        this.metrics = metrics;
        this.closer = closer;
    }

    /** All of them. */
    List<RoomHere> all() {
        return rooms;
    }

    @Nullable
    RoomHere find(int number) {
        RoomHere last = rooms.isEmpty() ? null : rooms.getLast();
        return last != null && last.number == number ? last : byNumber.get(number);
    }

    /** What the state server says of a room. */
    void settings(int number, @Nullable String id, int messageFrames, boolean recording) {
        RoomHere room = make(number);
        if (id != null) {
            room.id = id;
            room.idBytes = id.getBytes(StandardCharsets.UTF_8);
        }
        room.recording = recording;
        tap.recording(room.id, recording);
        if (messageFrames >= 1 && messageFrames <= Bucket.LISTENER_FRAMES) {
            room.messageFrames = messageFrames;
        }
    }

    /** Where somebody sits now. */
    void seat(Connection connection, TickReply.SeatRow seat) {
        RoomHere room = make(seat.room);
        RoomHere before = connection.room;
        if (before != null && before != room) {
            before.leave(connection);
        }
        connection.room = room;
        connection.person = seat.person;
        if (seat.role != null) {
            connection.role = seat.role;
        }
        connection.fromClock = seat.fromClock;
        room.seat(connection, seat.bucket, seat.delaySamples);
        Bucket bucket = connection.bucketHere;
        if (bucket != null && connection.hearsSolo != seat.solo) {
            connection.hearsSolo = seat.solo;
            bucket.membersChanged();
        }
    }

    /** Takes somebody out. */
    void leave(Connection connection) {
        RoomHere room = connection.room;
        if (room != null) {
            room.leave(connection);
            connection.room = null;
        }
        connection.person = 0;
    }

    /** Takes closed frames; of rooms without members here nothing is kept. */
    void frames(FrameBlockReader block) {
        RoomHere room = find(block.room());
        if (room == null || room.isEmpty()) {
            return;
        }
        MixStream stream = room.find(block.stream(), block.bucket());
        if (stream == null) {
            FrameEncoder encoder = new FrameEncoder(codec.newEncoder(MIX));
            int bucket = block.stream() == StreamId.CROWD ? block.bucket() : 0;
            stream = new MixStream(block.stream(), bucket, RoomHere.keptFrames(block.stream()), encoder, metrics);
            room.streams.add(stream);
        }
        stream.add(block);
    }

    private RoomHere make(int number) {
        RoomHere room = byNumber.get(number);
        if (room == null) {
            room = new RoomHere(number);
            byNumber.put(number, room);
            rooms.add(room);
        }
        return room;
    }

    /** Forgets rooms without members and streams that are over. */
    void tidy(long now) {
        for (int i = rooms.size() - 1; i >= 0; i--) {
            RoomHere room = rooms.get(i);
            if (room.isEmpty()) {
                over.addAll(room.streams);
                rooms.remove(i);
                byNumber.remove(room.number);
            } else {
                room.tidy(now, over);
            }
        }
        over.forEach(closer);
        over.clear();
    }

    /** Another state server counts rooms anew: everybody is nowhere until it tells. */
    void forgetAll(Iterable<Connection> connections) {
        connections.forEach(this::leave);
        tidy(0);
    }
}
