package brigade.shard.stream;

import brigade.shard.codec.FrameEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.StreamId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/** Encodes frames of the stream {@code all} as a shard does for those who hear it. One thread. */
public final class MixReplay implements AutoCloseable {
    /** Takes a packet. */
    @FunctionalInterface
    public interface Packets {
        /** The packet of the frame at {@code clock}; the array is used again. */
        void packet(long clock, byte[] bytes, int offset, int length);
    }

    private final MixStream stream;

    /** Begins with a fresh encoder. */
    public MixReplay(OpusCodec codec, Packets packets) {
        stream = new MixStream(
                StreamId.ALL,
                0,
                RoomHere.keptFrames(StreamId.ALL),
                new FrameEncoder(codec.newEncoder(RoomsHere.MIX)),
                new StreamMetrics(new SimpleMeterRegistry()),
                (clock, reset, bytes, offset, length) -> packets.packet(clock, bytes, offset, length));
    }

    /** Encodes the next frame; null is silence. */
    public void frame(long clock, float @Nullable [] sound) {
        stream.add(clock, sound);
        stream.encode();
    }

    @Override
    public void close() {
        stream.close();
    }
}
