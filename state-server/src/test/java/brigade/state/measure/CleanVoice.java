package brigade.state.measure;

import java.util.Random;

/**
 * A made-up voice without breath, consonants or room: overtones up to 1.6 kHz and nothing above them. All of them begin each note with the same attack,
 * within 6 ms of the beat. The hardest that can be mistaken for a loudspeaker: web/e2e/lib/melody.mjs makes the same.
 */
public final class CleanVoice {
    private static final int RATE_HZ = 48_000;
    private static final double[] SCALE_HZ = {220, 247, 262, 294, 330, 349, 392};
    private static final int ATTACK_SAMPLES = 480;

    /** Nobody begins on the very sample on which the music does. */
    private static final int JITTER_SAMPLES = 288;

    /** Up and down by some 40 cents, as singers do, in radians at 5 Hz. */
    private static final double VIBRATO = 1.4;

    private static final double LOUDNESS = 0.25;

    private final Random timbre;
    private final Random hand;
    private final boolean onTheBeat;
    private final double[] parts;
    private final double[] phases;
    private final double sharp;
    private final double waverHz;
    private double turn;

    /** @param seed who sings; 0 is the music itself, which is on the beat */
    public CleanVoice(long seed) {
        timbre = new Random(1_000 + seed);
        hand = new Random(2_000 + seed);
        onTheBeat = seed == 0;
        parts = new double[] {1, 0.6 * timbre.nextDouble(), 0.5 * timbre.nextDouble(), 0.3 * timbre.nextDouble()};
        phases = timbre.doubles(parts.length, 0, 2 * Math.PI).toArray();
        sharp = 1 + 0.01 * (timbre.nextDouble() - 0.5);
        waverHz = 4.5 + 1.5 * timbre.nextDouble();
    }

    /** That many seconds of the one song that all of them know. */
    public float[] sing(int seconds) {
        Random song = new Random(1);
        float[] voice = new float[seconds * RATE_HZ];
        int beat = 0;
        int from = 0;
        while (beat < voice.length) {
            beat += (int) (RATE_HZ * (0.25 + 0.5 * song.nextDouble()));
            double hz = SCALE_HZ[song.nextInt(SCALE_HZ.length)];
            int off = onTheBeat ? 0 : (int) (JITTER_SAMPLES * (2 * hand.nextDouble() - 1));
            int end = Math.min(voice.length, beat + off);
            note(voice, from, end, hz * sharp);
            from = end;
        }
        return voice;
    }

    private void note(float[] voice, int from, int end, double hz) {
        double wander = 0;
        int samples = end - from;
        for (int i = 0; i < samples; i++) {
            wander = i % ATTACK_SAMPLES == 0 ? 0.95 * wander + 0.006 * (timbre.nextDouble() - 0.5) : wander;
            turn += 2 * Math.PI * hz * (1 + wander) / RATE_HZ;
            double at = turn + VIBRATO * Math.sin(2 * Math.PI * waverHz * (from + i) / RATE_HZ + phases[0]);
            double shape =
                    Math.min(1, Math.min(i, samples - i) / (double) ATTACK_SAMPLES) * Math.exp(-1.5 * i / samples);
            double sum = 0;
            double all = 0;
            for (int n = 0; n < parts.length; n++) {
                sum += parts[n] * Math.sin((n + 1) * at + phases[n]);
                all += parts[n];
            }
            voice[from + i] = (float) (LOUDNESS * shape * sum / all);
        }
    }
}
