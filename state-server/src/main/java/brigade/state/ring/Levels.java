package brigade.state.ring;

import brigade.audio.Gain;

/** The constants of loudness, and faders as capped factors ("Ears first" in the design). */
final class Levels {
    /** No sample of a mix is beyond it: -1 dBFS. */
    static final float CEILING = (float) Gain.fromDb(-1);

    /** All that a listener hears is this much louder (design, "Levels"). */
    static final float MIX = 1.2f;

    /** A backing track is this much softer than a metronome. */
    static final float TRACK = 0.2f;

    static final float VOICE_MAX = (float) Gain.fromDb(12);
    static final float ROOM_MAX = (float) Gain.fromDb(6);
    static final float ALL_MAX = (float) Gain.fromDb(18);
    static final float LEADER = (float) Gain.LEADER_FACTOR;

    /** A voice may be this much louder than the median voice: 6 dB. */
    static final float ABOVE_MEDIAN = 2;

    /** A voice sounds above this RMS over 20 ms: -50 dBFS. */
    static final double SOUNDING_RMS = Gain.fromDb(-50);

    /** Blocks that a voice counts as sounding after it stopped: 200 ms. */
    static final int HANG_OVER_BLOCKS = 10;

    /** Last samples of a song, faded: 300 ms. */
    static final int SONG_FADE_SAMPLES = 14_400;

    private Levels() {}

    /** The factor of a fader, at most {@code max}. */
    static float fader(double position, float max) {
        return (float) Math.min(max, Gain.fader(Math.max(0, Math.min(Gain.FADER_MAX, position))));
    }

    /** A factor, 0..{@code max}. */
    static float factor(double factor, float max) {
        return (float) Math.max(0, Math.min(max, factor));
    }
}
