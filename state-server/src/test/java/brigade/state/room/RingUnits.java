package brigade.state.room;

/** Compares sound that was heard with what the rings must hold, in their units; in loops that become vector code. */
final class RingUnits {
    private RingUnits() {}

    /** A sample of a mix in the rings' units; the room's volume is 1.2. */
    static int of(float heard) {
        return Math.round(heard / 1.2f * (1 << 21));
    }

    /** The first sample that is not what it must be; {@code wanted.length} when all are. */
    static int firstWrong(float[] heard, int[] wanted, int samples) {
        if (isRight(heard, wanted, samples)) {
            return samples;
        }
        return firstWrong(heard, wanted, 0, samples);
    }

    /** The same from {@code from} on. */
    static int firstWrong(float[] heard, int[] wanted, int from, int samples) {
        int i = from;
        while (i < samples && of(heard[i]) == wanted[i]) {
            i++;
        }
        return i;
    }

    private static boolean isRight(float[] heard, int[] wanted, int samples) {
        int wrong = 0;
        for (int i = 0; i < samples; i++) {
            wrong |= Math.round(heard[i] / 1.2f * (1 << 21)) ^ wanted[i];
        }
        return wrong == 0;
    }

    /** How many samples must hold voices. */
    static int sounding(int[] wanted, int samples) {
        int count = 0;
        for (int i = 0; i < samples; i++) {
            count += Math.min(1, wanted[i]);
        }
        return count;
    }
}
