package brigade.shard;

import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import brigade.access.KeyFile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rooms of another house, over HTTP: what is refused before the state server hears of it. Whole moves: RoomMoveTest. */
class TransferApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3};

    @TempDir
    Path data;

    private ShardUnderTest shard;
    private String key;

    @BeforeEach
    void start() throws IOException {
        shard = new ShardUnderTest(data);
        shard.state.rooms = new FakeRooms();
        key = KeyFile.fingerprint(KeyFile.open(data));
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    private HttpResponse<byte[]> post(String path, byte[] body) {
        return shard.send(HttpRequest.newBuilder(shard.uri(path))
                .header("Authorization", "Bearer " + ShardUnderTest.TOKEN)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private void refused(int status, String why, ObjectNode body) {
        HttpResponse<byte[]> answer = post("/api/rooms/choir-7k2m-0/import", JSON.writeValueAsBytes(body));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(text(answer)).contains(why);
    }

    private ObjectNode exported() {
        return JSON.createObjectNode()
                .put("format", "brigade-room")
                .put("version", 1)
                .put("key", key);
    }

    @Test
    void whatIsNoRoomOfThisVersionAndKeyIsRefused() {
        refused(400, "not an exported room", JSON.createObjectNode());
        refused(
                400,
                "exported in version 2, and version 1 is known here",
                exported().put("version", 2));
        refused(409, "signs with another key", exported().put("key", "0011223344556677"));
        ObjectNode withFile = exported();
        withFile.putArray("files").addObject().put("id", ID).put("name", "Page 1");
        refused(409, "file Page 1 of the room has to come before it", withFile);
        assertThat(post("/api/rooms/choir-7k2m-0/import", "[".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/api/rooms/choir-7k2m-0/import", new byte[(2 << 20) + 1])
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aFileComesBeforeItsRoomUnderItsOwnIdAndOnce() {
        String files = "/api/rooms/choir-7k2m-0/files";
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> sent = post(files + "?kind=image&name=Page%201&id=" + ID, PNG);
            assertThat(sent.statusCode()).as(text(sent)).isEqualTo(201);
            assertThat(JSON.readTree(sent.body()).path("id").asString()).isEqualTo(ID);
        }
        assertThat(shard.send(HttpRequest.newBuilder(shard.uri(files + "/" + ID)))
                        .body())
                .isEqualTo(PNG);
        assertThat(post(files + "?kind=image&name=Page%201&id=../../etc", PNG).statusCode())
                .isEqualTo(400);
    }

    @Test
    void filesThatItDoesNotNameAreDeleted_tracksOfRecordingsNeitherGoNorAreDeleted() throws IOException {
        String room = "/api/rooms/choir-7k2m-0";
        String left = "f".repeat(32);
        String ofTake = "e".repeat(32);
        for (String id : new String[] {ID, left}) {
            assertThat(post(room + "/files?kind=image&name=Page&id=" + id, PNG).statusCode())
                    .isEqualTo(201);
        }
        Path folder = data.resolve("files").resolve("choir-7k2m-0");
        Files.write(folder.resolve(ofTake + ".bin"), PNG);
        Files.writeString(
                folder.resolve(ofTake + ".json"),
                "{\"id\":\"" + ofTake
                        + "\",\"kind\":\"track\",\"name\":\"Take\",\"take\":\"17\",\"bytes\":15,\"at\":1}");

        HttpResponse<byte[]> given = shard.send(HttpRequest.newBuilder(shard.uri(room + "/export"))
                .header("Authorization", "Bearer " + ShardUnderTest.TOKEN));
        assertThat(given.statusCode()).as(text(given)).isEqualTo(200);
        assertThat(JSON.readTree(given.body()).path("files").findValuesAsString("id"))
                .containsExactlyInAnyOrder(ID, left);

        ObjectNode body = exported();
        body.putArray("files").addObject().put("id", ID).put("name", "Page");
        HttpResponse<byte[]> answer = post(room + "/import", JSON.writeValueAsBytes(body));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
        assertThat(shard.get(room + "/files/" + ID).statusCode()).isEqualTo(200);
        assertThat(shard.get(room + "/files/" + ofTake).statusCode()).isEqualTo(200);
        assertThat(shard.get(room + "/files/" + left).statusCode()).isEqualTo(404);
    }

    @Test
    void theFingerprintTellsKeysApartAndNothingElse() {
        assertThat(key).matches("[0-9a-f]{16}");
        assertThat(KeyFile.fingerprint(new byte[KeyFile.KEY_BYTES])).isNotEqualTo(key);
    }
}
