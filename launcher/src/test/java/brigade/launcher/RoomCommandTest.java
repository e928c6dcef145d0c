package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code brigade room} against a real stack: what it prints works, and is gone when it says so. */
@Tag("slow")
@Tag("patient")
class RoomCommandTest {
    @TempDir
    Path data;

    private final HttpClient client = HttpClient.newHttpClient();

    private String room(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] whole = new String[arguments.length + 3];
        whole[0] = "room";
        System.arraycopy(arguments, 0, whole, 1, arguments.length);
        whole[whole.length - 2] = "--data";
        whole[whole.length - 1] = data.toString();
        int code = Brigade.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(whole);
        assertThat(code).as("%s%s", out, err).isEqualTo(exitCode);
        return out.toString() + err;
    }

    private HttpResponse<String> get(String origin, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(origin + path)).build(), BodyHandlers.ofString());
    }

    @Test
    void aRoomIsMadeLinkedListedAndDeleted() throws Exception {
        try (UpProcess up = UpProcess.start(data)) {
            up.awaitReady();
            String origin = "http://localhost:" + up.runFile().plan().frontPort();
            String[] lines =
                    room(0, "create", "Spring choir", "--listening", "token").split("\n", -1);
            String id = lines[0];
            assertThat(id).matches("spring-choir-[a-z0-9]+-0");
            assertThat(lines).hasSize(6);
            String host = lines[1].strip();
            assertThat(host).startsWith("host").contains(origin + "/?room=" + id + "#token=");
            assertThat(get(origin, "/api/rooms/" + id).body()).contains("\"name\":\"Spring choir\"");
            assertThat(get(origin, "/api/join?room=" + id).body()).contains("\"protocol\":2", "/stream");
            assertThat(get(origin, "/listen/" + id + ".m3u8").statusCode()).isEqualTo(403);
            String listener = lines[4].substring(lines[4].indexOf("#token=") + 7);
            assertThat(get(origin, "/listen/" + id + ".m3u8?token=" + listener).body())
                    .startsWith("#EXTM3U");
            assertThat(room(0, "list")).contains(id, "hosted", "Spring choir");
            assertThat(room(0, "link", id, "--origin", "https://choir.example/", "--revoke"))
                    .startsWith("https://choir.example/?room=" + id + "#token=");
            HttpRequest byTheOldLink = HttpRequest.newBuilder(URI.create(origin + "/api/rooms/" + id))
                    .DELETE()
                    .header("Authorization", "Bearer " + host.substring(host.indexOf("#token=") + 7))
                    .build();
            assertThat(client.send(byTheOldLink, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(403);
            assertThat(room(0, "delete", id)).contains("deleted");
            assertThat(get(origin, "/api/rooms/" + id).statusCode()).isEqualTo(404);
            assertThat(room(1, "delete", id)).contains("no such room");
            assertThat(Files.readString(data.resolve("logs/shard-01.log"))).doesNotContain("token=");
            assertThat(Files.readString(data.resolve("logs/front-door.log"))).doesNotContain("token=");
        }
    }
}
