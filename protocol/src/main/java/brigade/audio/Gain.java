package brigade.audio;

/**
 * Loudness as people set it (a fader), as engineers say it (dB) and as the mixer needs it (a factor).
 */
public final class Gain {
    /** Faders run from 0 to this; 1 is neutral. */
    public static final double FADER_MAX = 2.0;

    /** The leader's voice is mixed this much louder (the ancestor's constant: twice, by its rounding). */
    public static final double LEADER_FACTOR = 1.996;

    /** A friendly volume below this is silence. */
    private static final double FRIENDLY_SILENCE = 1e-7;

    private static final double FRIENDLY_HALF = friendly(0.5);

    private Gain() {}

    /**
     * Factor of a friendly volume: {@code exp(6.908 v) / 1000}, a 60 dB range over 0..1, after the usual
     * approximation of a logarithmic fader by an exponential (6.908 = ln 1000).
     *
     * @param volume 0..2
     */
    public static double friendly(double volume) {
        return volume < FRIENDLY_SILENCE ? 0 : Math.exp(6.908 * volume) / 1000;
    }

    /** Factor of a fader at {@code position} 0..2: 1 at 1, 0 at 0, about +30 dB at 2 (before any cap). */
    public static double fader(double position) {
        return friendly(position / 2) / FRIENDLY_HALF;
    }

    /** Decibels as an amplitude factor. */
    public static double fromDb(double db) {
        return Math.pow(10, db / 20);
    }

    /** An amplitude factor in decibels; minus infinity for 0. */
    public static double toDb(double factor) {
        return 20 * Math.log10(factor);
    }
}
