package brigade.audio.synth;

import brigade.audio.AudioFormat;

/**
 * One resonance: a two-pole band-pass with gain 1 at its centre (R. Bristow-Johnson, Audio EQ Cookbook, "BPF, constant
 * 0 dB peak gain"). One owner, one thread.
 */
final class Resonator {
    private double b0;
    private double a1;
    private double a2;
    private double x1;
    private double x2;
    private double y1;
    private double y2;

    /** Moves it; what rings goes on ringing. */
    void tune(double centreHz, double widthHz) {
        double w = 2 * StrictMath.PI * centreHz / AudioFormat.SAMPLE_RATE_HZ;
        double alpha = StrictMath.sin(w) * widthHz / (2 * centreHz);
        b0 = alpha / (1 + alpha);
        a1 = -2 * StrictMath.cos(w) / (1 + alpha);
        a2 = (1 - alpha) / (1 + alpha);
    }

    double next(double x) {
        double y = b0 * (x - x2) - a1 * y1 - a2 * y2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        return y;
    }
}
