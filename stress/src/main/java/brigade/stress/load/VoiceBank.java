package brigade.stress.load;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundleWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the singers send, encoded beforehand: a few voices, each a loop of request bodies of ten packets. Immutable; any
 * thread.
 */
public final class VoiceBank {
    private static final int VOICES = 4;

    /** Turns of a made-up voice before it repeats: once through the shorter melody. */
    private static final int LOOP_TURNS = 27;

    private static final int SILENT_TURNS = 8;

    private final List<List<byte[]>> voices;

    private VoiceBank(List<List<byte[]>> voices) {
        this.voices = voices;
    }

    /** Voices made by the project's synthesiser, each from a seed of its own. Takes some seconds. */
    public static VoiceBank synthesised(OpusCodec codec, long seed) {
        List<List<byte[]>> voices = new ArrayList<>();
        for (int voice = 0; voice < VOICES; voice++) {
            voices.add(sung(codec, seed + voice, voice % 2 == 0 ? Melody.ODE_TO_JOY : Melody.FRERE_JACQUES));
        }
        return new VoiceBank(voices);
    }

    /** One voice made by the synthesiser. */
    public static VoiceBank soloist(OpusCodec codec, long seed) {
        return new VoiceBank(List.of(sung(codec, seed, Melody.ODE_TO_JOY)));
    }

    private static List<byte[]> sung(OpusCodec codec, long seed, Melody melody) {
        return encode(codec, new VoiceSynth(seed).sing(melody, LOOP_TURNS * AudioFormat.V1_BATCH_SAMPLES));
    }

    /**
     * One recorded voice for everybody.
     *
     * @param sound 48 kHz mono; a part turn at its end is left out
     */
    public static VoiceBank recorded(OpusCodec codec, float[] sound) {
        if (sound.length < AudioFormat.V1_BATCH_SAMPLES) {
            throw new IllegalArgumentException("the WAV file must last at least 0.6 s");
        }
        return new VoiceBank(List.of(encode(codec, sound)));
    }

    /** Digital silence: what the ancestor's tester sent. */
    public static VoiceBank silent(OpusCodec codec) {
        return new VoiceBank(List.of(encode(codec, new float[SILENT_TURNS * AudioFormat.V1_BATCH_SAMPLES])));
    }

    /** Any sound as request bodies of one turn each. */
    public static List<byte[]> encode(OpusCodec codec, float[] sound) {
        List<byte[]> bodies = new ArrayList<>();
        PacketBundleWriter packets = new PacketBundleWriter();
        try (BundleEncoder encoder = new BundleEncoder(codec.newEncoder())) {
            int turn = AudioFormat.V1_BATCH_SAMPLES;
            for (int at = 0; at + turn <= sound.length; at += turn) {
                encoder.encode(sound, at, turn, packets);
                bodies.add(packets.toByteArray());
            }
        }
        return List.copyOf(bodies);
    }

    /** The body of singer {@code singer}'s turn {@code turn}; not to be changed. */
    public byte[] body(int singer, int turn) {
        List<byte[]> voice = voices.get(singer % voices.size());
        return voice.get((turn + singer / voices.size()) % voice.size());
    }

    /** Bytes of a request body in the mean. */
    public double meanBytes() {
        return voices.stream()
                .flatMap(List::stream)
                .mapToInt(body -> body.length)
                .average()
                .orElse(0);
    }
}
