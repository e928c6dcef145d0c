package brigade.state.ring;

import java.util.Arrays;

/**
 * The n of {@code sqrt(3 / (n + 2))} for one stream: the mean of the last second, or what sounds now if that is more,
 * so that a crowd that comes in all at once is never too loud. Goes by the counts as they were when each frame closed:
 * later ones hold voices that the stream does not. Agent thread only.
 */
final class SoundingVoices {
    private static final int FRAMES = 50;

    private final int[] counts = new int[FRAMES];
    private int next;
    private int sum;

    /** Takes the count of the next frame. */
    void next(int count) {
        sum += count - counts[next];
        counts[next] = count;
        next = (next + 1) % FRAMES;
    }

    /** Voices to reckon with while {@code now} sound. */
    float voices(int now) {
        return Math.max(now, sum / (float) FRAMES);
    }

    void clear() {
        Arrays.fill(counts, 0);
        sum = 0;
    }
}
