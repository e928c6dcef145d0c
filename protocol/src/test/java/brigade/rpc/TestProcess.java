package brigade.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the test class path. */
final class TestProcess implements AutoCloseable {
    private final Process process;

    private TestProcess(Process process) {
        this.process = process;
    }

    /** Runs {@code main} with {@code arguments}; it speaks on our standard output. */
    static TestProcess start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Passed on by us: surefire talks to its JVM over the real standard output.
        Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(System.out::println));
        return new TestProcess(process);
    }

    /** As {@code kill -9}; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, once it ends by itself. */
    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        kill();
    }
}
