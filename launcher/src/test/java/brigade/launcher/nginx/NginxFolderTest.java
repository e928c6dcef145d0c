package brigade.launcher.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for nginx, and whether nginx takes it. Where no nginx is, only the first part is looked at. */
class NginxFolderTest {
    private static final String POLICY = "default-src 'self'";

    @TempDir
    Path out;

    private static NginxSettings settings(int shards, NginxSettings.@Nullable Tls tls) {
        return settings(shards, tls, "/");
    }

    private static NginxSettings settings(int shards, NginxSettings.@Nullable Tls tls, String folder) {
        List<Integer> ports =
                IntStream.range(0, shards).mapToObj(shard -> 18_081 + shard).toList();
        return new NginxSettings(
                "127.0.0.1",
                18_080,
                ports,
                18_079,
                "_",
                tls,
                tls == null ? 0 : 18_078,
                List.of("10.0.0.0/8"),
                "",
                folder);
    }

    private String write(NginxSettings settings) throws IOException {
        return Files.readString(new NginxFolder(out).write(settings, POLICY));
    }

    private static void assertNginxIsContent(Path configuration) throws Exception {
        Optional<Path> nginx = NginxProgram.find();
        if (nginx.isEmpty()) {
            assertThat(System.getenv("CI")).as("nginx is not installed").isNull();
            System.out.println("nginx is not installed: its own check is left out");
            return;
        }
        assertThat(NginxProgram.check(nginx.get(), configuration)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12, 64})
    void nginxTakesAnyNumberOfShards(int shards) throws Exception {
        String text = write(settings(shards, null));
        assertNginxIsContent(out.resolve("brigade.conf"));
        // One rule for all: only the lines of addresses grow.
        assertThat(text.lines().filter(line -> line.contains("location ")).count())
                .isEqualTo(23);
        assertThat(text.lines()
                        .filter(line -> line.contains("server 127.0.0.1:"))
                        .count())
                .isEqualTo(3L * shards + 1);
        assertThat(text).doesNotContainPattern("@[A-Z]+@");
    }

    @Test
    void nginxRefusesWhatIsBroken() throws Exception {
        write(settings(2, null));
        Path broken = out.resolve("broken.conf");
        Files.writeString(broken, Files.readString(out.resolve("brigade.conf")).replace("gzip on;", "gzip perhaps;"));
        Optional<Path> nginx = NginxProgram.find();
        if (nginx.isPresent()) {
            assertThat(NginxProgram.check(nginx.get(), broken)).get().asString().contains("perhaps");
        }
    }

    @Test
    void oneOfSeveralHousesHasAFolder() throws Exception {
        String text = write(settings(3, null, "/2/"));
        assertThat(text).contains("rewrite ^/2/(.*)$ /$1;", "rewrite ^/any/api/rooms$ /api/rooms;");
        assertNginxIsContent(out.resolve("brigade.conf"));
        for (String folder : List.of("/2", "/api/", "/../", "/assets/")) {
            assertThatThrownBy(() -> settings(3, null, folder)).hasMessage("--folder " + folder + " is not like /1/");
        }
    }

    /** nginx alone, no shard behind it. */
    @Test
    void whoComesWhileAllShardsAreAwayIsToldToWait() throws Exception {
        Optional<Path> nginx = NginxProgram.find();
        assumeTrue(nginx.isPresent(), "nginx is not installed");
        int[] ports = new int[3];
        for (int i = 0; i < ports.length; i++) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports[i] = free.getLocalPort();
            }
        }
        Path written = new NginxFolder(out)
                .write(
                        new NginxSettings(
                                "127.0.0.1", ports[0], List.of(ports[1]), ports[2], "_", null, 0, List.of(), "", "/1/"),
                        POLICY);
        Process process = new ProcessBuilder(
                        nginx.get().toString(),
                        "-e",
                        "stderr",
                        "-c",
                        written.toString(),
                        "-g",
                        "daemon off; master_process off;")
                .inheritIO()
                .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String page : List.of("/", "/1/", "/1/?room=spring-abcdef-1")) {
                HttpResponse<String> away = get(client, ports[0], page);
                assertThat(away.statusCode()).as(page).isEqualTo(503);
                assertThat(away.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(away.headers().firstValue("Cache-Control")).hasValue("no-store");
                assertThat(away.headers().firstValue("Content-Security-Policy")).hasValue(POLICY);
                assertThat(away.body()).contains("Back in a minute", "src=\"away.js\"");
            }
            HttpResponse<String> forgotten = get(client, ports[0], "/1?room=spring-abcdef-1");
            assertThat(forgotten.headers().firstValue("Location")).hasValue("/1/?room=spring-abcdef-1");
            assertThat(get(client, ports[0], "/1/away.js").body()).contains("location.reload()");
            assertThat(get(client, ports[0], "/-/ready").statusCode()).isEqualTo(404);
            assertThat(get(client, ports[0], "/1/index.html").body()).contains("<title>");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Asks again while nginx starts. */
    private static HttpResponse<String> get(HttpClient client, int port, String page) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
                .build();
        for (int i = 1; ; i++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (ConnectException e) {
                if (i == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    @Test
    void theWebAppLiesBesideIt() throws Exception {
        write(settings(2, null));
        assertThat(out.resolve("web/index.html")).exists();
        assertThat(out.resolve("web/assets")).isNotEmptyDirectory();
        assertThat(out.resolve("headers.conf"))
                .content()
                .contains(POLICY, "microphone=(self)")
                .doesNotContain("Strict");
    }

    @Test
    void tlsForALocalNetwork() throws Exception {
        NginxSettings.Tls tls = SelfSigned.in(out, List.of("192.0.2.7", "singing.local"));
        String text = write(settings(2, tls));
        assertThat(text).contains("ssl http2", "TLSv1.3", "return 308 https://$host:18080");
        assertThat(Files.getPosixFilePermissions(tls.key())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertNginxIsContent(out.resolve("brigade.conf"));
        assertThat(out.resolve("headers.conf")).content().doesNotContain("Strict");
        String made = Files.readString(tls.certificate());
        assertThat(made).startsWith("-----BEGIN CERTIFICATE-----");
        SelfSigned.in(out, List.of("192.0.2.7", "singing.local"));
        assertThat(tls.certificate()).as("kept for the same names").hasContent(made);
        SelfSigned.in(out, List.of("192.0.2.8"));
        assertThat(Files.readString(tls.certificate())).as("another for others").isNotEqualTo(made);
    }

    @Test
    void aCertificateThatIsTrustedBringsHsts() throws Exception {
        NginxSettings.Tls made = SelfSigned.in(out, List.of("choir.example"));
        write(settings(2, new NginxSettings.Tls(made.certificate(), made.key(), true)));
        assertThat(out.resolve("headers.conf")).content().contains("Strict-Transport-Security");
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> settings(65, null)).hasMessage("--shards must be 1..64, got 65");
        assertThatThrownBy(() -> settings(0, null)).hasMessage("--shards must be 1..64, got 0");
        assertThatThrownBy(() ->
                        new NginxSettings("0.0.0.0", 80, List.of(8081), 8079, "a; b", null, 0, List.of(), "", "/"))
                .hasMessage("--name a; b is no host name");
        assertThatThrownBy(() ->
                        new NginxSettings("0.0.0.0", 80, List.of(8081), 8079, "_", null, 0, List.of("all;"), "", "/"))
                .hasMessage("--trusted-proxy all; is no address or network");
    }
}
