package brigade.launcher.nginx;

import java.nio.file.Path;

/**
 * Where nginx finds and leaves things, as it sees them.
 *
 * @param folder its configuration
 * @param web the web app's files
 * @param work what it writes itself: process id, cache, temporary files
 * @param accessLog one line per request
 * @param errorLog what goes wrong
 */
public record NginxPlaces(Path folder, Path web, Path work, String accessLog, String errorLog) {
    /** All in one folder. */
    public static NginxPlaces in(Path folder) {
        return new NginxPlaces(
                folder,
                folder.resolve("web"),
                folder,
                folder.resolve("access.log").toString(),
                folder.resolve("error.log").toString());
    }

    /** In a container: only {@code work} can be written, and logs are the container's output. */
    public static NginxPlaces inContainer(Path folder, Path web, Path work) {
        return new NginxPlaces(folder, web, work, "/dev/stdout", "stderr");
    }
}
