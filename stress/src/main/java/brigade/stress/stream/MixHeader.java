package brigade.stress.stream;

import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import java.nio.ByteBuffer;

/**
 * What a tester looks at in a mix without reading it.
 *
 * @param bucket whom it is for; 0 for listeners
 * @param packets frames of it; 0 for silence up to {@code clock}
 */
public record MixHeader(int bucket, int packets, long clock) {
    private static final int BUCKET_AT = StreamLimits.HEADER_BYTES + 1;
    private static final int PACKETS_AT = StreamLimits.HEADER_BYTES + 2;
    private static final int CLOCK_AT = StreamLimits.HEADER_BYTES + 4;

    /** Whether {@code message} is a mix. */
    public static boolean isMix(ByteBuffer message) {
        return message.remaining() >= StreamLimits.HEADER_BYTES + StreamLimits.SECTION_BYTES
                && message.get(message.position()) == MessageKind.MIX;
    }

    /** Of a message that {@link #isMix}; leaves its position where it is. */
    public static MixHeader of(ByteBuffer message) {
        int at = message.position();
        return new MixHeader(
                message.get(at + BUCKET_AT) & 0xff,
                message.get(at + PACKETS_AT) & 0xff,
                message.getLong(at + CLOCK_AT));
    }

    /** Behind the last frame. */
    public long endClock() {
        return clock + (long) packets * StreamLimits.FRAME_SAMPLES;
    }
}
