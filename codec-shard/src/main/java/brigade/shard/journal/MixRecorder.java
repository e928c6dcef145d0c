package brigade.shard.journal;

import brigade.journal.RecordQueue;
import brigade.shard.stream.PacketListener;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Journals the packets of one room's mix. The tick calls. */
final class MixRecorder implements PacketListener {
    private final Supplier<@Nullable RecordQueue> queue;
    private final byte[] room;
    private final long number;
    private final int[] offsets = new int[1];
    private final int[] lengths = new int[1];
    private volatile boolean ended;

    /** @param number tells one listening from others of this process */
    MixRecorder(Supplier<@Nullable RecordQueue> queue, String room, long number) {
        this.queue = queue;
        this.room = room.getBytes(StandardCharsets.UTF_8);
        this.number = number;
    }

    @Override
    public void packet(long clock, boolean reset, byte[] bytes, int offset, int length) {
        RecordQueue to = queue.get();
        if (to == null) {
            return;
        }
        offsets[0] = offset;
        lengths[0] = length;
        RecordQueue.Place place = to.claim(VoiceRecord.length(room, lengths, 1));
        if (place != null) {
            VoiceRecord.write(
                    place.bytes(), VoiceRecord.MIX, room, 0, number, clock, 0, reset, bytes, offsets, lengths, 1);
            to.publish(place);
        }
    }

    @Override
    public void ended(String reason) {
        ended = true;
    }

    /** Whether the room sends nothing any more. */
    boolean isEnded() {
        return ended;
    }
}
