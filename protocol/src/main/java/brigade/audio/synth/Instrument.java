package brigade.audio.synth;

import brigade.audio.AudioFormat;

/** A small plucked instrument for backing tracks: a few partials that die away, high ones first. Stateless. */
public final class Instrument {
    private static final double[] PARTIALS = {1, 0.5, 0.28, 0.12, 0.06};

    /** A note is at 1/e after this. */
    private static final double DECAY_SECONDS = 0.7;

    /** A new note damps the last one this fast. */
    private static final double DAMP_SECONDS = 0.05;

    private static final double ATTACK_SECONDS = 0.005;

    private static final double PEAK = 0.5;

    private Instrument() {}

    /**
     * Plays {@code melody} with a bass on the first of every four beats, {@code times} in a row.
     *
     * @return as many samples as it lasts, peak at most 0.5
     */
    public static float[] play(Melody melody, int times) {
        int once = melody.samples();
        float[] sound = new float[once * times];
        for (int round = 0; round < times; round++) {
            double beat = 0;
            for (Note note : melody.notes()) {
                int from = round * once + melody.samplesAtBeat(beat);
                if (!note.isRest()) {
                    int lengthSamples = melody.samplesAtBeat(note.beats());
                    pluck(sound, from, lengthSamples, note.hz(), 1);
                    if (beat % 4 == 0) {
                        pluck(sound, from, melody.samplesAtBeat(4), note.hz() / 4, 0.7);
                    }
                }
                beat += note.beats();
            }
        }
        return scaledToPeak(sound);
    }

    private static void pluck(float[] sound, int from, int lengthSamples, double hz, double level) {
        int damp = (int) (DAMP_SECONDS * AudioFormat.SAMPLE_RATE_HZ);
        int to = Math.min(sound.length, from + lengthSamples + damp);
        for (int i = from; i < to; i++) {
            double seconds = (double) (i - from) / AudioFormat.SAMPLE_RATE_HZ;
            double envelope = Math.min(1, seconds / ATTACK_SECONDS)
                    * Math.min(1, (double) (from + lengthSamples + damp - i) / damp);
            double sample = 0;
            for (int partial = 1; partial <= PARTIALS.length; partial++) {
                double decay = StrictMath.exp(-seconds / DECAY_SECONDS * (0.5 + 0.5 * partial));
                sample += PARTIALS[partial - 1] * decay * StrictMath.sin(2 * StrictMath.PI * hz * partial * seconds);
            }
            sound[i] += (float) (level * envelope * sample);
        }
    }

    private static float[] scaledToPeak(float[] sound) {
        float peak = 0;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        for (int i = 0; i < sound.length; i++) {
            sound[i] *= peak == 0 ? 0 : (float) PEAK / peak;
        }
        return sound;
    }
}
