package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.OpusCodec;
import brigade.stress.load.VoiceBank;
import brigade.wire.PacketBundle;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that singers send, encoded beforehand: silence, and for each chirp at each place of a batch that batch and the next
 * one, cut out of a stream that is silent before and after. Whoever has the same place sends the same bytes. It knows too
 * what a server makes of them, by decoding them.
 *
 * <p>Filled by one thread; afterwards read by any.
 */
final class ChirpBank {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;

    /** Silent batches before the chirp: encoder and decoder have settled by then. */
    private static final int LEAD_BATCHES = 2;

    private static final int CODEC_DELAY = AudioFormat.CODEC_DELAY_SAMPLES;

    /**
     * A chirp at a place.
     *
     * @param level amplitude in the stream, before the leader's gain
     */
    private record Key(Chirp chirp, int inBatch, double level) {}

    /** The two batches that carry a chirp; nothing in it is changed. */
    static final class Encoded {
        private final byte[] body;
        private final byte[] after;
        private final double level;
        private final double[] squares;

        /**
         * @param level amplitude that a server decodes
         * @param squares energy of each block of 960 samples that a server decodes, from the batch's start on
         */
        Encoded(byte[] body, byte[] after, double level, double[] squares) {
            this.body = body;
            this.after = after;
            this.level = level;
            this.squares = squares;
        }

        /** Its batch. */
        byte[] body() {
            return body;
        }

        /** The next batch. */
        byte[] after() {
            return after;
        }
    }

    private final OpusCodec codec;
    private final byte[] silence;
    private final Map<Key, Encoded> encoded = new HashMap<>();

    /** Encodes what {@code plan} needs; takes a moment. */
    ChirpBank(OpusCodec codec, ChoirPlan plan) {
        this.codec = codec;
        silence = VoiceBank.encode(codec, new float[(LEAD_BATCHES + 1) * BATCH]).getLast();
        for (Burst burst : plan.bursts()) {
            encoded.computeIfAbsent(key(burst), this::encode);
        }
    }

    /** A batch of silence. */
    byte[] silence() {
        return silence;
    }

    /** What carries that chirp; the leader sings softer, because the server makes him louder. */
    Encoded of(Burst burst) {
        return Objects.requireNonNull(encoded.get(key(burst)), "a chirp that is not in the plan");
    }

    private static Key key(Burst burst) {
        double level = burst.singer() == 0 ? SlotPlan.LEVEL / Gain.LEADER_FACTOR : SlotPlan.LEVEL;
        return new Key(burst.chirp(), burst.inBatch(), level);
    }

    private Encoded encode(Key key) {
        float[] stream = new float[(LEAD_BATCHES + 2) * BATCH];
        int at = LEAD_BATCHES * BATCH + key.inBatch();
        key.chirp().addTo(stream, at, key.level());
        List<byte[]> bodies = VoiceBank.encode(codec, stream);
        byte[] body = bodies.get(LEAD_BATCHES);
        byte[] after = bodies.get(LEAD_BATCHES + 1);
        float[] decoded = decode(List.of(silence, silence, body, after));
        Correlator.Match match = Correlator.of(key.chirp()).best(decoded, at + CODEC_DELAY - 8, at + CODEC_DELAY + 9);
        // A server places decoded sound by the codec's delay earlier.
        int first = LEAD_BATCHES * BATCH + CODEC_DELAY;
        double[] squares = new double[2 * BATCH / HeardLevels.BLOCK];
        for (int i = first - HeardLevels.BLOCK; i < decoded.length; i++) {
            int block = Math.floorDiv(i - first, HeardLevels.BLOCK);
            squares[Math.max(0, block)] += (double) decoded[i] * decoded[i];
        }
        return new Encoded(body, after, match.level(), squares);
    }

    private float[] decode(List<byte[]> bodies) {
        float[] sound = new float[bodies.size() * BATCH];
        float[] batch = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];
        PacketBundle bundle = new PacketBundle();
        try (BundleDecoder decoder = new BundleDecoder(codec.newDecoder())) {
            int at = 0;
            for (byte[] body : bodies) {
                bundle.read(body, 0, body.length, WireLimits.V1_REQUEST_MAX_SAMPLES);
                int samples = decoder.decode(bundle, batch);
                System.arraycopy(batch, 0, sound, at, samples);
                at += samples;
            }
        } catch (WireException e) {
            throw new IllegalStateException("our own encoder's packets are refused", e);
        }
        return sound;
    }

    /** Blocks, counted from the batch's start, in which a server takes this voice as sounding by itself. */
    List<Integer> loudBlocks(Burst burst) {
        double factor = burst.singer() == 0 ? Gain.LEADER_FACTOR * Gain.LEADER_FACTOR : 1;
        double[] squares = of(burst).squares;
        List<Integer> loud = new ArrayList<>();
        for (int block = 0; block < squares.length; block++) {
            if (factor * squares[block] > HeardLevels.SOUNDING_SQUARES) {
                loud.add(block);
            }
        }
        return loud;
    }

    /** Amplitude in the ring, after the leader's gain. */
    double ringLevel(Burst burst) {
        return of(burst).level * (burst.singer() == 0 ? Gain.LEADER_FACTOR : 1);
    }
}
