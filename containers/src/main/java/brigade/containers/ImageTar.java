package brigade.containers;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * An image from nothing: folders become layers, each file of one fixed time, so that the same files give the same digest
 * wherever and whenever. One thread.
 */
final class ImageTar {
    private static final Instant TIME = Instant.EPOCH.plusSeconds(1);
    private static final String OURS = SystemFiles.USER + ":" + SystemFiles.USER;

    private final Path cache;
    private final List<FileEntriesLayer> layers = new ArrayList<>();

    /** @param cache an empty folder for what Jib keeps meanwhile */
    ImageTar(Path cache) {
        this.cache = cache;
    }

    /** Adds what is in {@code folder} at {@code place} of the image; everybody may read it, nobody may write it. */
    ImageTar layer(String name, Path folder, String place) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        AbsoluteUnixPath root = AbsoluteUnixPath.get(place);
        for (Path file : below(folder)) {
            String mode = Files.isDirectory(file) || Files.isExecutable(file) ? "755" : "644";
            layer.addEntry(
                    file, root.resolve(folder.relativize(file)), FilePermissions.fromOctalString(mode), TIME, "0:0");
        }
        layers.add(layer.build());
        return this;
    }

    /** Adds an empty folder that our user may write: where a volume is usually mounted. */
    ImageTar ours(Path anyFolder, String place) throws IOException {
        return folder(anyFolder, place, "755");
    }

    /** Adds an empty folder that everybody may write: a memory disk that is mounted there takes this over, not the owner. */
    ImageTar everybodys(Path anyFolder, String place) throws IOException {
        return folder(anyFolder, place, "777");
    }

    private ImageTar folder(Path anyFolder, String place, String mode) throws IOException {
        layers.add(FileEntriesLayer.builder()
                .setName(place)
                .addEntry(anyFolder, AbsoluteUnixPath.get(place), FilePermissions.fromOctalString(mode), TIME, OURS)
                .build());
        return this;
    }

    /**
     * Writes the image as {@code docker load} takes it.
     *
     * @return its digest
     */
    String write(Path tar, String name, List<String> entrypoint, List<String> arguments, int port)
            throws IOException, InterruptedException {
        try {
            JibContainer written = Jib.fromScratch()
                    .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                    .setCreationTime(Instant.EPOCH)
                    .setFileEntriesLayers(layers)
                    .setEntrypoint(entrypoint)
                    .setProgramArguments(arguments)
                    .setUser(OURS)
                    .setEnvironment(Map.of("LANG", "C.UTF-8"))
                    .setExposedPorts(Set.of(Port.tcp(port)))
                    .setWorkingDirectory(AbsoluteUnixPath.get("/tmp"))
                    .containerize(Containerizer.to(TarImage.at(tar).named(name))
                            .setToolName("brigade")
                            .setOfflineMode(true)
                            .setBaseImageLayersCache(cache)
                            .setApplicationLayersCache(cache));
            return written.getDigest().toString();
        } catch (InvalidImageReferenceException | CacheDirectoryCreationException | RegistryException e) {
            throw new IOException("cannot write " + tar + ": " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new IOException("cannot write " + tar + ": " + e.getCause(), e);
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !file.equals(folder)).sorted().toList();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
