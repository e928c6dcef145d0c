package brigade.e2e;

import brigade.containers.Role;
import brigade.launcher.JavaCommand;
import brigade.launcher.nginx.NginxProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Plain processes of this machine, with the nginx that is installed here, in folders of their own. */
final class ProcessHouse extends House {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path folder = Files.createTempDirectory("brigade-house-");
    private final Path memory = Files.createTempDirectory(Files.isDirectory(MEMORY) ? MEMORY : folder, "brigade-test-");
    private final Map<String, List<String>> commands = new HashMap<>();
    private final Map<String, Process> processes = new HashMap<>();
    private final Thread emergency = new Thread(this::endAll, "end-house");
    private final Cable cable;
    private final int firstPort;

    ProcessHouse() throws IOException {
        firstPort = FreePorts.inARow(SLOTS + 2);
        cable = new Cable(nginxPort());
        Runtime.getRuntime().addShutdownHook(emergency);
    }

    @Override
    String material() {
        return "processes";
    }

    @Override
    void build() throws IOException, InterruptedException {
        Path nginx = NginxProgram.find()
                .orElseThrow(() -> new IllegalStateException("nginx is missing: sudo apt-get install nginx"));
        Path etc = folder.resolve("nginx");
        List<String> command = new ArrayList<>(ours(nginxConfiguration()));
        command.addAll(List.of("--out", etc.toString(), "--host", "127.0.0.1", "--port", "" + nginxPort()));
        // Its workers read a folder that is ours alone.
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("--user", "root"));
        }
        begin("configure", command);
        if (process("configure").waitFor() != 0) {
            throw new IllegalStateException(log("configure"));
        }
        begin(
                NGINX,
                List.of(
                        nginx.toString(),
                        "-e",
                        "stderr",
                        "-c",
                        etc.resolve("brigade.conf").toString(),
                        "-g",
                        "daemon off; master_process off;"));
    }

    private static List<String> ours(List<String> command) {
        List<String> whole = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        whole.addAll(JavaCommand.flags());
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        whole.addAll(List.of("-cp", classPath, Role.class.getName()));
        whole.addAll(command);
        return whole;
    }

    @Override
    void run(String part, List<String> command) {
        List<String> whole = new ArrayList<>(ours(command));
        whole.addAll(List.of(
                "--run-dir", memory.toString(), "--data", folder.resolve("data").toString()));
        begin(part, whole);
    }

    private void begin(String part, List<String> command) {
        commands.put(part, command);
        startAgain(part);
    }

    @Override
    void startAgain(String part) {
        ProcessBuilder builder = new ProcessBuilder(Objects.requireNonNull(commands.get(part), part))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(part)))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(ENVIRONMENT);
        try {
            processes.put(part, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process(String part) {
        return Objects.requireNonNull(processes.get(part), part);
    }

    @Override
    void kill(String part) {
        process(part).destroyForcibly();
        awaitEnd(part);
    }

    @Override
    void stop(String part) {
        process(part).destroy();
        awaitEnd(part);
    }

    private void awaitEnd(String part) {
        try {
            if (!process(part).waitFor(STOP_MAX_S, TimeUnit.SECONDS)) {
                process(part).destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void pause(String part) {
        signal(part, "STOP");
    }

    @Override
    void unpause(String part) {
        signal(part, "CONT");
    }

    private void signal(String part, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process(part).pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void cut() {
        cable.cut();
    }

    @Override
    void mend() {
        cable.mend();
    }

    @Override
    String log(String part) {
        try {
            return Files.readString(logFile(part).toPath());
        } catch (IOException e) {
            return part + ": " + e.getMessage();
        }
    }

    private File logFile(String part) {
        return folder.resolve(part + ".log").toFile();
    }

    /** Clients come through the cable. */
    @Override
    int port() {
        return cable.port();
    }

    private int nginxPort() {
        return firstPort + SLOTS;
    }

    @Override
    int shardPort() {
        return firstPort;
    }

    @Override
    int healthPort() {
        return firstPort + SLOTS + 1;
    }

    private void endAll() {
        processes.values().forEach(Process::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        cable.close();
        endAll();
        processes.keySet().forEach(this::awaitEnd);
        Runtime.getRuntime().removeShutdownHook(emergency);
        super.close();
        for (Path left : List.of(memory, folder)) {
            delete(left);
        }
    }

    private static void delete(Path left) throws IOException {
        if (Files.exists(left)) {
            try (Stream<Path> all = Files.walk(left)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
