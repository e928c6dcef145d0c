package brigade.shard.takes;

import brigade.audio.Gain;
import brigade.shard.journal.VoiceRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stems of a take, with their faders, added up by row and shard: voices of one group go missing from the mix together. Kept in
 * temporary files around the outages only (what is not written takes no room). One thread.
 */
final class VoiceGroups implements Closeable {
    /** Groups at most; what is left is of the last one. */
    private static final int GROUPS_MAX = 16;

    private static final int BLOCK = 4_800;
    private static final int SHARD_SHIFT = 22;
    private static final int SHARD_MASK = 0x7f;

    /** Row and shard. */
    private record Key(int bucket, int shard) {}

    private final Path folder;
    private final long samples;
    private final List<OutageWindows.Window> kept;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<SoundFile> sounds = new ArrayList<>();
    private final List<Boolean> leads = new ArrayList<>();
    private int voices;

    /** @param kept what is kept of the song */
    VoiceGroups(Path folder, long samples, List<OutageWindows.Window> kept) {
        this.folder = folder;
        this.samples = samples;
        this.kept = kept;
    }

    /** The group of who sang {@code first}. */
    int group(VoiceRecord first) throws IOException {
        Key key = new Key(first.bucket, (int) (first.connection >> SHARD_SHIFT) & SHARD_MASK);
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        if (sounds.size() < GROUPS_MAX) {
            sounds.add(new SoundFile(folder, samples));
            leads.add(first.bucket == 1);
        }
        numbers.put(key, sounds.size() - 1);
        return sounds.size() - 1;
    }

    /** Adds a voice to its group. */
    void add(int group, SoundFile stem, FaderTrack fader) {
        voices++;
        float[] block = new float[BLOCK];
        for (OutageWindows.Window window : kept) {
            for (long at = window.from(); at < window.to(); at += BLOCK) {
                int count = (int) Math.min(stem.read(at, block), window.to() - at);
                fader.apply(at, block, count);
                sounds.get(group).add(at, block, count, 1);
            }
        }
    }

    /** How many groups there are. */
    int size() {
        return sounds.size();
    }

    /** Sound of a group. */
    SoundFile sound(int group) {
        return sounds.get(group);
    }

    /** How loud the engine makes a group when nobody's loudness is corrected (docs/protocol.md, 4). */
    double usualGain(int group) {
        double gain = leads.get(group) ? Gain.LEADER_FACTOR : Math.sqrt(3.0 / (Math.max(1, voices - 1) + 2));
        return gain * TakeMix.VOLUME;
    }

    @Override
    public void close() throws IOException {
        for (SoundFile sound : sounds) {
            sound.close();
        }
    }
}
