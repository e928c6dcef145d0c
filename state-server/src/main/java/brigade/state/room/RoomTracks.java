package brigade.state.room;

import brigade.state.ring.BackingSound;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of one room: those that all rooms have, and the names of those that its hosts uploaded, of which the one that was chosen is in
 * memory. The library's thread looks; the agent takes {@link #current} and says {@link #choose}.
 */
final class RoomTracks {
    private final Path folder;
    private volatile Tracks current = Tracks.NONE;
    private volatile String chosen = "";

    // The library's thread alone:
    private Tracks shared = Tracks.NONE;
    private Set<String> names = Set.of();
    private String loadedName = "";
    private @Nullable FileTime loadedTime;
    private @Nullable BackingSound loaded;

    RoomTracks(Path folder) {
        this.folder = folder;
    }

    /** The tracks there are now; another object whenever they changed. Any thread. */
    Tracks current() {
        return current;
    }

    /** Has this track in memory as soon as may be, instead of the one before. Any thread. */
    void choose(String name) {
        chosen = name;
    }

    /** Looks what changed. */
    void look(Tracks all) throws IOException {
        Set<String> found = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.wav")) {
                files.forEach(file -> found.add(nameOf(file)));
            }
        }
        String wanted = chosen;
        Path file = folder.resolve(wanted + ".wav");
        FileTime time = found.contains(wanted) ? Files.getLastModifiedTime(file) : null;
        boolean isLoaded = wanted.equals(loadedName) && Objects.equals(time, loadedTime);
        if (all == shared && found.equals(names) && isLoaded) {
            return;
        }
        if (!isLoaded) {
            loaded = time == null ? null : TrackLibrary.read(file);
            loadedName = wanted;
            loadedTime = time;
        }
        shared = all;
        names = found;
        SortedMap<String, BackingSound> sounds = new TreeMap<>();
        if (loaded != null && loaded.samples() > 0) {
            sounds.put(wanted, loaded);
        }
        current = all.with(sounds, found);
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".wav".length());
    }
}
