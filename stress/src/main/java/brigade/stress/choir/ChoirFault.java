package brigade.stress.choir;

import java.util.Locale;

/**
 * A fault that is put in on purpose and that the checker is not told of: it must find it. For tests of the tester.
 *
 * @param singer index of who has it; -1 for no fault
 * @param drops whether his voice is silence
 * @param shiftSamples how much too late his voice is stamped
 */
public record ChoirFault(int singer, boolean drops, long shiftSamples) {
    /** None. */
    public static final ChoirFault NONE = new ChoirFault(-1, false, 0);

    private static final double SAMPLES_PER_MS = 48;

    /**
     * Reads {@code drop:SINGER} or {@code shift:SINGER:MS}, singers counted from 1.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static ChoirFault parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
        try {
            if (parts.length == 2 && parts[0].equals("drop")) {
                return new ChoirFault(Integer.parseInt(parts[1]) - 1, true, 0);
            }
            if (parts.length == 3 && parts[0].equals("shift")) {
                long samples = Math.round(Double.parseDouble(parts[2]) * SAMPLES_PER_MS);
                return new ChoirFault(Integer.parseInt(parts[1]) - 1, false, samples);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("'" + text + "' is neither drop:SINGER nor shift:SINGER:MS");
    }

    boolean hits(ChoirSinger who) {
        return singer == who.index();
    }
}
