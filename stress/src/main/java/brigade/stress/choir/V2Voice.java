package brigade.stress.choir;

import brigade.stress.stream.VoiceLoop;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one singer of stream v2 sends at which clock: his chirps, between them a hum too soft to count as sounding, or
 * nothing but a packet a second. The loop's thread only.
 */
final class V2Voice {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final long PROBE_SAMPLES = 48_000;

    /** Where messages go. */
    interface Out {
        /** Sends the writer's message; false when nobody takes it. */
        boolean send(StreamMessageWriter message, @Nullable V2Sent of, boolean endsChirp, boolean endsAll);
    }

    private final V2Spurts spurts;
    private final @Nullable VoiceLoop hum;
    private final StreamMessageWriter writer;
    private final Out out;
    private final boolean drops;
    private final long shiftSamples;
    private List<V2Sent> chirps = List.of();
    private long songStart;
    private int next;
    private int frameOfSpurt;
    private long humPacket;
    private boolean humming;
    private long probedUpTo = Long.MIN_VALUE / 2;

    /**
     * @param hum null for silence between chirps
     * @param drops whether a hidden fault makes his chirps silence
     * @param shiftSamples how much too late a hidden fault stamps them
     */
    V2Voice(
            V2Spurts spurts,
            @Nullable VoiceLoop hum,
            StreamMessageWriter writer,
            Out out,
            boolean drops,
            long shiftSamples) {
        this.spurts = spurts;
        this.hum = hum;
        this.writer = writer;
        this.out = out;
        this.drops = drops;
        this.shiftSamples = shiftSamples;
    }

    /** The song begins: these are his chirps, in order. */
    void song(long startClock, List<V2Sent> his) {
        songStart = startClock;
        chirps = his;
        next = 0;
        frameOfSpurt = 0;
    }

    /** He is heard from {@code clock} on, after he was not: what lies before is not sung. */
    void beginAt(long clock) {
        humming = false;
        if (frameOfSpurt > 0) {
            chirps.get(next).failed();
            next++;
            frameOfSpurt = 0;
        }
        while (next < chirps.size() && spurtClock() < clock) {
            next++;
        }
    }

    private long spurtClock() {
        return V2Spurts.clockOf(songStart + chirps.get(next).burst().at());
    }

    /** Clock from {@code position} on where his next block ends, of at most {@code samples}. */
    long blockEnd(long position, int samples) {
        if (frameOfSpurt > 0) {
            int left = (V2Spurts.FRAMES - frameOfSpurt) * FRAME;
            return position + Math.min(left, samples);
        }
        if (next < chirps.size()) {
            long spurt = spurtClock();
            if (spurt <= position) {
                return position + samples;
            }
            return Math.min(spurt, position + samples);
        }
        return position + samples;
    }

    /** Sings {@code [position, end)}, a block that {@link #blockEnd} gave, hearing that bucket. */
    void sing(long position, long end, int bucket) {
        if (frameOfSpurt > 0 || (next < chirps.size() && spurtClock() == position)) {
            singChirp(position, (int) ((end - position) / FRAME), bucket);
        } else if (hum != null) {
            hum(hum, position, (int) ((end - position) / FRAME), bucket);
        } else if (position - probedUpTo >= PROBE_SAMPLES && end - position >= FRAME) {
            probe(position, bucket);
        }
    }

    private void singChirp(long position, int frames, int bucket) {
        V2Sent chirp = chirps.get(next);
        int from = frameOfSpurt;
        int end = Math.min(V2Spurts.FRAMES, from + frames);
        boolean endsChirp = from < V2Spurts.CHIRP_END_FRAMES && end >= V2Spurts.CHIRP_END_FRAMES;
        boolean endsAll = end == V2Spurts.FRAMES;
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, position + shiftSamples, from == 0);
        for (int frame = from; frame < end; frame++) {
            byte[] packet = drops ? spurts.silence() : spurts.of(chirp.burst()).packet(frame);
            writer.packet(packet, 0, packet.length);
        }
        boolean went = out.send(writer, chirp, endsChirp, endsAll);
        probedUpTo = position + (long) (end - from) * FRAME;
        humming = false;
        frameOfSpurt = end;
        if (!went) {
            chirp.failed();
        }
        if (!went || endsAll) {
            frameOfSpurt = 0;
            next++;
            if (went && hum == null) {
                mark(probedUpTo, bucket);
            }
        }
    }

    private void hum(VoiceLoop loop, long position, int frames, int bucket) {
        if (frames == 0) {
            humming = false;
            return;
        }
        if (!humming) {
            // From its beginning: a decoder that is reset in the middle of a stream makes loud sounds at first.
            humPacket = 0;
        }
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, position, loop.isFirst(humPacket));
        for (int i = 0; i < frames; i++) {
            byte[] packet = loop.packet(humPacket++);
            writer.packet(packet, 0, packet.length);
        }
        humming = out.send(writer, null, false, false);
    }

    private void probe(long position, int bucket) {
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, position, true);
        writer.packet(spurts.silence(), 0, spurts.silence().length);
        out.send(writer, null, false, false);
        mark(position + FRAME, bucket);
        probedUpTo = position + FRAME;
    }

    /** Says that silence follows. */
    private void mark(long clock, int bucket) {
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, clock + shiftSamples, false);
        out.send(writer, null, false, false);
    }
}
