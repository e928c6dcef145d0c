package brigade.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontDoorTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeShard state;
    private FakeShard one;
    private FakeShard two;
    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        state = new FakeShard("state", 0);
        one = new FakeShard("1", 0);
        two = new FakeShard("2", 0);
        door = FrontDoor.start(
                new FrontDoorConfig("127.0.0.1", 0, state.address(), List.of(one.address(), two.address())));
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
        state.close();
        one.close();
        two.close();
    }

    private HttpResponse<byte[]> send(String method, String pathAndQuery, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + pathAndQuery))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void metricsAreForThisMachineAndTheOperator() throws Exception {
        send("GET", "/api/02", new byte[0]);
        HttpResponse<byte[]> here = send("GET", "/metrics", new byte[0]);
        assertThat(new String(here.body(), StandardCharsets.UTF_8))
                .contains(
                        "brigade_door_passed_total{shard=\"shard-02\"} 1.0",
                        "brigade_door_failed_total{shard=\"shard-02\"} 0.0",
                        "brigade_part_up{part=\"shard-01\"} 1.0",
                        "jvm_memory_used_bytes{");
        FrontDoorConfig config =
                new FrontDoorConfig("0.0.0.0", 0, state.address(), List.of(one.address()), "operator-secret");
        try (FrontDoor open = FrontDoor.start(config)) {
            URI local = URI.create("http://127.0.0.1:" + open.port() + "/metrics");
            HttpRequest.Builder proxied = HttpRequest.newBuilder(local).header("X-Forwarded-For", "192.0.2.1");
            assertThat(status(proxied)).isEqualTo(404);
            assertThat(status(proxied.copy().header("Authorization", "Bearer wrong")))
                    .isEqualTo(404);
            assertThat(status(proxied.copy().header("Authorization", "Bearer operator-secret")))
                    .isEqualTo(200);
            Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .findFirst();
            if (outside.isPresent()) { // a machine without a network has no strangers
                URI public_ = URI.create("http://" + outside.get().getHostAddress() + ":" + open.port() + "/metrics");
                assertThat(status(HttpRequest.newBuilder(public_))).isEqualTo(404);
            }
        }
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    @ParameterizedTest
    @CsvSource({"GET,/api/01,1", "POST,/api/02?userid=9&x=%20y,2", "OPTIONS,/api/2,2", "POST,/upload?type=image,1"})
    void passesMethodPathAndQueryUnchanged(String method, String target, String shard) throws Exception {
        HttpResponse<byte[]> response = send(method, target, new byte[0]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "X-Shard")).isEqualTo(shard);
        assertThat(header(response, "X-Request")).isEqualTo(method + " " + target);
        assertThat(header(response, "X-Audio-Metadata")).isEqualTo("{\"metadata_len\":0}");
    }

    @Test
    void oneUserAlwaysReachesOneShardAndBothShardsGetUsers() throws Exception {
        int[] users = new int[3];
        for (long userId = 1; userId <= 40; userId++) {
            String first = header(send("POST", "/api?userid=" + userId, new byte[8]), "X-Shard");
            String second = header(send("POST", "/api/?n_samples=1&userid=" + userId, new byte[8]), "X-Shard");
            assertThat(second).isEqualTo(first);
            users[Integer.parseInt(first)]++;
        }
        assertThat(users[1]).isGreaterThan(5);
        assertThat(users[2]).isGreaterThan(5);
    }

    @Test
    void anEndlessAnswerPassesByteByByte() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/listen/main.ogg"))
                .build();
        one.drop();
        two.drop();
        try (InputStream heard =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(heard.read()).isZero();
            for (int i = 1; i < 50; i++) {
                one.drop();
                two.drop();
                assertThat(heard.read()).isEqualTo(i); // comes before the next is let out
            }
        }
    }

    @Test
    void shardsLearnWhoAsks() throws Exception {
        assertThat(header(send("GET", "/api/rooms/x", new byte[0]), "X-Client")).isEqualTo("127.0.0.1");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/api/rooms"))
                .header("X-Forwarded-For", "192.0.2.1")
                .build();
        assertThat(header(client.send(request, BodyHandlers.ofByteArray()), "X-Client"))
                .isEqualTo("192.0.2.1, 127.0.0.1");
    }

    @Test
    void bodiesPassByteForByte() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        for (int bytes : new int[] {1, 5_000, 300_000, 20_000_000}) {
            byte[] body = new byte[bytes];
            random.nextBytes(body);
            assertThat(send("POST", "/api/02", body).body()).isEqualTo(body);
        }
    }

    /** A song's marks travel in the query: 200 of them are 4 KB and more. */
    @Test
    void aLongQueryArrives() throws Exception {
        String marks = "%7B%22evid%22%3A1%7D%2C".repeat(5_000);
        HttpResponse<byte[]> response = send("POST", "/api/01?event_data=" + marks, new byte[3]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "X-Query-Length"))
                .isEqualTo(Integer.toString("event_data=".length() + marks.length()));
    }

    @Test
    void aQueryOverTheLimitIsOneLine() throws Exception {
        HttpResponse<byte[]> response = send("POST", "/api/01?x=" + "y".repeat(300_000), new byte[3]);
        assertThat(response.statusCode()).isBetween(414, 431);
        assertThat(response.body()).asString().hasLineCount(1).doesNotContain("<");
    }

    /** Browsers leave characters in a query that java.net.URI forbids. */
    @Test
    void aQueryWithBracesArrives() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            String request =
                    "POST /api/02?e=[{\"a\"}]|x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("e=[%7B%22a%22%7D]%7Cx");
        }
    }

    @Test
    void theShardsOwnErrorPassesThrough() throws Exception {
        assertThat(send("POST", "/api/01/teapot", new byte[5]).statusCode()).isEqualTo(418);
    }

    /** A shard that refuses a long body answers at once and hangs up: its verdict must arrive, not "away". */
    @Test
    void aRefusalInTheMiddleOfABodyPassesThrough() throws Exception {
        try (RefusingShard refusing = new RefusingShard();
                FrontDoor other = FrontDoor.start(
                        new FrontDoorConfig("127.0.0.1", 0, state.address(), List.of(refusing.address())))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + "/upload"))
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[400_000])))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aShardThatIsAwayIs503ForItsUsersAlone() throws Exception {
        assertThat(send("POST", "/api/02", new byte[100]).statusCode()).isEqualTo(200);
        int port = two.port();
        two.close();
        for (byte[] body : List.of(new byte[0], new byte[4_000])) {
            HttpResponse<byte[]> response = send("POST", "/api/02?userid=3", body);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .hasLineCount(1)
                    .startsWith("shard 2 is away")
                    .doesNotContain("Exception");
            assertThat(header(response, "X-Audio-Metadata")).contains("\"kill_client\": true", "shard 2 is away");
            assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(header(response, "Access-Control-Expose-Headers")).isEqualTo("X-Audio-Metadata");
        }
        assertThat(send("POST", "/api/01", new byte[100]).statusCode()).isEqualTo(200);
        two = new FakeShard("2", port);
        assertThat(send("POST", "/api/02", new byte[100]).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownShardIs404WithOneLine() throws Exception {
        HttpResponse<byte[]> response = send("POST", "/api/03?userid=3", new byte[10]);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).hasLineCount(1);
        assertThat(header(response, "X-Audio-Metadata")).contains("kill_client");
    }

    @Test
    void healthNamesEachPart() throws Exception {
        HttpResponse<byte[]> all = send("GET", "/healthz", new byte[0]);
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body())
                .asString()
                .isEqualTo("{\"status\":\"ok\",\"state_server\":\"ok\",\"shards\":[{\"shard\":1,\"status\":\"ok\"},"
                        + "{\"shard\":2,\"status\":\"ok\"}]}");
        two.readyStatus(503);
        HttpResponse<byte[]> some = send("GET", "/healthz", new byte[0]);
        assertThat(some.statusCode()).isEqualTo(503);
        assertThat(some.body()).asString().contains("{\"shard\":2,\"status\":\"away\"}", "\"state_server\":\"ok\"");
        state.close();
        assertThat(send("GET", "/healthz", new byte[0]).body()).asString().contains("\"state_server\":\"away\"");
    }

    @Test
    void servesThePage() throws Exception {
        HttpResponse<byte[]> page = send("GET", "/", new byte[0]);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'")
                .doesNotContain("'unsafe-inline'", "'unsafe-eval'", "*");
        assertThat(page.body()).asString().contains("<html lang=\"en\">").doesNotContain("http://", "https://");
    }

    /** Everything the page names is there, with the policy that workers go by, and needs nothing inline. */
    @Test
    void servesWhatThePageNames() throws Exception {
        String page = new String(send("GET", "/", new byte[0]).body(), StandardCharsets.UTF_8);
        List<String> files = Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> "/" + found.group(1))
                .filter(file -> !file.equals("/healthz"))
                .toList();
        assertThat(files).anyMatch(file -> file.endsWith(".js")).anyMatch(file -> file.endsWith(".css"));
        for (String file : files) {
            HttpResponse<byte[]> answer = send("GET", file, new byte[0]);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(header(answer, "Content-Security-Policy")).as(file).isEqualTo(FrontDoor.CONTENT_SECURITY_POLICY);
            assertThat(header(answer, "Content-Type"))
                    .as(file)
                    .matches(
                            file.endsWith(".js")
                                    ? "text/javascript.*"
                                    : file.endsWith(".css") ? "text/css.*" : "image/.*");
        }
        assertThat(page).doesNotContainPattern("<script(?![^>]*\\bsrc=)").doesNotContain("<style", " style=");
    }

    /** A singer's first visit has to be small: the browser is sent compressed files. */
    @Test
    void compressesTheApp() throws Exception {
        HttpResponse<byte[]> plain = send("GET", "/", new byte[0]);
        Matcher script = Pattern.compile("src=\"\\.(/assets/[^\"]+\\.js)\"")
                .matcher(new String(plain.body(), StandardCharsets.UTF_8));
        assertThat(script.find()).isTrue();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + script.group(1)))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        byte[] whole = send("GET", script.group(1), new byte[0]).body();
        assertThat(answer.body()).hasSizeLessThan(whole.length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .isEqualTo(whole);
    }

    @Test
    void whatIsNotThereIs404WithOneLine() throws Exception {
        HttpResponse<byte[]> response = send("GET", "/nothing", new byte[0]);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).asString().hasLineCount(1);
    }
}
