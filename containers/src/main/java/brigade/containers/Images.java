package brigade.containers;

import brigade.launcher.JavaCommand;
import brigade.launcher.frontdoor.FrontDoor;
import brigade.launcher.nginx.NginxFolder;
import brigade.launcher.nginx.NginxPlaces;
import brigade.launcher.nginx.NginxProgram;
import brigade.launcher.nginx.NginxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Both images: {@code localhost/brigade}, all our programs on a Java of their own with libopus, and
 * {@code localhost/brigade-nginx}. Nothing is fetched; what lies on this machine becomes the image. One thread.
 */
public final class Images {
    /** Where a pod's shards and the state server listen when nothing else is said. */
    public static final int SHARDS = 3;

    public static final int SHARD_PORT = 8081;
    public static final int HEALTH_PORT = 8079;
    public static final int WEB_PORT = 8080;

    private static final Path JAVA = Path.of("/opt/java");
    private static final Path NGINX_CONFIGURATION = Path.of("/etc/brigade/nginx");
    private static final Path WEB = Path.of("/usr/share/brigade/web");
    private static final Path NGINX_WORK = Path.of("/run/nginx");

    private final Path work;
    private final String tag;

    /**
     * What is to be made.
     *
     * @param work an empty folder for what is gathered; the caller deletes it
     * @param tag version of both
     */
    public Images(Path work, String tag) {
        this.work = work;
        this.tag = tag;
    }

    /**
     * An image that was written.
     *
     * @param name with its tag
     * @param tar as {@code docker load} takes it
     * @param digest the same for the same content
     */
    public record Written(String name, Path tar, String digest) {}

    /**
     * Writes the image of our programs.
     *
     * @param classPath jars and folders of classes
     */
    public Written programs(Path tar, List<Path> classPath) throws IOException, InterruptedException {
        Path system = Files.createDirectories(work.resolve("programs/system"));
        Path java = work.resolve("programs/java");
        JavaRuntime.write(java);
        SystemFiles files = new SystemFiles(system);
        files.writeNames();
        files.copyLibrariesOf(JavaRuntime.linked(java), java);
        files.copyLibrary("libopus.so.0", "libopus0");
        ImageTar image = new ImageTar(Files.createDirectories(work.resolve("programs/cache")))
                .layer("system", system, "/")
                .layer("java", java, JAVA.toString());
        Path jars = Files.createDirectories(work.resolve("programs/jars"));
        Path ours = Files.createDirectories(work.resolve("programs/ours"));
        List<String> places = new ArrayList<>();
        for (Path entry : classPath) {
            places.add(
                    Files.isDirectory(entry) ? copyFolder(entry, ours) : copyJar(entry, isOurs(entry) ? ours : jars));
        }
        String name = "localhost/brigade:" + tag;
        List<String> command = new ArrayList<>(List.of(JAVA.resolve("bin/java").toString()));
        command.addAll(JavaCommand.flags());
        command.addAll(List.of("-cp", String.join(":", places), Role.class.getName()));
        String digest = image.layer("jars", jars, "/opt/brigade/jars")
                .layer("ours", ours, "/opt/brigade/ours")
                .everybodys(emptyFolder(), "/tmp")
                .ours(emptyFolder(), "/run/brigade")
                .ours(emptyFolder(), "/var/lib/brigade")
                .ours(emptyFolder(), NGINX_CONFIGURATION.toString())
                .write(tar, name, command, List.of("--help"), SHARD_PORT);
        return new Written(name, tar, digest);
    }

    /**
     * Writes the image of nginx with the web app, set up for {@link #SHARDS} shards on the same address.
     *
     * @throws IOException when nginx is not installed here, or something cannot be written
     */
    public Written nginx(Path tar) throws IOException, InterruptedException {
        Path nginx = NginxProgram.find()
                .orElseThrow(() -> new IOException("the image needs nginx: sudo apt-get install nginx"));
        Path system = Files.createDirectories(work.resolve("nginx/system"));
        SystemFiles files = new SystemFiles(system);
        files.writeNames();
        files.copyLibrariesOf(List.of(nginx), system);
        Path program = system.resolve("usr/sbin/nginx");
        Files.createDirectories(program.getParent());
        Files.copy(nginx.toRealPath(), program);
        NginxSettings settings = new NginxSettings(
                "0.0.0.0",
                WEB_PORT,
                Stream.iterate(SHARD_PORT, port -> port + 1).limit(SHARDS).toList(),
                HEALTH_PORT,
                "_",
                null,
                0,
                List.of(),
                "",
                "/");
        Path app = work.resolve("nginx/app");
        new NginxFolder(
                        app.resolve(NGINX_CONFIGURATION.getRoot().relativize(NGINX_CONFIGURATION)),
                        NginxPlaces.inContainer(NGINX_CONFIGURATION, WEB, NGINX_WORK))
                .write(settings, FrontDoor.CONTENT_SECURITY_POLICY);
        NginxFolder.copyWebApp(app.resolve(WEB.getRoot().relativize(WEB)));
        String name = "localhost/brigade-nginx:" + tag;
        String digest = new ImageTar(Files.createDirectories(work.resolve("nginx/cache")))
                .layer("system", system, "/")
                .layer("app", app, "/")
                .everybodys(emptyFolder(), "/tmp")
                .everybodys(emptyFolder(), NGINX_WORK.toString())
                .write(
                        tar,
                        name,
                        List.of("/usr/sbin/nginx", "-e", "stderr", "-g", "daemon off;"),
                        List.of(
                                "-c",
                                NGINX_CONFIGURATION.resolve("brigade.conf").toString()),
                        WEB_PORT);
        return new Written(name, tar, digest);
    }

    /** Ours change with each build and get a layer of their own. */
    private static boolean isOurs(Path jar) {
        return jar.toAbsolutePath().toString().contains("/target/");
    }

    private static String copyJar(Path jar, Path to) throws IOException {
        Files.copy(jar, to.resolve(jar.getFileName()));
        return "/opt/brigade/" + to.getFileName() + "/" + jar.getFileName();
    }

    /** {@code MODULE/target/classes}, when nothing was packaged yet. */
    private static String copyFolder(Path classes, Path to) throws IOException {
        Path absolute = classes.toAbsolutePath();
        String name = absolute.getName(absolute.getNameCount() - 3).toString();
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path copy = to.resolve(name).resolve(classes.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return "/opt/brigade/ours/" + name;
    }

    private Path emptyFolder() throws IOException {
        return Files.createDirectories(work.resolve("empty"));
    }
}
