package brigade.rpc;

import java.nio.file.Path;

/** A state server of its own process; argument: run directory. Ends when it is killed. */
final class TestServerMain {
    private TestServerMain() {}

    public static void main(String[] args) throws Exception {
        try (TestServer server = new TestServer(Path.of(args[0]), new TestHandler())) {
            Thread.currentThread().join();
            server.pause(true);
        }
    }
}
