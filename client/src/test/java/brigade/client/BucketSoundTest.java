package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import org.junit.jupiter.api.Test;

/** What is counted as lost at a seat: only what lies behind its beginning. */
class BucketSoundTest {
    private static final int FRAME = 960;
    private static final long FIRST = 1_000L * FRAME;
    private static final Seat SEAT = new Seat(2, 48_000, 24_000, FIRST, "moved");

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final MixCounts counts = new MixCounts();
    private final float[] pcm = new float[FRAME];

    @Test
    void aMixThatBeginsBeforeTheSeatLosesNothing() {
        try (BucketSound sound = new BucketSound(SEAT, FIRST, 65_536, codec, new MixLevels(), counts)) {
            sound.take(mix(FIRST - 2 * FRAME, 3));
            sound.take(mix(FIRST + FRAME, 3));

            assertThat(counts.frames()).isEqualTo(6);
            assertThat(counts.lateFrames()).isZero();
            assertThat(counts.gaps()).isZero();
        }
    }

    @Test
    void whatComesAfterItsTimeIsLost() {
        try (BucketSound sound = new BucketSound(SEAT, FIRST, 65_536, codec, new MixLevels(), counts)) {
            sound.take(mix(FIRST, 1));
            sound.timeline().readInto(pcm, FRAME, 1, 1);
            sound.timeline().readInto(pcm, FRAME, 1, 1);
            sound.take(mix(FIRST + FRAME, 2));

            // The codec's delay puts the second one 312 samples before what is played next.
            assertThat(counts.lateFrames()).isEqualTo(2);
        }
    }

    private StreamMessageReader mix(long clock, int packets) {
        StreamMessageWriter writer = new StreamMessageWriter();
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        writer.begin(MessageKind.MIX);
        writer.section(StreamId.LEAD, 2, clock, false);
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (int i = 0; i < packets; i++) {
                writer.packet(packet, 0, encoder.encode(pcm, 0, FRAME, packet, 0));
            }
        }
        StreamMessageReader reader = new StreamMessageReader();
        reader.read(writer.bytes(), 0, writer.length(), Direction.TO_CLIENT);
        return reader;
    }
}
