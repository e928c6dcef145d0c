package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.wire.stream.Direction;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was heard over v2, as runs without a gap: one for each bucket and shard, or more when messages are missing for all its
 * members. A mix has several streams; each is decoded by itself, and they are added up. One thread builds; runs decode in
 * any.
 *
 * <p>A frame is mixed at one moment of the server's clock: when it closes. What was taken before is in it, what came
 * afterwards is not.
 */
final class V2Streams {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final int CODEC_DELAY = AudioFormat.CODEC_DELAY_SAMPLES;

    private final OpusCodec codec;
    private final LongUnaryOperator nsOfSample;
    private final long toleranceNs;
    private final int listenersBucket;
    private final int messageFrames;

    /**
     * @param nsOfSample the tester's clock at a sample of the server's
     * @param toleranceNs how wrong that may be
     * @param listenersBucket what the checker calls bucket 0
     * @param messageFrames of singers' messages
     */
    V2Streams(OpusCodec codec, LongUnaryOperator nsOfSample, long toleranceNs, int listenersBucket, int messageFrames) {
        this.codec = codec;
        this.nsOfSample = nsOfSample;
        this.toleranceNs = toleranceNs;
        this.listenersBucket = listenersBucket;
        this.messageFrames = messageFrames;
    }

    /** All runs. */
    List<HeardStream> of(V2Mixes mixes) {
        List<HeardStream> streams = new ArrayList<>();
        for (V2Mixes.Line line : mixes.lines()) {
            int frames = line.bucket() == 0 ? StreamLimits.PACKETS_MAX : messageFrames;
            List<V2Mixes.Mix> part = new ArrayList<>();
            long upTo = -1;
            for (V2Mixes.Mix mix : mixes.mixes(line)) {
                // Of silence only the end is told; it is one message long.
                long from = mix.sound() == null ? mix.endClock() - (long) frames * FRAME : mix.clock();
                if (upTo >= 0 && (mix.sound() == null ? from > upTo : from != upTo)) {
                    add(streams, mixes, line, part);
                    part = new ArrayList<>();
                }
                part.add(mix);
                upTo = mix.endClock();
            }
            add(streams, mixes, line, part);
        }
        return streams;
    }

    private void add(List<HeardStream> streams, V2Mixes mixes, V2Mixes.Line line, List<V2Mixes.Mix> part) {
        // A run begins with sound or with the end of a silence.
        if (part.size() > 1) {
            List<V2Mixes.Mix> whole = List.copyOf(part);
            long delay = mixes.delaySamples(line);
            List<String> readers = mixes.readers(line);
            streams.add(() -> decode(line.bucket(), delay, readers, whole));
        }
    }

    private HeardRun decode(int bucket, long delaySamples, List<String> readers, List<V2Mixes.Mix> part) {
        V2Mixes.Mix first = part.getFirst();
        long startClock = (first.sound() == null ? first.endClock() : first.clock()) - CODEC_DELAY;
        long endClock = part.getLast().endClock() - CODEC_DELAY;
        float[] sound = new float[(int) (endClock - startClock)];
        float[] frame = new float[FRAME];
        StreamMessageReader reader = new StreamMessageReader();
        @Nullable PacketDecoder[] decoders = new @Nullable PacketDecoder[StreamId.COUNT];
        try {
            for (V2Mixes.Mix mix : part) {
                V2Message message = mix.sound();
                if (message == null) {
                    continue;
                }
                reader.read(message.bytes(), 0, message.bytes().length, Direction.TO_CLIENT);
                for (int section = 0; section < reader.sections(); section++) {
                    add(reader, section, decoders, frame, sound, (int) (mix.clock() - CODEC_DELAY - startClock));
                }
            }
        } finally {
            for (PacketDecoder decoder : decoders) {
                if (decoder != null) {
                    decoder.close();
                }
            }
        }
        List<HeardRun.Part> parts = new ArrayList<>();
        for (long clock = startClock; clock < endClock; clock = (clock / FRAME + 1) * FRAME) {
            // The frame that this clock lies in, whatever packet brought it.
            long closedNs = nsOfSample.applyAsLong(clock / FRAME * FRAME + FRAME + delaySamples);
            parts.add(new HeardRun.Part(clock, closedNs - toleranceNs, closedNs + toleranceNs));
        }
        int checked = bucket == 0 ? listenersBucket : bucket;
        return new HeardRun(checked, readers, startClock, sound, parts, List.of());
    }

    private void add(
            StreamMessageReader reader,
            int section,
            @Nullable PacketDecoder[] decoders,
            float[] frame,
            float[] sound,
            int at) {
        PacketDecoder decoder = decoders[reader.stream(section)];
        if (decoder == null) {
            decoder = codec.newDecoder();
            decoders[reader.stream(section)] = decoder;
        } else if (reader.isReset(section)) {
            decoder.reset();
        }
        for (int packet = 0; packet < reader.packets(section); packet++) {
            decoder.decode(
                    reader.bytes(),
                    reader.packetOffset(section, packet),
                    reader.packetLength(section, packet),
                    frame,
                    0,
                    FRAME);
            int to = at + packet * FRAME;
            for (int i = 0; i < FRAME && to + i < sound.length; i++) {
                sound[to + i] += frame[i];
            }
        }
    }
}
