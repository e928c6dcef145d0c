package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.robot.StreamRobot;
import java.util.List;

/** How long somebody was not heard: voices that chirp five times a second, and the longest way from one heard chirp to the next. */
final class Gaps {
    private static final int EVERY_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 5;

    /** Chirps of several singers lie apart. */
    private static final int PLACE_SAMPLES = 1_150;

    private static final double CHIRP_LEVEL = 0.15;
    private static final float VOICE_LEVEL = 0.5f;
    private static final double SIMILARITY_MIN = 0.45;
    private static final int SEARCH_SAMPLES = 48;

    private Gaps() {}

    /** A voice with a chirp every 200 ms. */
    static float[] voice(Chirp chirp, int seconds) {
        float[] voice = plain(number(chirp), seconds);
        for (int n = 0; at(chirp, n) + Chirp.SAMPLES < voice.length; n++) {
            chirp.addTo(voice, at(chirp, n), CHIRP_LEVEL);
        }
        return voice;
    }

    /** A voice without any. */
    static float[] plain(int number, int seconds) {
        float[] voice = new VoiceSynth(number).sing(Melody.FRERE_JACQUES, seconds * AudioFormat.SAMPLE_RATE_HZ);
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= VOICE_LEVEL;
        }
        return voice;
    }

    private static int at(Chirp chirp, int n) {
        return n * EVERY_SAMPLES + 1_000 + PLACE_SAMPLES * number(chirp);
    }

    private static int number(Chirp chirp) {
        return List.of(Chirp.values()).indexOf(chirp);
    }

    /**
     * The longest time without him.
     *
     * @param missing chirps that were not heard in place, of all
     * @param longestMs from one heard chirp to the next; 200 when none is missing
     * @param fromSecond where in the song that begins
     */
    record Found(int missing, double longestMs, double fromSecond) {
        @Override
        public String toString() {
            return String.format(
                    "%d chirps missing, %.0f ms at most, from second %.1f", missing, longestMs, fromSecond);
        }
    }

    /** What of {@link #voice} that robot heard of a song of so many seconds, from its first to its last. */
    static Found of(StreamRobot robot, Chirp chirp, int seconds) {
        long song = robot.report().songStartSample();
        int count = seconds * AudioFormat.SAMPLE_RATE_HZ / EVERY_SAMPLES - 1;
        int missing = 0;
        int longest = 0;
        int longestFrom = 0;
        int last = -1;
        for (int n = 0; n <= count; n++) {
            boolean end = n == count; // as if one were heard there
            if (!end && !isHeard(robot, chirp, song + at(chirp, n))) {
                missing++;
            } else {
                if (n - last > longest) {
                    longest = n - last;
                    longestFrom = last;
                }
                last = n;
            }
        }
        double perChirp = EVERY_SAMPLES / (double) AudioFormat.SAMPLE_RATE_HZ;
        return new Found(missing, longest * perChirp * 1_000, longestFrom * perChirp);
    }

    private static boolean isHeard(StreamRobot robot, Chirp chirp, long at) {
        var match = Ear.find(chirp, robot.recording().at(at - SEARCH_SAMPLES, at + SEARCH_SAMPLES + Chirp.SAMPLES));
        return match.similarity() > SIMILARITY_MIN && Math.abs(match.at() - SEARCH_SAMPLES) <= 1;
    }
}
