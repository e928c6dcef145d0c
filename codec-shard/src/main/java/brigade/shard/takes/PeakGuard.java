package brigade.shard.takes;

/**
 * Turns sound up and keeps it below -1 dBFS: a limiter that knows the whole song. Each block of 5 ms gets the gain that its loudest
 * sample and those of its neighbours allow; in between the gain goes in straight lines. One thread.
 */
final class PeakGuard {
    /** -1 dBFS. */
    static final float CEILING = 0.891f;

    private static final int BLOCK = 240;

    private final float[] edges;

    /** Looks through all of {@code sound}. */
    PeakGuard(SoundFile sound, double gain) {
        int blocks = (int) Math.ceilDiv(sound.samples(), BLOCK);
        float[] allowed = new float[blocks + 2];
        allowed[0] = allowed[blocks + 1] = (float) gain;
        float[] pcm = new float[BLOCK];
        for (int b = 0; b < blocks; b++) {
            int count = sound.read((long) b * BLOCK, pcm);
            float peak = 1e-9f;
            for (int i = 0; i < count; i++) {
                peak = Math.max(peak, Math.abs(pcm[i]));
            }
            allowed[b + 1] = (float) Math.min(gain, CEILING / peak);
        }
        // The gain at an edge is what both blocks beside it, and the next two, allow.
        edges = new float[blocks + 1];
        for (int e = 0; e <= blocks; e++) {
            float least = (float) gain;
            for (int b = Math.max(0, e - 1); b <= Math.min(blocks + 1, e + 2); b++) {
                least = Math.min(least, allowed[b]);
            }
            edges[e] = least;
        }
    }

    /** Applies it to the samples from {@code at}, a multiple of the block, on. */
    void apply(long at, float[] pcm, int count) {
        for (int i = 0; i < count; i++) {
            long position = at + i;
            int b = (int) (position / BLOCK);
            float t = (position - (long) b * BLOCK) / (float) BLOCK;
            pcm[i] *= edges[b] + t * (edges[b + 1] - edges[b]);
        }
    }
}
