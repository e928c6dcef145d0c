package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.audio.file.AudioFileException;
import brigade.audio.file.MappedWav;
import brigade.audio.file.WavReader;
import brigade.state.ring.BackingSound;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backing tracks in a folder: WAV files, as 48 kHz mono at {@value #TARGET_LUFS} LUFS. A thread of its own looks
 * once a second what changed and loads it; the agent only takes {@link #current()}. A file that is of no use is
 * reported once, in one line, and skipped until it changes.
 */
public final class TrackLibrary implements AutoCloseable {
    /** Loudness of every track. */
    static final double TARGET_LUFS = -20;

    /** No peak of a track rises above it by the change of level; its last bit belongs to the mix's limiter. */
    private static final double PEAK_MAX = Gain.fromDb(-1);

    /** Tracks in memory together: 30 minutes are 346 MB. What comes later in the alphabet is left out. */
    private static final long TOTAL_MAX_SAMPLES = 1_800L * AudioFormat.SAMPLE_RATE_HZ;

    /**
     * A longer file that a shard wrote, a recording to be listened to, is read from where it lies while it plays: 10 minutes, as long as an uploaded
     * track may be. In memory an hour would be 691 MB.
     */
    private static final long IN_MEMORY_MAX_BYTES = 600L * AudioFormat.SAMPLE_RATE_HZ * Short.BYTES + 4_096;

    /** Folder of the rooms' own tracks, a folder each. */
    private static final String ROOMS = "rooms";

    private static final long LOOK_EVERY_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(TrackLibrary.class);

    /** A file as it was when it was read; {@code track} is null when it is of no use. */
    private record Loaded(
            FileTime modified, long bytes, @Nullable BackingSound track) {}

    private final Path folder;
    private final ScheduledExecutorService worker;
    private final Map<String, RoomTracks> rooms = new ConcurrentHashMap<>();
    private SortedMap<String, Loaded> files = new TreeMap<>();
    private boolean folderReported;
    private volatile Tracks current = Tracks.NONE;

    private TrackLibrary(Path folder) {
        this.folder = folder;
        this.worker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("tracks").daemon(true).factory());
    }

    /** Begins to watch {@code folder}, which may be missing and come later. */
    public static TrackLibrary open(Path folder) {
        TrackLibrary library = new TrackLibrary(folder);
        Future<?> _ = library.worker.scheduleWithFixedDelay(library::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        return library;
    }

    /** Those of one room, its own included; followed until {@link #forget}. Any thread. */
    RoomTracks of(String room) {
        RoomTracks tracks = rooms.computeIfAbsent(
                room, id -> new RoomTracks(folder.resolve(ROOMS).resolve(id)));
        rescan();
        return tracks;
    }

    /** Nobody is in that room. Any thread. */
    void forget(String room) {
        rooms.remove(room);
    }

    /** The tracks there are now; another object whenever they changed. Any thread. */
    Tracks current() {
        return current;
    }

    /** Looks now instead of at the next turn. Any thread. */
    public void rescan() {
        worker.execute(this::look);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private void look() {
        try {
            SortedMap<String, Loaded> found = scan();
            if (!found.equals(files)) {
                files = found;
                publish();
            }
            folderReported = false;
            for (RoomTracks room : rooms.values()) {
                room.look(current);
            }
        } catch (IOException | RuntimeException e) {
            if (!folderReported) {
                folderReported = true;
                LOG.warn("the folder of tracks cannot be read: {}", e.toString());
            }
        }
    }

    private SortedMap<String, Loaded> scan() throws IOException {
        SortedMap<String, Loaded> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path file : entries) {
                String name = String.valueOf(file.getFileName());
                if (name.toLowerCase(Locale.ROOT).endsWith(".wav") && !name.startsWith(".")) {
                    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                    Loaded before = files.get(name);
                    boolean same = before != null
                            && before.bytes == now.size()
                            && before.modified.equals(now.lastModifiedTime());
                    found.put(name, before != null && same ? before : load(file, now));
                }
            }
        }
        return found;
    }

    private static Loaded load(Path file, BasicFileAttributes now) {
        return new Loaded(now.lastModifiedTime(), now.size(), intoMemory(file));
    }

    /**
     * What a track sounds like under a song; null when it is gone or of no use. Blocks for seconds.
     *
     * @param folder of all tracks
     * @param name as songs have it
     */
    public static @Nullable BackingSound sound(Path folder, String room, String name) {
        Path own = folder.resolve(ROOMS).resolve(room).resolve(name + ".wav");
        Path file = Files.exists(own) ? own : folder.resolve(name);
        return file.normalize().startsWith(folder) && Files.exists(file) ? read(file) : null;
    }

    /** Reads and normalises a room's own track, which a shard wrote whole and nobody changes; null when it is of no use. Blocks for seconds. */
    static @Nullable BackingSound read(Path file) {
        try {
            MappedWav wav = Files.size(file) > IN_MEMORY_MAX_BYTES ? MappedWav.open(file) : null;
            return wav != null ? BackingSound.mapped(wav, gain(wav)) : intoMemory(file);
        } catch (AudioFileException e) {
            LOG.warn("track left out: {}", e.getMessage());
        } catch (IOException e) {
            LOG.warn("track left out: {}", e.toString());
        }
        return null;
    }

    /** The same of a file that anybody may write over while it plays: it is never read again. */
    private static @Nullable BackingSound intoMemory(Path file) {
        try {
            float[] sound = WavReader.read(file);
            normalise(sound);
            return BackingSound.track(sound);
        } catch (AudioFileException e) {
            LOG.warn("track left out: {}", e.getMessage());
        } catch (OutOfMemoryError e) {
            LOG.warn("track left out: {} does not fit into memory", file.getFileName());
        }
        return null;
    }

    private void publish() {
        SortedMap<String, BackingSound> tracks = new TreeMap<>();
        long samples = 0;
        for (var entry : files.entrySet()) {
            BackingSound track = entry.getValue().track;
            if (track == null || track.samples() == 0) {
                continue;
            }
            samples += track.samples();
            if (samples > TOTAL_MAX_SAMPLES) {
                LOG.warn(
                        "track left out: {}, all tracks together are longer than {} s",
                        entry.getKey(),
                        TOTAL_MAX_SAMPLES / AudioFormat.SAMPLE_RATE_HZ);
                samples -= track.samples();
                continue;
            }
            tracks.put(entry.getKey(), track);
        }
        current = new Tracks(tracks);
        LOG.info("{} backing tracks", tracks.size());
    }

    /** What brings {@code sound} to {@link #TARGET_LUFS}, less when its peaks would rise too high; silence stays. */
    private static double gain(int samples, Loudness.Sound sound) {
        double lufs = Loudness.integratedLufs(samples, sound);
        if (lufs == Double.NEGATIVE_INFINITY) {
            return 1;
        }
        float peak = 0;
        for (int i = 0; i < samples; i++) {
            peak = Math.max(peak, Math.abs(sound.at(i)));
        }
        return Math.min(Gain.fromDb(TARGET_LUFS - lufs), PEAK_MAX / peak);
    }

    /** Reads the whole file once, which brings it into the system's cache too. */
    private static double gain(MappedWav wav) {
        return gain(wav.samples(), i -> wav.at(i) / (float) -Short.MIN_VALUE);
    }

    /** Brings {@code sound} to {@link #TARGET_LUFS}; silence stays. */
    static void normalise(float[] sound) {
        double gain = gain(sound.length, i -> sound[i]);
        for (int i = 0; i < sound.length; i++) {
            sound[i] *= (float) gain;
        }
    }
}
