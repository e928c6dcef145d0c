package brigade.audio.synth;

/**
 * A vowel as its first three formants, for a grown man's vocal tract; after Peterson and Barney, "Control Methods Used
 * in a Study of the Vowels", JASA 24 (1952), table II.
 */
enum Vowel {
    AH(730, 1_090, 2_440),
    EH(530, 1_840, 2_480),
    EE(270, 2_290, 3_010),
    AW(570, 840, 2_410),
    OO(300, 870, 2_240);

    /** How many formants shape a vowel. */
    static final int FORMANTS = 3;

    private final double firstHz;
    private final double secondHz;
    private final double thirdHz;

    Vowel(double firstHz, double secondHz, double thirdHz) {
        this.firstHz = firstHz;
        this.secondHz = secondHz;
        this.thirdHz = thirdHz;
    }

    /** Centre of formant 0, 1 or 2. */
    double formantHz(int formant) {
        return switch (formant) {
            case 0 -> firstHz;
            case 1 -> secondHz;
            default -> thirdHz;
        };
    }

    /** Width of a formant. */
    static double widthHz(int formant) {
        return 70 + 35 * formant;
    }

    /** Loudness of a formant against the first: falls as in speech. */
    static double level(int formant) {
        return 1.0 / (1 << formant);
    }
}
