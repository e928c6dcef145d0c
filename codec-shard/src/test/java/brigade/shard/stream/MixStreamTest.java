package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.FrameEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.wire.stream.FrameBlock;
import brigade.wire.stream.FrameBlockReader;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MixStreamTest {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final long CLOCK = 960_000_000L;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MixStream stream = new MixStream(
            StreamId.LEAD,
            0,
            100,
            new FrameEncoder(codec.newEncoder(RoomsHere.MIX)),
            new StreamMetrics(registry),
            MixStream.Sink.NONE);
    private final MemorySegment data = MemorySegment.ofArray(new long[200_000]);
    private final FrameBlockReader reader = new FrameBlockReader();

    @AfterEach
    void close() {
        stream.close();
    }

    private void frames(long clock, int frames, boolean silent) {
        int flags = silent ? FrameBlock.SILENT : 0;
        long body = FrameBlock.writeHeader(data, 0, 1, StreamId.LEAD, 0, flags, clock, frames * FRAME);
        if (!silent) {
            for (int i = 0; i < frames * FRAME; i++) {
                float sound = (float) (0.3 * Math.sin((clock - CLOCK + i) * 0.03));
                data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, body + 4L * i, sound);
            }
        }
        reader.over(data, silent ? FrameBlock.silentBytes() : FrameBlock.bytes(frames * FRAME));
        assertThat(reader.next()).isTrue();
        stream.add(reader);
        stream.encode();
    }

    private double encoded() {
        return registry.get("brigade.frames.encoded")
                .tag("stream", "lead")
                .counter()
                .count();
    }

    @Test
    void lastingSilenceIsLeftOutAndSoundAfterItNeedsNoReset() {
        frames(CLOCK, 10, false);
        frames(CLOCK + 10L * FRAME, 60, true);
        frames(CLOCK + 70L * FRAME, 10, false);
        assertThat(encoded()).isLessThan(70); // the filter before the encoder rings for some 0.6 s
        assertThat(stream.cache.isOmittable(CLOCK + 60L * FRAME)).isTrue();
        assertThat(stream.cache.isOmittable(CLOCK + 70L * FRAME)).isFalse();
        assertThat(stream.cache.isReset(CLOCK)).isTrue();
        assertThat(stream.cache.isReset(CLOCK + 70L * FRAME)).isFalse();
        // A decoder that is never given the silence hears the same as one that is.
        float[] all = decode(false);
        float[] without = decode(true);
        for (int i = 0; i < 10 * FRAME; i++) {
            assertThat(without[i]).isEqualTo(all[i]);
        }
        // And it is the sound that went in, later by the codec's delay.
        double error = 0;
        for (int i = 2 * FRAME; i < 9 * FRAME; i++) {
            double wanted = 0.3 * Math.sin((70L * FRAME + i - 312) * 0.03);
            error = Math.max(error, Math.abs(all[i] - wanted));
        }
        assertThat(error).isLessThan(0.05);
    }

    /** The ten frames after the silence. */
    private float[] decode(boolean leavesOut) {
        float[] last = new float[10 * FRAME];
        float[] ignored = new float[FRAME];
        try (PacketDecoder decoder = codec.newDecoder()) {
            for (int i = 0; i < 80; i++) {
                long clock = CLOCK + (long) i * FRAME;
                if (leavesOut && stream.cache.isOmittable(clock)) {
                    continue;
                }
                decoder.decode(
                        stream.cache.bytes(),
                        stream.cache.offset(clock),
                        stream.cache.length(clock),
                        i < 70 ? ignored : last,
                        i < 70 ? 0 : (i - 70) * FRAME,
                        FRAME);
            }
        }
        return last;
    }

    @Test
    void aShortGapIsBridgedAndALongOneStartsAnew() {
        frames(CLOCK, 3, false);
        frames(CLOCK + 5L * FRAME, 3, false);
        assertThat(stream.cache.has(CLOCK + 3L * FRAME)).isTrue();
        assertThat(stream.cache.isReset(CLOCK + 5L * FRAME)).isFalse();
        frames(CLOCK + 90L * FRAME, 3, false);
        assertThat(stream.cache.has(CLOCK + 50L * FRAME)).isFalse();
        assertThat(stream.cache.isReset(CLOCK + 90L * FRAME)).isTrue();
        assertThat(encoded()).isEqualTo(3 + 2 + 3 + 3);
    }

    @Test
    void framesThatComeAgainAreNotEncodedAgain() {
        frames(CLOCK, 10, false);
        frames(CLOCK + 5L * FRAME, 10, false);
        assertThat(encoded()).isEqualTo(15);
        assertThat(stream.cache.isReset(CLOCK + 10L * FRAME)).isFalse();
    }

    @Test
    void noPacketIsLongerThanAMessageHasRoomFor() {
        frames(CLOCK, 40, false);
        for (int i = 0; i < 40; i++) {
            assertThat(stream.cache.length(CLOCK + (long) i * FRAME)).isBetween(1, StreamLimits.MIX_PACKET_MAX_BYTES);
        }
    }

    @Test
    void messagesOfABucketFollowEachOtherAndBucketsTakeTurns() {
        RoomHere room = new RoomHere(1);
        long now = CLOCK;
        for (int number = 1; number <= 3; number++) {
            Bucket bucket = new Bucket(room, number, 480L * number);
            long last = -1;
            for (long t = now; t < now + 100L * FRAME; t += 333) {
                for (long clock = bucket.takeDue(t); clock >= 0; clock = bucket.takeDue(t)) {
                    assertThat(clock / FRAME % 3).isEqualTo(number % 3);
                    assertThat(clock + 3L * FRAME + 480L * number).isLessThanOrEqualTo(t);
                    if (last >= 0) {
                        assertThat(clock).isEqualTo(last + 3L * FRAME);
                    }
                    last = clock;
                }
            }
            assertThat(last).isGreaterThan(now + 90L * FRAME);
        }
    }
}
