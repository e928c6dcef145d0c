package brigade.audio.synth;

import brigade.audio.AudioFormat;
import java.util.List;
import java.util.Random;

/**
 * A singer made from a seed: vowels by formants, with vibrato and a little noise for consonants, so that codecs and
 * mixers meet something like singing. Two seeds give two voices, that differ in register, vibrato, vocal tract and
 * syllables.
 *
 * <p>One owner, one thread; {@link #sing} may be called again and again, each time with new syllables.
 */
public final class VoiceSynth {
    /** RMS of what is sung, in dB below full scale: near what a trained voice gives without touching the limiters. */
    private static final double RMS_DB = -20;

    private static final double ATTACK_SECONDS = 0.03;
    private static final double RELEASE_SECONDS = 0.06;

    /** Samples between two moves of the formants. */
    private static final int TUNE_SAMPLES = 64;

    private static final List<Vowel> VOWELS = List.of(Vowel.values());

    private final Random random;
    private final double tract;
    private final double vibratoHz;
    private final double vibratoDepth;
    private final int register;
    private final Resonator[] formants = {new Resonator(), new Resonator(), new Resonator()};
    private final double[] formantsHz = {500, 1_500, 2_500};
    private final Resonator hiss = new Resonator();

    private double glottisPhase;
    private double vibratoPhase;
    private double tilt;

    /** @param seed decides everything */
    public VoiceSynth(long seed) {
        random = new Random(seed);
        tract = 0.92 + 0.3 * random.nextDouble();
        vibratoHz = 4.8 + 1.6 * random.nextDouble();
        // 25 to 50 cents up and down.
        vibratoDepth = StrictMath.pow(2, (25 + 25 * random.nextDouble()) / 1200) - 1;
        register = random.nextBoolean() ? 0 : -12;
    }

    /** Sings {@code melody} once: as many samples as it lasts, at about -20 dBFS RMS. */
    public float[] sing(Melody melody) {
        float[] sound = new float[melody.samples()];
        double beat = 0;
        for (Note note : melody.notes()) {
            int from = melody.samplesAtBeat(beat);
            beat += note.beats();
            if (!note.isRest()) {
                sing(note, sound, from, Math.min(sound.length, melody.samplesAtBeat(beat)));
            }
        }
        return scaledToRms(sound);
    }

    /** Sings {@code melody} again and again until {@code samples} are full. */
    public float[] sing(Melody melody, int samples) {
        float[] all = new float[samples];
        for (int done = 0; done < samples; ) {
            float[] once = sing(melody);
            int part = Math.min(once.length, samples - done);
            System.arraycopy(once, 0, all, done, part);
            done += part;
        }
        return all;
    }

    private void sing(Note note, float[] sound, int from, int to) {
        Vowel vowel = VOWELS.get(random.nextInt(VOWELS.size()));
        double hz = note.hz() * StrictMath.pow(2, register / 12.0);
        int consonantSamples = samples(0.03 + 0.05 * random.nextDouble());
        hiss.tune(2_500 + 4_000 * random.nextDouble(), 1_500);
        int attack = samples(ATTACK_SECONDS);
        int release = samples(RELEASE_SECONDS);
        for (int i = from; i < to; i++) {
            if ((i - from) % TUNE_SAMPLES == 0) {
                glideTo(vowel);
            }
            double rise = Math.min(1.0, (double) (i - from) / attack);
            double fall = Math.min(1.0, (double) (to - i) / release);
            sound[i] = (float) (Math.min(rise, fall) * vowelSample(hz) + consonantSample(i - from, consonantSamples));
        }
    }

    /** The mouth needs some 30 ms from one vowel to the next. */
    private void glideTo(Vowel vowel) {
        for (int k = 0; k < Vowel.FORMANTS; k++) {
            formantsHz[k] += 0.1 * (vowel.formantHz(k) * tract - formantsHz[k]);
            formants[k].tune(formantsHz[k], Vowel.widthHz(k));
        }
    }

    private double vowelSample(double hz) {
        vibratoPhase += vibratoHz / AudioFormat.SAMPLE_RATE_HZ;
        double step =
                hz * (1 + vibratoDepth * StrictMath.sin(2 * StrictMath.PI * vibratoPhase)) / AudioFormat.SAMPLE_RATE_HZ;
        glottisPhase += step;
        if (glottisPhase >= 1) {
            glottisPhase -= 1;
        }
        double saw = 2 * glottisPhase - 1 - blep(glottisPhase, step);
        // The glottis falls by some 12 dB an octave, a saw by 6: one more pole at 500 Hz.
        tilt += 0.063 * (saw - tilt);
        double sample = 0;
        for (int k = 0; k < Vowel.FORMANTS; k++) {
            sample += Vowel.level(k) * formants[k].next(tilt);
        }
        return sample;
    }

    private double consonantSample(int at, int length) {
        if (at >= length) {
            return 0;
        }
        double window = StrictMath.sin(StrictMath.PI * at / length);
        return 0.08 * window * hiss.next(2 * random.nextDouble() - 1);
    }

    /** Rounds the saw's jump over two samples against aliasing (Valimaki and Huovilainen, "PolyBLEP", 2007). */
    private static double blep(double phase, double step) {
        if (phase < step) {
            double t = phase / step;
            return t + t - t * t - 1;
        }
        if (phase > 1 - step) {
            double t = (phase - 1) / step;
            return t * t + t + t + 1;
        }
        return 0;
    }

    private static int samples(double seconds) {
        return (int) (seconds * AudioFormat.SAMPLE_RATE_HZ);
    }

    private static float[] scaledToRms(float[] sound) {
        double sum = 0;
        for (float sample : sound) {
            sum += (double) sample * sample;
        }
        if (sum == 0) {
            return sound;
        }
        float factor = (float) (StrictMath.pow(10, RMS_DB / 20) / StrictMath.sqrt(sum / sound.length));
        for (int i = 0; i < sound.length; i++) {
            sound[i] *= factor;
        }
        return sound;
    }
}
