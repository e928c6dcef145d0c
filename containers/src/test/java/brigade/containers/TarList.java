package brigade.containers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in an image, read from its file. */
final class TarList {
    private TarList() {}

    /** Paths of all files of all layers, without a leading slash. */
    static Set<String> ofImage(Path tar) throws IOException {
        Set<String> files = new TreeSet<>();
        try (TarArchiveInputStream image = open(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = image.getNextEntry(); entry != null; entry = image.getNextEntry()) {
                if (entry.getName().endsWith(".tar.gz")) {
                    TarArchiveInputStream layer = open(new GZIPInputStream(image));
                    for (TarArchiveEntry file = layer.getNextEntry(); file != null; file = layer.getNextEntry()) {
                        if (!file.isDirectory()) {
                            files.add(file.getName().replaceFirst("^/", ""));
                        }
                    }
                }
            }
        }
        return files;
    }

    /** How containers of it run, JSON. */
    static String configuration(Path tar) throws IOException {
        try (TarArchiveInputStream image = open(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = image.getNextEntry(); entry != null; entry = image.getNextEntry()) {
                if (entry.getName().equals("config.json")) {
                    return new String(image.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IOException("no config.json in " + tar);
    }

    private static TarArchiveInputStream open(InputStream in) {
        return new TarArchiveInputStream(new BufferedInputStream(in));
    }
}
