package brigade.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are the same whenever they are written, and hold what their programs need and nothing else. */
@Tag("slow")
class ImagesTest {
    @Test
    void theSameFilesGiveTheSameDigest(@TempDir Path folder) throws Exception {
        Images again = new Images(folder.resolve("work"), "test");
        Images.Written programs = again.programs(folder.resolve("brigade.tar"), BuiltImages.classPath());
        assertThat(programs.digest()).isEqualTo(BuiltImages.programs().digest()).startsWith("sha256:");
        Images.Written nginx = again.nginx(folder.resolve("brigade-nginx.tar"));
        assertThat(nginx.digest()).isEqualTo(BuiltImages.nginx().digest()).isNotEqualTo(programs.digest());
    }

    @Test
    void ourProgramsComeWithJavaAndLibopusAndWithoutAShell(@TempDir Path folder) throws Exception {
        Set<String> files = TarList.ofImage(BuiltImages.programs().tar());
        assertThat(files)
                .contains("opt/java/bin/java", "etc/passwd")
                .anyMatch(file -> file.endsWith("/libopus.so.0"))
                .anyMatch(file -> file.endsWith("/libc.so.6"))
                .noneMatch(file -> file.matches("(usr/)?bin/.*|.*/jib-core.*|.*/testcontainers.*"));
        assertThat(TarList.configuration(BuiltImages.programs().tar()))
                .contains("\"User\":\"10001:10001\"", "brigade.containers.Role");
    }

    @Test
    void nginxComesWithTheWebApp() throws IOException, InterruptedException {
        assertThat(TarList.ofImage(BuiltImages.nginx().tar()))
                .contains("usr/sbin/nginx", "etc/brigade/nginx/brigade.conf", "usr/share/brigade/web/index.html")
                .noneMatch(file -> file.matches("(usr/)?bin/.*"));
        assertThat(TarList.configuration(BuiltImages.nginx().tar()).getBytes(StandardCharsets.UTF_8))
                .isNotEmpty();
    }
}
