package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import brigade.wire.stream.StreamLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What singers over stream v2 send for a chirp, encoded beforehand: a spurt of packets from a fresh encoder, silent at first
 * and for so long afterwards as the voice counts as sounding. A spurt may begin at any clock, so one for each chirp is
 * enough. It knows too what a server makes of it, by decoding it.
 *
 * <pre>
 *   | silence x 3 | chirp | silence ...        | 18 frames
 *                 ^ LEAD_IN_SAMPLES after the spurt's clock
 * </pre>
 *
 * <p>Filled by one thread; afterwards read by any.
 */
final class V2Spurts {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    /** The encoder has settled by then. */
    private static final int LEAD_IN_FRAMES = 3;

    /** From the clock of the spurt to the chirp. */
    static final int LEAD_IN_SAMPLES = LEAD_IN_FRAMES * FRAME;

    /** Frames with the chirp in them, the codec's delay included. */
    static final int CHIRP_END_FRAMES = LEAD_IN_FRAMES + 2;

    /** Frames of a spurt: 260 ms after the chirp, beyond the 200 ms for which the voice sounds on. */
    static final int FRAMES = LEAD_IN_FRAMES + 15;

    private record Key(Chirp chirp, boolean leader) {}

    /** The packets of a chirp; nothing in it is changed. */
    static final class Spurt {
        private final byte[][] packets;
        private final float[] decoded;
        private final double level;

        private Spurt(byte[][] packets, float[] decoded, double level) {
            this.packets = packets;
            this.decoded = decoded;
            this.level = level;
        }

        /** Its packet {@code frame}, 0..{@link #FRAMES} - 1; not to be changed. */
        byte[] packet(int frame) {
            return packets[frame];
        }
    }

    private final OpusCodec codec;
    private final byte[] silence;
    private final Map<Key, Spurt> spurts = new HashMap<>();

    /** Encodes what {@code plan} needs. */
    V2Spurts(OpusCodec codec, ChoirPlan plan) {
        this.codec = codec;
        silence = encode(new float[FRAME])[0];
        for (Burst burst : plan.bursts()) {
            spurts.computeIfAbsent(key(burst), this::make);
        }
    }

    /** A packet of silence from a fresh encoder. */
    byte[] silence() {
        return silence;
    }

    /** What carries that chirp; the leader sings softer, because the server makes him louder. */
    Spurt of(Burst burst) {
        return Objects.requireNonNull(spurts.get(key(burst)), "a chirp that is not in the plan");
    }

    private static Key key(Burst burst) {
        return new Key(burst.chirp(), burst.singer() == 0);
    }

    private Spurt make(Key key) {
        float[] sound = new float[FRAMES * FRAME];
        key.chirp().addTo(sound, LEAD_IN_SAMPLES, key.leader() ? SlotPlan.LEVEL / Gain.LEADER_FACTOR : SlotPlan.LEVEL);
        byte[][] packets = encode(sound);
        float[] decoded = new float[FRAMES * FRAME];
        try (PacketDecoder decoder = codec.newDecoder()) {
            for (int frame = 0; frame < FRAMES; frame++) {
                decoder.decode(packets[frame], 0, packets[frame].length, decoded, frame * FRAME, FRAME);
            }
        }
        int at = LEAD_IN_SAMPLES + AudioFormat.CODEC_DELAY_SAMPLES;
        Correlator.Match match = Correlator.of(key.chirp()).best(decoded, at - 8, at + 9);
        return new Spurt(packets, decoded, match.level());
    }

    private byte[][] encode(float[] sound) {
        byte[][] packets = new byte[sound.length / FRAME][];
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (int frame = 0; frame < packets.length; frame++) {
                int bytes = encoder.encode(sound, frame * FRAME, FRAME, packet, 0);
                packets[frame] = Arrays.copyOf(packet, bytes);
            }
        }
        return packets;
    }

    /** Clock of the spurt whose chirp begins at {@code chirpClock}. */
    static long clockOf(long chirpClock) {
        return chirpClock - LEAD_IN_SAMPLES;
    }

    /** Numbers of the blocks, counted from clock 0, in which a server takes this voice as sounding by itself. */
    List<Long> loudBlocks(Burst burst, long chirpClock) {
        double factor = burst.singer() == 0 ? Gain.LEADER_FACTOR * Gain.LEADER_FACTOR : 1;
        float[] decoded = of(burst).decoded;
        // A server places decoded sound by the codec's delay earlier.
        long first = clockOf(chirpClock) - AudioFormat.CODEC_DELAY_SAMPLES;
        Map<Long, Double> squares = new java.util.TreeMap<>();
        for (int i = 0; i < decoded.length; i++) {
            squares.merge((first + i) / HeardLevels.BLOCK, (double) decoded[i] * decoded[i], Double::sum);
        }
        List<Long> loud = new ArrayList<>();
        squares.forEach((block, sum) -> {
            if (factor * sum > HeardLevels.SOUNDING_SQUARES) {
                loud.add(block);
            }
        });
        return loud;
    }

    /** Amplitude in the ring, after the leader's gain. */
    double ringLevel(Burst burst) {
        return of(burst).level * (burst.singer() == 0 ? Gain.LEADER_FACTOR : 1);
    }
}
