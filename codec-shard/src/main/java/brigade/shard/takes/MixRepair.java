package brigade.shard.takes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a mix back what it lacks around the deaths of state servers: whole frames, or the voices that came when their frames had
 * closed. How loud each group of voices is in the mix is measured before and after; then each 20 ms are asked which groups are missing,
 * and those are added from the stems. What is there, a track too, stays as it is. One thread.
 */
final class MixRepair implements Closeable {
    /** Before and after a window: how loud voices are is measured there. */
    private static final long CONTEXT_SAMPLES = 4L * 48_000;

    private static final int FRAME = 960;
    private static final int RAMP = 240;

    private final List<OutageWindows.Window> windows;
    private final VoiceGroups groups;
    private final long samples;
    private long restoredSamples;

    MixRepair(Path folder, long samples, List<OutageWindows.Window> windows) {
        this.windows = windows;
        this.samples = samples;
        List<OutageWindows.Window> kept = new ArrayList<>();
        for (OutageWindows.Window window : windows) {
            // What lies between two windows may belong to both contexts: it is kept once.
            long from = Math.max(kept.isEmpty() ? 0 : kept.getLast().to(), window.from() - CONTEXT_SAMPLES);
            long to = Math.min(samples, window.to() + CONTEXT_SAMPLES);
            kept.add(new OutageWindows.Window(from, Math.max(from, to)));
        }
        this.groups = new VoiceGroups(folder, samples, kept);
    }

    /** The stems go there; empty when no state server died. */
    VoiceGroups groups() {
        return groups;
    }

    /** Whether there is nothing to do. */
    boolean isIdle() {
        return windows.isEmpty();
    }

    /** Adds what is missing; all stems are there. */
    void repair(SoundFile mix) {
        if (groups.size() == 0) {
            return;
        }
        for (OutageWindows.Window window : windows) {
            repair(mix, window);
        }
    }

    private void repair(SoundFile mix, OutageWindows.Window window) {
        double[] gains = new GroupGains(groups).measure(mix, around(window));
        MissingVoices missing = new MissingVoices(mix, groups, gains, window.from(), window.to());
        boolean[][] flags = missing.find();
        boolean[] any = new boolean[missing.frames()];
        for (int group = 0; group < groups.size(); group++) {
            for (int frame = 0; frame < any.length; frame++) {
                any[frame] |= flags[group][frame];
            }
            add(mix, groups.sound(group), (float) gains[group], flags[group], window);
        }
        for (boolean restored : any) {
            restoredSamples += restored ? FRAME : 0;
        }
    }

    /** What lies around a window, and in none. */
    private List<OutageWindows.Window> around(OutageWindows.Window window) {
        int index = windows.indexOf(window);
        long before = index == 0 ? 0 : windows.get(index - 1).to();
        long after =
                index == windows.size() - 1 ? samples : windows.get(index + 1).from();
        return List.of(
                new OutageWindows.Window(Math.max(before, window.from() - CONTEXT_SAMPLES), window.from()),
                new OutageWindows.Window(window.to(), Math.min(after, window.to() + CONTEXT_SAMPLES)));
    }

    private static void add(SoundFile mix, SoundFile voices, float gain, boolean[] flags, OutageWindows.Window window) {
        float[] pcm = new float[FRAME];
        for (int frame = 0; frame < flags.length; frame++) {
            if (!flags[frame]) {
                continue;
            }
            long at = window.from() + (long) frame * FRAME;
            int count = (int) Math.min(voices.read(at, pcm), window.to() - at);
            boolean begins = frame > 0 && !flags[frame - 1];
            boolean ends = frame + 1 < flags.length && !flags[frame + 1];
            for (int i = 0; i < Math.min(RAMP, count); i++) {
                pcm[i] *= begins ? (i + 0.5f) / RAMP : 1;
                pcm[count - 1 - i] *= ends ? (i + 0.5f) / RAMP : 1;
            }
            mix.add(at, pcm, count, gain);
        }
    }

    /** How much of the mix something was added to. */
    long restoredSamples() {
        return restoredSamples;
    }

    @Override
    public void close() throws IOException {
        groups.close();
    }
}
