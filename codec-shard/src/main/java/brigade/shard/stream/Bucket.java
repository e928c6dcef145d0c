package brigade.shard.stream;

import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of one bucket on this shard, and when their next message is due: a message of {@code m} frames goes out when
 * its last frame has closed, {@code delaySamples} after its end. Buckets begin their messages at different frames, so that not
 * all sockets are written to in the same tick. Tick thread only.
 */
final class Bucket {
    /** Frames of a message to listeners: 200 ms. */
    static final int LISTENER_FRAMES = 10;

    /** What is later than this is left out: its listeners have long played on. */
    private static final long LATE_MAX_SAMPLES = 24_000;

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final long NONE = -1;

    final RoomHere room;
    final int number;
    private long delaySamples;
    private long nextClock = NONE;

    private final List<Connection> members = new ArrayList<>();
    private List<FanOutReceiver<OutMessage>> plain = List.of();
    private List<FanOutReceiver<OutMessage>> solo = List.of();
    private boolean membersChanged;

    Bucket(RoomHere room, int number, long delaySamples) {
        this.room = room;
        this.number = number;
        this.delaySamples = delaySamples;
    }

    void add(Connection connection) {
        members.add(connection);
        membersChanged = true;
    }

    void remove(Connection connection) {
        members.remove(connection);
        membersChanged = true;
    }

    /** Somebody wants the solo stream, or does not any more. */
    void membersChanged() {
        membersChanged = true;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Everybody in it. */
    List<Connection> members() {
        return members;
    }

    /** A changed delay starts its messages anew. */
    void delay(long samples) {
        if (samples != delaySamples) {
            delaySamples = samples;
            nextClock = NONE;
        }
    }

    long delaySamples() {
        return delaySamples;
    }

    int frames() {
        return number == 0 ? LISTENER_FRAMES : room.messageFrames;
    }

    /**
     * Clock of a message that is due at {@code now}, or -1. Ask until there is none: what was due longer ago comes first.
     */
    long takeDue(long now) {
        int frames = frames();
        long closedEnd = Math.floorDiv(now - delaySamples, FRAME) * FRAME;
        long length = (long) frames * FRAME;
        if (nextClock == NONE || closedEnd - nextClock > LATE_MAX_SAMPLES + length || nextClock > closedEnd + length) {
            nextClock = aligned(closedEnd, frames);
        }
        if (nextClock + length > closedEnd) {
            return NONE;
        }
        long clock = nextClock;
        // Aligned again: the room's message length may have changed.
        nextClock = aligned(clock + length, frames);
        if (nextClock < clock + length) {
            nextClock += length;
        }
        return clock;
    }

    /** The latest start of a message at or before {@code clock}; buckets differ in their phase. */
    private long aligned(long clock, int frames) {
        long frame = clock / FRAME;
        return (frame - Math.floorMod(frame - number, frames)) * FRAME;
    }

    /** Whether a stream of that kind belongs to what this bucket hears. */
    boolean hears(int stream, int ofBucket) {
        if (number == 0) {
            return stream == StreamId.ALL;
        }
        return switch (stream) {
            case StreamId.LEAD -> number >= 2;
            case StreamId.BACKING, StreamId.ROUND, StreamId.SOLO -> true;
            case StreamId.CROWD -> ofBucket == number;
            default -> false;
        };
    }

    /** Sockets without the solo stream. */
    List<FanOutReceiver<OutMessage>> plain() {
        refresh();
        return plain;
    }

    /** Sockets with it. */
    List<FanOutReceiver<OutMessage>> solo() {
        refresh();
        return solo;
    }

    private void refresh() {
        if (membersChanged) {
            membersChanged = false;
            List<FanOutReceiver<OutMessage>> without = new ArrayList<>();
            List<FanOutReceiver<OutMessage>> with = new ArrayList<>();
            for (Connection member : members) {
                SocketOut out = member.out;
                if (out != null) {
                    (member.hearsSolo ? with : without).add(out.receiver());
                }
            }
            plain = List.copyOf(without);
            solo = List.copyOf(with);
        }
    }
}
