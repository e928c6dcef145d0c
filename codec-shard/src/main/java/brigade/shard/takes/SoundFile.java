package brigade.shard.takes;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of a whole take in a mapped temporary file, silent at first. What was put in first stays: a voice that is sent again
 * after a lost connection is not added twice. One thread.
 */
final class SoundFile implements Closeable {
    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment sound;
    private final long samples;

    /** Ranges that were put, start to end; they neither touch nor overlap. */
    private final TreeMap<Long, Long> covered = new TreeMap<>();

    SoundFile(Path folder, long samples) throws IOException {
        this.samples = samples;
        this.file = Files.createTempFile(folder, ".sound", ".part");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            sound = channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.max(1, samples) * Float.BYTES, arena);
        } catch (IOException e) {
            arena.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    long samples() {
        return samples;
    }

    /** Puts {@code count} samples from {@code pcm} at {@code at}; what lies outside, or where something is, is left out. */
    void put(long at, float[] pcm, int from, int count) {
        long start = Math.max(0, at);
        long end = Math.min(samples, at + count);
        long next = start;
        while (next < end) {
            Map.Entry<Long, Long> before = covered.floorEntry(next);
            if (before != null && before.getValue() > next) {
                next = before.getValue();
                continue;
            }
            Long after = covered.higherKey(next);
            long stop = after == null ? end : Math.min(end, after);
            MemorySegment.copy(pcm, from + (int) (next - at), sound, ValueLayout.JAVA_FLOAT, next * Float.BYTES, (int)
                    (stop - next));
            next = stop;
        }
        if (start < end) {
            cover(start, end);
        }
    }

    private void cover(long start, long end) {
        long from = start;
        long to = end;
        Map.Entry<Long, Long> before = covered.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> next = covered.ceilingEntry(from);
        while (next != null && next.getKey() <= to) {
            to = Math.max(to, next.getValue());
            covered.remove(next.getKey());
            next = covered.ceilingEntry(from);
        }
        covered.put(from, to);
    }

    /** How much was put. */
    long coveredSamples() {
        long sum = 0;
        for (Map.Entry<Long, Long> range : covered.entrySet()) {
            sum += range.getValue() - range.getKey();
        }
        return sum;
    }

    /** Where nothing was put, start to end. */
    Map<Long, Long> gaps() {
        TreeMap<Long, Long> gaps = new TreeMap<>();
        long from = 0;
        for (Map.Entry<Long, Long> range : covered.entrySet()) {
            if (range.getKey() > from) {
                gaps.put(from, range.getKey());
            }
            from = range.getValue();
        }
        if (from < samples) {
            gaps.put(from, samples);
        }
        return gaps;
    }

    /** Adds to what is there, times {@code gain}. */
    void add(long at, float[] pcm, int count, float gain) {
        for (int i = 0; i < count; i++) {
            long byteAt = (at + i) * Float.BYTES;
            sound.set(ValueLayout.JAVA_FLOAT, byteAt, sound.get(ValueLayout.JAVA_FLOAT, byteAt) + gain * pcm[i]);
        }
    }

    /** Reads up to {@code pcm.length} samples; how many there were. */
    int read(long at, float[] pcm) {
        int count = Math.clamp(samples - at, 0, pcm.length);
        MemorySegment.copy(sound, ValueLayout.JAVA_FLOAT, at * Float.BYTES, pcm, 0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        Files.deleteIfExists(file);
    }
}
