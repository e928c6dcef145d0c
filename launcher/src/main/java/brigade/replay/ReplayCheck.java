package brigade.replay;

import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.shard.journal.VoiceRecord;
import brigade.shard.stream.MixReplay;
import brigade.shard.takes.TakeSources;
import brigade.shard.takes.TakeVoice;
import brigade.state.ring.RingReplay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the frames of a replay as shards did, and compares: the packets byte by byte, and what they decode to sample by sample. Each
 * encoder that journalled the mix is compared for itself. One thread.
 */
final class ReplayCheck implements RingReplay.Frames, AutoCloseable {
    private static final int FRAME = 960;

    /** A packet as it was journalled. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packet(byte[] bytes, boolean reset) {}

    /** One encoder of one shard. */
    private final class Encoder {
        final Map<Long, Packet> recorded = new HashMap<>();
        private final float[] then = new float[FRAME];
        private final float[] now = new float[FRAME];
        private @Nullable MixReplay replay;
        private @Nullable PacketDecoder thenDecoder;
        private @Nullable PacketDecoder nowDecoder;

        void frame(long clock, float @Nullable [] sound) {
            Packet packet = recorded.get(clock);
            if (packet == null) {
                return;
            }
            if (packet.reset) {
                close();
                replay = new MixReplay(codec, this::compare);
                thenDecoder = codec.newDecoder();
                nowDecoder = codec.newDecoder();
            }
            MixReplay begun = replay;
            if (begun != null) {
                begun.frame(clock, sound);
            }
        }

        private void compare(long clock, byte[] bytes, int offset, int length) {
            Packet packet = recorded.remove(clock);
            PacketDecoder one = thenDecoder;
            PacketDecoder other = nowDecoder;
            if (packet == null || one == null || other == null || clock < startClock || clock >= endClock) {
                return;
            }
            one.decode(packet.bytes, 0, packet.bytes.length, then, 0, FRAME);
            other.decode(bytes, offset, length, now, 0, FRAME);
            comparedFrames++;
            int different = 0;
            for (int i = 0; i < FRAME; i++) {
                different += Float.floatToIntBits(then[i]) == Float.floatToIntBits(now[i]) ? 0 : 1;
            }
            differentSamples += different;
            boolean same = Arrays.equals(packet.bytes, 0, packet.bytes.length, bytes, offset, offset + length);
            differentPackets += same ? 0 : 1;
            if (!same && firstDifference == 0) {
                firstDifference = clock;
            }
        }

        void close() {
            if (replay != null) {
                replay.close();
            }
            if (thenDecoder != null) {
                thenDecoder.close();
            }
            if (nowDecoder != null) {
                nowDecoder.close();
            }
        }
    }

    private final OpusCodec codec;
    private final long startClock;
    private final long endClock;
    private final List<Encoder> encoders = new ArrayList<>();
    private long comparedFrames;
    private long differentPackets;
    private long differentSamples;
    private long firstDifference;

    /** Reads what was journalled of the mix. */
    ReplayCheck(TakeSources sources, OpusCodec codec, long startClock, long endClock) throws IOException {
        this.codec = codec;
        this.startClock = startClock;
        this.endClock = endClock;
        try (TakeVoice mix = sources.open(TakeSources.MIX)) {
            Map<Long, Encoder> byNumber = new HashMap<>();
            while (mix != null && mix.next()) {
                VoiceRecord record = mix.record();
                Encoder encoder = byNumber.computeIfAbsent(record.connection, each -> new Encoder());
                byte[] bytes =
                        Arrays.copyOfRange(record.bytes, record.offsets[0], record.offsets[0] + record.lengths[0]);
                encoder.recorded.put(record.clock, new Packet(bytes, record.reset));
            }
            encoders.addAll(byNumber.values());
        }
    }

    @Override
    public void frame(long clock, float @Nullable [] sound) {
        for (Encoder encoder : encoders) {
            encoder.frame(clock, sound);
        }
    }

    /** Frames that both had, of all encoders. */
    long comparedFrames() {
        return comparedFrames;
    }

    /** Frames that were journalled and not replayed. */
    long leftFrames() {
        return encoders.stream()
                .flatMap(encoder -> encoder.recorded.keySet().stream())
                .filter(clock -> clock >= startClock && clock < endClock)
                .count();
    }

    int encoders() {
        return encoders.size();
    }

    /** Packets that are not the same, byte by byte. */
    long differentPackets() {
        return differentPackets;
    }

    /** Samples that are not the same, bit by bit. */
    long differentSamples() {
        return differentSamples;
    }

    /** The first clock whose packet is not the same; 0 without. */
    long firstDifference() {
        return firstDifference;
    }

    @Override
    public void close() {
        encoders.forEach(Encoder::close);
    }
}
