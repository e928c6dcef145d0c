package brigade.shard.takes;

import brigade.shard.codec.OpusCodec;
import brigade.shard.stream.VoiceReplay;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The mix of a take: the packets of the stream {@code all} as shards journalled them, at their clocks. What nobody journalled, as when
 * all shards were away, is made of the stems, as loud as the engine would have made them. One thread.
 */
final class TakeMix implements Closeable {
    /** Shorter holes stay: the decoder's own beginning and end. */
    private static final long FILLED_FROM_SAMPLES = 960;

    /** Of all voices, docs/protocol.md, 4. */
    static final double VOLUME = 1.2;

    private static final int BLOCK = 4_800;

    private final SoundFile mix;
    private final SoundFile stems;
    private long filledSamples;

    TakeMix(Path folder, long samples) throws IOException {
        mix = new SoundFile(folder, samples);
        try {
            stems = new SoundFile(folder, samples);
        } catch (IOException e) {
            mix.close();
            throw e;
        }
    }

    /** Decodes what was journalled of it. */
    void decode(TakeSources sources, OpusCodec codec, long startClock) throws IOException {
        Map<Long, VoiceReplay> decoders = new HashMap<>();
        try {
            sources.replay(TakeSources.MIX, record -> {
                VoiceReplay decoder =
                        decoders.computeIfAbsent(record.connection, each -> new VoiceReplay(codec.newDecoder()));
                decoder.decode(record);
                int made = decoder.concealedSamples();
                mix.put(decoder.startClock() + made - startClock, decoder.sound(), made, decoder.samples() - made);
            });
        } finally {
            decoders.values().forEach(VoiceReplay::close);
        }
    }

    /** Notes a stem, for what is missing of the mix. */
    void addStem(SoundFile stem) {
        float[] block = new float[BLOCK];
        for (long at = 0; at < stem.samples(); at += BLOCK) {
            int count = stem.read(at, block);
            stems.add(at, block, count, 1);
        }
    }

    /** Fills what is missing; all stems are noted. */
    void fill(int singers) {
        float gain = (float) (Math.sqrt(3.0 / (singers + 2)) * VOLUME);
        float[] block = new float[BLOCK];
        for (Map.Entry<Long, Long> gap : mix.gaps().entrySet()) {
            long from = gap.getKey();
            long to = gap.getValue();
            if (to - from < FILLED_FROM_SAMPLES) {
                continue;
            }
            for (long at = from; at < to; at += BLOCK) {
                int count = (int) Math.min(stems.read(at, block), to - at);
                mix.add(at, block, count, gain);
            }
            filledSamples += to - from;
        }
    }

    /** How much was made of the stems. */
    long filledSamples() {
        return filledSamples;
    }

    SoundFile sound() {
        return mix;
    }

    @Override
    public void close() throws IOException {
        mix.close();
        stems.close();
    }
}
