package brigade.shard.stream;

import brigade.wire.stream.FrameBlockReader;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes on what talkers say between songs: their own packets, unmixed, to everybody in the room but themselves. Tick
 * thread only.
 */
final class TalkRelay {
    /** One talker's section, since the last tick. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Said(RoomHere room, int stream, long person, byte[] section) {}

    private final RoomsHere rooms;
    private final OutMessage.Pool pool;
    private final Publisher publisher;
    private final List<Said> said = new ArrayList<>();
    private final byte[] bytes = new byte[StreamLimits.MESSAGE_MAX_BYTES];

    TalkRelay(RoomsHere rooms, OutMessage.Pool pool, Publisher publisher) {
        this.rooms = rooms;
        this.pool = pool;
        this.publisher = publisher;
    }

    /** Takes a talker's section. */
    void add(FrameBlockReader block) {
        RoomHere room = rooms.find(block.room());
        if (room != null && block.samples() >= StreamLimits.SECTION_BYTES) {
            byte[] section = new byte[block.samples()];
            block.copyBytes(section, 0);
            section[0] = (byte) block.stream();
            said.add(new Said(room, block.stream(), block.clock(), section));
        }
    }

    /** Sends all that was taken: messages of as many sections as may follow each other. */
    void flush() {
        int from = 0;
        while (from < said.size()) {
            int to = from + 1;
            int length = StreamLimits.HEADER_BYTES + said.get(from).section.length;
            while (to < said.size() && follows(said.get(to - 1), said.get(to), length)) {
                length += said.get(to).section.length;
                to++;
            }
            send(said.subList(from, to));
            from = to;
        }
        said.clear();
    }

    private static boolean follows(Said before, Said next, int length) {
        return next.room == before.room
                && next.stream > before.stream
                && length + next.section.length <= StreamLimits.MESSAGE_MAX_BYTES;
    }

    private void send(List<Said> sections) {
        RoomHere room = sections.getFirst().room;
        List<FanOutReceiver<OutMessage>> others = new ArrayList<>();
        for (Bucket bucket : room.buckets) {
            for (Connection member : bucket.members()) {
                SocketOut out = member.out;
                if (out != null && !isTalker(member, sections)) {
                    others.add(out.receiver());
                } else if (out != null) {
                    publish(sections, member.person, List.of(out.receiver()));
                }
            }
        }
        publish(sections, 0, others);
    }

    private static boolean isTalker(Connection member, List<Said> sections) {
        for (Said section : sections) {
            if (section.person == member.person) {
                return true;
            }
        }
        return false;
    }

    private void publish(List<Said> sections, long but, List<FanOutReceiver<OutMessage>> to) {
        int count = 0;
        int length = StreamLimits.HEADER_BYTES;
        for (Said section : sections) {
            if (section.person != but) {
                System.arraycopy(section.section, 0, bytes, length, section.section.length);
                length += section.section.length;
                count++;
            }
        }
        if (count > 0 && !to.isEmpty()) {
            bytes[0] = MessageKind.TALK;
            bytes[1] = (byte) count;
            bytes[2] = 0;
            bytes[3] = 0;
            publisher.publish(pool.take(bytes, length), to);
        }
    }
}
