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

    /** As many times is a room that is recorded tidied without anybody here, before its recording here ends: 10 s and more. */
    private static final int DESERTED_TIDIES = 3;

    private final RecordingTap tap;

    /** Rooms that are recorded here, and how often they were found without people since. */
    private final Map<String, Integer> tapped = new HashMap<>();

    private final Map<Integer, RoomHere> byNumber = new HashMap<>();
    private final List<RoomHere> rooms = new ArrayList<>();
    private final List<MixStream> over = new ArrayList<>();
    private long encoders;

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
        if (!recording) {
            untap(room.id);
        }
        for (Bucket bucket : room.buckets) {
            bucket.members().forEach(member -> record(room, member));
        }
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
        connection.waitsForSeat = false;
        connection.gain = seat.gain;
        record(room, connection);
        Bucket bucket = connection.bucketHere;
        if (bucket != null && connection.hearsSolo != seat.solo) {
            connection.hearsSolo = seat.solo;
            bucket.membersChanged();
        }
    }

    /** Follows who is recorded: everybody but the shard's own ears. */
    private void record(RoomHere room, Connection member) {
        boolean records = room.recording && member.listener == null;
        member.recorded = records ? new Connection.Recorded(room.idBytes, member.person, member.gain) : null;
        if (records && tapped.put(room.id, 0) == null) {
            tap.recording(room.id, true);
        }
    }

    private void untap(String room) {
        if (tapped.remove(room) != null) {
            tap.recording(room, false);
        }
    }

    /** Takes somebody out for good. */
    void leave(Connection connection) {
        unseat(connection);
        connection.waitsForSeat = false;
        connection.recorded = null;
    }

    private void unseat(Connection connection) {
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
            MixStream.Sink sink = block.stream() == StreamId.ALL ? recorder(room) : MixStream.Sink.NONE;
            int kept = RoomHere.keptFrames(block.stream());
            stream = new MixStream(block.stream(), bucket, kept, encoder, metrics, sink);
            room.streams.add(stream);
        }
        stream.add(block);
    }

    private MixStream.Sink recorder(RoomHere room) {
        long number = ++encoders;
        return (clock, reset, bytes, offset, length) -> {
            if (room.recording) {
                tap.mix(room.idBytes, number, clock, reset, bytes, offset, length);
            }
        };
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
        tidyTapped();
        tidyRooms(now);
    }

    /** Nobody sings here any more: the others are recorded by their shards, and an ear of ours would keep the room. */
    private void tidyTapped() {
        for (RoomHere room : rooms) {
            if (room.hasPeople()) {
                tapped.computeIfPresent(room.id, (id, times) -> -1);
            }
        }
        tapped.replaceAll((id, times) -> times + 1);
        for (String room : List.copyOf(tapped.keySet())) {
            if (tapped.getOrDefault(room, 0) >= DESERTED_TIDIES) {
                untap(room);
            }
        }
    }

    private void tidyRooms(long now) {
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

    /** Another state server answered after some time: what is recorded may lack what was sung meanwhile. */
    void outage(long fromClock, long toClock) {
        for (RoomHere room : rooms) {
            if (room.recording) {
                tap.outage(room.idBytes, fromClock, toClock, room.behindSamples());
            }
        }
    }

    /** Another state server counts rooms anew: everybody is nowhere until it tells. Who was recorded still is. */
    void forgetAll(Iterable<Connection> connections) {
        for (Connection connection : connections) {
            connection.waitsForSeat |= connection.person != 0;
            unseat(connection);
        }
        tidyRooms(0);
    }
}
