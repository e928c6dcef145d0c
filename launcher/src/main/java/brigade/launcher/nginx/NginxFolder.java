package brigade.launcher.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder from which nginx runs: {@code brigade.conf}, {@code headers.conf}, {@code web/}, and what nginx writes itself (process
 * id, logs, cache, temporary files). Written before nginx starts, by one thread; writing again replaces it.
 */
public final class NginxFolder {
    private static final String WEB = "/brigade/web";

    /** What a browser gets while no shard takes people. */
    private static final List<String> AWAY = List.of("away.html", "away.js");

    private final Path folder;
    private final NginxPlaces places;

    /** In that folder, which need not be there yet. */
    public NginxFolder(Path folder) {
        this(folder, NginxPlaces.in(folder.toAbsolutePath().normalize()));
    }

    /** In that folder, for an nginx that sees other places: in a container. */
    public NginxFolder(Path folder, NginxPlaces places) {
        this.folder = folder.toAbsolutePath().normalize();
        this.places = places;
    }

    /** The configuration. */
    public Path configuration() {
        return folder.resolve("brigade.conf");
    }

    /**
     * Writes everything.
     *
     * @param contentSecurityPolicy what the page may do
     * @return the configuration
     * @throws IOException when the folder cannot be written
     * @throws IllegalArgumentException when its name cannot stand in a configuration
     */
    public Path write(NginxSettings settings, String contentSecurityPolicy) throws IOException {
        Files.createDirectories(folder);
        if (places.work().equals(folder)) {
            Files.createDirectories(folder.resolve("cache"));
        }
        if (places.web().equals(folder.resolve("web"))) {
            copyWebApp(places.web());
        }
        for (String page : AWAY) {
            Files.writeString(folder.resolve(page), NginxText.resource(page));
        }
        Files.writeString(folder.resolve("headers.conf"), NginxText.headers(contentSecurityPolicy, settings.tls()));
        Files.writeString(configuration(), NginxText.configuration(settings, places));
        return configuration();
    }

    /** Copies the web app. The page's files lie in a jar, or in a folder when a test runs. */
    public static void copyWebApp(Path to) throws IOException {
        URL index = NginxFolder.class.getResource(WEB + "/index.html");
        if (index == null) {
            throw new IOException("the web app is missing: build again");
        }
        try {
            URI uri = index.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    copyAll(jar.getPath(WEB), to);
                }
            } else {
                copyAll(Path.of(uri).resolveSibling("."), to);
            }
        } catch (URISyntaxException e) {
            throw new IOException("the web app is at a strange place: " + index, e);
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    try (InputStream in = Files.newInputStream(file)) {
                        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }
}
