package brigade.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link TestStack}: one for all tests of this JVM that ask for it, with two shards and the usual settings,
 * started with the first of them and ended after the last. Each test makes a room of its own, or holds {@link #MAIN}; who
 * kills processes or counts what they do starts a stack of his own.
 */
final class SharedStack implements ParameterResolver {
    /** Resource lock of tests in the room of those who name none, the only one that old clients know. */
    static final String MAIN = "room main";

    private static final Namespace STORE = Namespace.create(SharedStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestStack.class;
    }

    @Override
    public TestStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Started.class, key -> Started.now(), Started.class)
                .stack;
    }

    /** The stack and its folder; JUnit closes it when all tests have run. */
    private record Started(TestStack stack, Path data) implements AutoCloseable {
        static Started now() {
            try {
                Path data = Files.createTempDirectory("brigade-shared-");
                return new Started(TestStack.start(data, 2, Map.of()), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the servers started", e);
            }
        }

        @Override
        public void close() throws IOException {
            stack.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
