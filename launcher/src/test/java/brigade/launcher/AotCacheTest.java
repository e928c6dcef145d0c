package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AotCacheTest {
    @Test
    void theCacheLiesBesideTheFirstJar() {
        String classPath = String.join(File.pathSeparator, "/dist/a/access.jar", "/dist/a/web.jar");
        assertThat(AotCache.cacheOf("brigade.state.StateServer", classPath))
                .isEqualTo(Path.of("/dist/a/StateServer.aot").toAbsolutePath());
    }

    @Test
    void withoutACacheNothingIsSaid() {
        ChildSpec child = new ChildSpec("state-server", "brigade.state.NotTrained", List.of());
        assertThat(AotCache.flags(child)).isEmpty();
        assertThat(AotCache.isTraining()).isFalse();
        assertThat(JavaCommand.of(child)).noneMatch(word -> word.contains("AOT"));
    }
}
