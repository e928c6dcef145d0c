package brigade.shard.stream;

import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;

/** Puts a bucket's message together from the packet caches. Tick thread only; allocates nothing. */
final class MixMessages {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    /** What a range of a bucket's streams holds. */
    enum Content {
        /** No stream has frames there: the room does not sound. */
        NOTHING,
        /** There are frames, and all are silence. */
        SILENCE,
        /** Something to hear. */
        SOUND
    }

    private final StreamMessageWriter writer = new StreamMessageWriter();
    private final byte[] silentPacket;

    /** @param silentPacket one frame of digital silence, for frames that a stream does not have */
    MixMessages(byte[] silentPacket) {
        this.silentPacket = silentPacket;
    }

    /** The message that was written last. */
    StreamMessageWriter writer() {
        return writer;
    }

    /** Whether the solo stream sounds there, so that its hearers need a message of their own. */
    static boolean hasSolo(Bucket bucket, long clock) {
        MixStream solo = bucket.room.find(StreamId.SOLO, 0);
        return bucket.number != 0 && solo != null && content(solo, clock, bucket.frames()) == Content.SOUND;
    }

    /** Writes the message of {@code bucket} for the frames from {@code clock} on, and says what is in it. */
    Content write(Bucket bucket, long clock, boolean withSolo) {
        int frames = bucket.frames();
        writer.begin(MessageKind.MIX);
        Content all = Content.NOTHING;
        for (int stream = StreamId.LEAD; stream <= StreamId.ALL; stream++) {
            MixStream found = bucket.hears(stream, bucket.number) && (withSolo || stream != StreamId.SOLO)
                    ? bucket.room.find(stream, bucket.number)
                    : null;
            Content content = found == null ? Content.NOTHING : content(found, clock, frames);
            if (found != null && content == Content.SOUND) {
                section(found, bucket.number, clock, frames);
            }
            all = content.compareTo(all) > 0 ? content : all;
        }
        if (all == Content.SILENCE) {
            int stream = bucket.number == 0 ? StreamId.ALL : StreamId.BACKING;
            writer.section(stream, bucket.number, clock + (long) frames * FRAME, false);
        }
        return all;
    }

    private static Content content(MixStream stream, long clock, int frames) {
        Content content = Content.NOTHING;
        for (int i = 0; i < frames; i++) {
            long frame = clock + (long) i * FRAME;
            if (stream.cache.has(frame)) {
                content = Content.SILENCE;
                if (!stream.cache.isOmittable(frame)) {
                    return Content.SOUND;
                }
            }
        }
        return content;
    }

    private void section(MixStream stream, int bucket, long clock, int frames) {
        PacketCache cache = stream.cache;
        boolean reset = false;
        for (int i = 0; i < frames; i++) {
            long frame = clock + (long) i * FRAME;
            reset |= cache.has(frame) && cache.isReset(frame);
        }
        writer.section(stream.stream, bucket, clock, reset);
        for (int i = 0; i < frames; i++) {
            long frame = clock + (long) i * FRAME;
            if (cache.has(frame)) {
                writer.packet(cache.bytes(), cache.offset(frame), cache.length(frame));
            } else {
                writer.packet(silentPacket, 0, silentPacket.length);
            }
        }
    }
}
