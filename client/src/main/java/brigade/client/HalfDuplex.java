package brigade.client;

import brigade.audio.AudioFormat;
import java.util.Arrays;

/**
 * Keeps an open loudspeaker out of an open microphone: who talks hears nobody meanwhile, and while the loudspeaker sounds
 * the microphone is open only to somebody who is louder than what comes back from it, from the next block on. So a loop
 * through two rooms is open at one end at least, always. One thread at a time.
 */
final class HalfDuplex {
    /** -45 dBFS: softer is the room, not a voice. */
    private static final double VOICE_RMS = 0.0056;

    /** A room still sounds so long after the loudspeaker. */
    private static final int ECHO_SAMPLES = 250 * AudioFormat.SAMPLE_RATE_HZ / 1000;

    /** Who paused for so long may be answered. */
    private static final int TURN_SAMPLES = 200 * AudioFormat.SAMPLE_RATE_HZ / 1000;

    /** A microphone hears the loudspeaker at most this loud. */
    private static final double COUPLING_MAX = 2.0;

    private double echoRms;
    private int echoLeft;
    private int turnLeft;

    HalfDuplex() {}

    /** A block goes to the loudspeaker: silenced while we talk. */
    void speaker(float[] heard, int samples) {
        if (turnLeft > 0) {
            Arrays.fill(heard, 0, samples, 0);
        }
        double rms = rms(heard, samples);
        if (rms > VOICE_RMS / COUPLING_MAX) {
            echoRms = Math.max(rms, echoLeft > 0 ? echoRms * 0.9 : 0);
            echoLeft = ECHO_SAMPLES;
        } else {
            echoLeft = Math.max(0, echoLeft - samples);
        }
    }

    /** Whether what the microphone heard in the same block is somebody who talks here. */
    boolean microphone(float[] spoken, int samples) {
        double rms = rms(spoken, samples);
        double needed = echoLeft > 0 ? Math.max(VOICE_RMS, COUPLING_MAX * echoRms) : VOICE_RMS;
        if (rms > needed) {
            // Who breaks in on somebody: this block still holds that one's sound, the next one no more.
            boolean breaksIn = turnLeft == 0 && echoLeft > 0;
            turnLeft = TURN_SAMPLES;
            return !breaksIn;
        }
        boolean pausing = turnLeft > 0 && echoLeft == 0;
        turnLeft = Math.max(0, turnLeft - samples);
        return pausing;
    }

    /** Whether anybody talks, where no loudspeaker can be heard. */
    static boolean isVoice(float[] spoken, int samples) {
        return rms(spoken, samples) > VOICE_RMS;
    }

    private static double rms(float[] pcm, int samples) {
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / samples);
    }
}
