package brigade.audio.synth;

/**
 * One note of a melody.
 *
 * @param midi key number, 60 is middle C and 69 is A at 440 Hz; {@link #REST} for silence
 * @param beats how long it lasts, above 0
 */
public record Note(int midi, double beats) {
    /** The key of silence. */
    public static final int REST = -1;

    /** Refuses a key outside 0..127 and a length of nothing. */
    public Note {
        if (midi < REST || midi > 127 || !(beats > 0)) {
            throw new IllegalArgumentException("no note: key " + midi + ", " + beats + " beats");
        }
    }

    /** Whether nothing sounds. */
    public boolean isRest() {
        return midi == REST;
    }

    /** Frequency in equal temperament, A at 440 Hz. */
    public double hz() {
        return 440 * StrictMath.pow(2, (midi - 69) / 12.0);
    }
}
