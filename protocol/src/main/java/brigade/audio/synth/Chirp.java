package brigade.audio.synth;

import brigade.audio.AudioFormat;

/**
 * Short sounds that are found again to the sample in what was recorded, and told apart: 20 ms, 0.8 to 4.8 kHz (where
 * every voice codec is careful), sine window. {@link #UP} and {@link #DOWN} are plain sweeps; the coded ones sweep five
 * bands in an order of their own. Any two correlate at most by 0.34 at any lag (tested), so 0.5 is a sure sign.
 */
public enum Chirp {
    UP("0", 1),
    DOWN("0", 0),
    CODE_1("23041", 0b11010),
    CODE_2("31402", 0b01001),
    CODE_3("42013", 0b10111),
    CODE_4("12430", 0b11100),
    CODE_5("01342", 0b10000),
    CODE_6("24103", 0b00100);

    /** Samples of every chirp: 20 ms. */
    public static final int SAMPLES = 960;

    private static final double LOW_HZ = 800;
    private static final double HIGH_HZ = 4_800;

    private final String bands;
    private final int rising;

    /**
     * @param bands order in which the equal parts of the range are swept, a digit each
     * @param rising bit k set: the k-th sweep goes up
     */
    Chirp(String bands, int rising) {
        this.bands = bands;
        this.rising = rising;
    }

    /** Its samples, peak 1; a new array. */
    public float[] sound() {
        float[] sound = new float[SAMPLES];
        double phase = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double place = (double) i * bands.length() / SAMPLES;
            int part = (int) place;
            double swept = (rising >> part & 1) == 1 ? place - part : 1 - (place - part);
            double hz = LOW_HZ + (HIGH_HZ - LOW_HZ) * (bands.charAt(part) - '0' + swept) / bands.length();
            phase += 2 * StrictMath.PI * hz / AudioFormat.SAMPLE_RATE_HZ;
            double window = StrictMath.sin(StrictMath.PI * (i + 0.5) / SAMPLES);
            sound[i] = (float) (window * StrictMath.sin(phase));
        }
        return sound;
    }

    /** Adds it to {@code track} from index {@code at} with peak {@code level}; what lies outside is left out. */
    public void addTo(float[] track, int at, double level) {
        float[] sound = sound();
        for (int i = Math.max(0, -at); i < SAMPLES && at + i < track.length; i++) {
            track[at + i] += (float) (level * sound[i]);
        }
    }
}
