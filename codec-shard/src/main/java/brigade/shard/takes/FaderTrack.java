package brigade.shard.takes;

import java.util.Map;
import java.util.TreeMap;

/** How loud a singer's fader was in the course of a song. One thread. */
final class FaderTrack {
    private final TreeMap<Long, Float> changes = new TreeMap<>();

    /** It stood there from {@code at} on, until the next that is noted after it. */
    void note(long at, float gain) {
        Map.Entry<Long, Float> before = changes.floorEntry(at);
        if (before == null || before.getValue() != gain) {
            changes.put(at, gain);
        }
    }

    /** Applies it to the samples of the song from {@code at} on; before the first note its own. */
    void apply(long at, float[] pcm, int count) {
        Map.Entry<Long, Float> now = changes.floorEntry(at);
        now = now == null ? changes.firstEntry() : now;
        float gain = now == null ? 1 : now.getValue();
        int from = 0;
        for (Map.Entry<Long, Float> change :
                changes.subMap(at, false, at + count, false).entrySet()) {
            int to = (int) (change.getKey() - at);
            scale(pcm, from, to, gain);
            from = to;
            gain = change.getValue();
        }
        scale(pcm, from, count, gain);
    }

    private static void scale(float[] pcm, int from, int to, float gain) {
        for (int i = from; i < to; i++) {
            pcm[i] *= gain;
        }
    }
}
