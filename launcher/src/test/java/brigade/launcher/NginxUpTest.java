package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import brigade.client.ClientLoop;
import brigade.client.WebConnector;
import brigade.launcher.nginx.NginxProgram;
import brigade.robot.LiveSystem;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --nginx}: everything works behind a real nginx, and nothing more than it should. */
@Tag("slow")
@Tag("patient")
class NginxUpTest {
    @TempDir
    Path data;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private URI origin = URI.create("http://localhost");

    private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        return client.send(request.uri(origin.resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(), path);
    }

    private HttpResponse<String> post(String path, int bytes) throws Exception {
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])), path);
    }

    @Test
    void everythingWorksBehindNginx() throws Exception {
        boolean installed = NginxProgram.find().isPresent();
        assumeTrue(installed || System.getenv("CI") != null, "nginx is not installed");
        try (UpProcess up = UpProcess.start(data, "--nginx")) {
            up.awaitReady();
            origin = URI.create("http://localhost:" + up.runFile().plan().frontPort() + "/");
            pagesAreServed();
            strangersDoNotReachWhatIsInside();
            singersGetTheirShards();
            limitsAnswerInOneLine();
            aRobotSings();
            WatchFiles.check(client, up);
            topShowsIt();
            theDoctorGetsThrough();
            up.killChild("shard-02");
            UpProcess.await("shard 2 is away", () -> up.post("/api/02") == 503);
            HttpResponse<String> away = post("/api/02", 0);
            if (away.statusCode() == 503) { // it may be back already
                assertThat(away.headers().firstValue("X-Audio-Metadata"))
                        .get()
                        .asString()
                        .contains("kill_client");
            }
            UpProcess.await("shard 2 is back", () -> up.get("/api/02") == 200);
            up.interrupt(); // nginx writes its log out when it ends
        }
        String log = Files.readString(data.resolve("nginx/access.log"));
        assertThat(log)
                .contains("\"GET /api/join\" 200", "\"GET /healthz\" 200")
                .doesNotContain("token", "secret");
    }

    private void pagesAreServed() throws Exception {
        HttpResponse<String> page = get("/?room=main");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'self'");
        assertThat(page.headers().firstValue("Permissions-Policy"))
                .get()
                .asString()
                .contains("microphone=(self)");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        String script = page.body().replaceAll("(?s).*src=\"[.]?(/assets/[^\"]+\\.js)\".*", "$1");
        HttpResponse<String> asset = get(script);
        assertThat(asset.statusCode()).as(script).isEqualTo(200);
        assertThat(asset.headers().firstValue("Content-Type")).get().asString().startsWith("application/javascript");
        assertThat(asset.headers().firstValue("Cache-Control")).get().asString().contains("immutable");
        assertThat(asset.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        HttpResponse<String> packed = send(HttpRequest.newBuilder().header("Accept-Encoding", "gzip"), script);
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(get("/healthz").body()).contains("\"status\":\"ok\"");
    }

    private void strangersDoNotReachWhatIsInside() throws Exception {
        for (String path :
                List.of("/metrics", "/tick-trace", "/rpc-trace", "/ready", "/counters", "/api/metrics", "/x")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("there is nothing at this address\n");
        }
        assertThat(get("/api/telemetry?token=secret").statusCode()).isEqualTo(403);
    }

    private void singersGetTheirShards() throws Exception {
        for (String path : List.of("/api/01", "/api/2", "/api/0002/", "/api?userid=17", "/api/")) {
            HttpResponse<String> clock = get(path);
            assertThat(clock.statusCode()).as(path).isEqualTo(200);
            assertThat(clock.headers().firstValue("X-Audio-Metadata"))
                    .get()
                    .asString()
                    .contains("server_clock");
        }
        assertThat(get("/api/03").statusCode()).as("there are two").isEqualTo(404);
        assertThat(get("/api/join?room=main&token=secret").body())
                .containsPattern("\"streamUrl\":\"/api/0[12]/stream\"");
        assertThat(get("/api/rooms/main").body()).contains("\"room\":\"main\"");
        assertThat(get("/api/rooms/nobody").statusCode()).isEqualTo(404);
        assertThat(get("/listen/nobody.m3u8").statusCode()).isEqualTo(404);
    }

    private void limitsAnswerInOneLine() throws Exception {
        HttpResponse<String> tooLong = post("/api/01?userid=17", 2_200_000);
        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(tooLong.body()).startsWith("this is too long").endsWith("\n").hasLineCount(1);
        String marks = "m".repeat(200_000);
        assertThat(get("/api/01?marks=" + marks).statusCode()).isNotEqualTo(414);
    }

    private void topShowsIt() {
        StringWriter out = new StringWriter();
        int code = Brigade.commandLine()
                .setOut(new PrintWriter(out))
                .execute("top", "--once", "--every", "0.5", "--data", data.toString());
        assertThat(code).as("%s", out).isZero();
        assertThat(out.toString())
                .contains("Brigade at " + origin.toString().replaceFirst("/$", ""), "rooms, 0 singing")
                .containsPattern("(?m)^state-server +[0-9.]+ +[0-9]+ MB ")
                .containsPattern("(?m)^shard-02 +[0-9.]+ +[0-9]+ MB ")
                .doesNotContain("!");
    }

    private void theDoctorGetsThrough() {
        StringWriter out = new StringWriter();
        Brigade.commandLine()
                .setOut(new PrintWriter(out))
                .execute("doctor", "--singers", "2", "--url", origin.toString(), "--data", data.toString());
        assertThat(out.toString())
                .containsPattern("OK +page ")
                .containsPattern("OK +parts +all answer")
                .containsPattern("WARN +certificate +none")
                .containsPattern("OK +WebSocket +localhost:[0-9]+ answers after [0-9.]+ ms")
                .containsPattern("(OK|WARN) +cores +[0-9]+; 2 singers keep 0[.]0 busy")
                .doesNotContain("privacy");
    }

    /** His page asks nginx, and his WebSocket goes through it. */
    private void aRobotSings() throws Exception {
        LiveSystem system = new LiveSystem();
        OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (ClientLoop loop = new ClientLoop("robot", system::nowNs, failures::add);
                StreamRobot robot = new StreamRobot(
                        StreamRobotConfig.singer("main", "Ann").withSeconds(3),
                        new float[48_000],
                        WebConnector.joining(client, origin, "main"),
                        codec,
                        system::nowNs)) {
            robot.start(loop);
            assertThat(robot.awaitEnd(60)).isTrue();
            assertThat(robot.report().connections()).isEqualTo(1);
            assertThat(robot.report().seats()).isNotEmpty();
            assertThat(robot.report().errors()).isEmpty();
        }
        assertThat(failures).isEmpty();
    }
}
