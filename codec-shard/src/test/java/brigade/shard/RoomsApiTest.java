package brigade.shard;

import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import brigade.access.KeyFile;
import brigade.access.OperatorTokens;
import brigade.access.Role;
import brigade.access.RoomGrant;
import brigade.access.RoomTokens;
import brigade.access.TokenRefusedException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/rooms.md, route by route: a real shard, a state server in memory. */
class RoomsApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path data;

    private final FakeRooms rooms = new FakeRooms();
    private ShardUnderTest shard;
    private RoomTokens tokens;
    private OperatorTokens operators;

    @BeforeEach
    void start() throws IOException {
        shard = new ShardUnderTest(data);
        shard.state.rooms = rooms;
        byte[] key = KeyFile.open(data);
        tokens = new RoomTokens(key, ShardClock::unixSeconds, new Random(1));
        operators = new OperatorTokens(key, ShardClock::unixSeconds, new Random(1));
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(shard.uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return shard.send(request);
    }

    private JsonNode create(String body) {
        HttpResponse<byte[]> response = send("POST", "/api/rooms", "", body);
        assertThat(response.statusCode()).as(text(response)).isEqualTo(201);
        return JSON.readTree(response.body());
    }

    private static String tokenOf(String link) {
        return link.substring(link.indexOf("#token=") + 7);
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String words) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(text(response)).contains(words);
    }

    @Test
    void aNewRoomComesWithFourLinks() throws TokenRefusedException {
        JsonNode made = create("{\"name\":\" Spring choir \",\"open\":true,\"peopleMax\":30,\"listening\":\"token\"}");
        String room = made.path("room").asString();
        assertThat(rooms.room(room).path("name").asString()).isEqualTo("Spring choir");
        assertThat(rooms.room(room).path("peopleMax").asInt()).isEqualTo(30);
        assertThat(rooms.room(room).path("listening").asString()).isEqualTo("token");
        assertThat(made.path("links").size()).isEqualTo(4);
        for (Role role : Role.values()) {
            String link = made.path("links").path(role.word()).asString();
            assertThat(link).startsWith("/?room=" + room + "#token=");
            assertThat(tokens.verify(tokenOf(link), room)).isEqualTo(new RoomGrant(role, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"   \"}",
                "{\"name\":7}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"a\",\"open\":\"yes\"}",
                "{\"name\":\"a\",\"listening\":\"loud\"}",
                "{\"name\":\"a\",\"peopleMax\":1}",
                "{\"name\":\"a\",\"peopleMax\":2001}",
                "{\"name\":\"a\",\"peopleMax\":2.5}",
                "{\"name\":\"a\",\"password\":\"abc\"}",
                "{\"name\":\"a\",\"password\":7}"
            })
    void aWrongBodyMakesNoRoom(String body) {
        HttpResponse<byte[]> response = send("POST", "/api/rooms", "", body);
        assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
        assertThat(rooms.rooms).isEmpty();
    }

    @Test
    void tooLongABodyIs413AndTooLongANameIs400() {
        assertThat(send("POST", "/api/rooms", "", "{\"name\":\"" + "x".repeat(20_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(send("POST", "/api/rooms", "", "{\"name\":\"" + "x".repeat(81) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        create("{\"name\":\"" + "x".repeat(80) + "\"}");
    }

    @Test
    void whatEverybodyMaySeeOfARoomHoldsNoSecret() {
        String room = create("{\"name\":\"a\",\"password\":\"swordfish\"}")
                .path("room")
                .asString();
        assertThat(rooms.room(room).path("passwordHash").asString()).startsWith("$argon2id$");
        HttpResponse<byte[]> response = send("GET", "/api/rooms/" + room, "", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).path("password").asBoolean()).isTrue();
        assertThat(text(response)).doesNotContain("argon2", "epoch", "swordfish");
        assertThat(shard.state.asked).noneMatch(asked -> asked.json().contains("swordfish"));
    }

    @Test
    void whatIsNoRoomIs404() {
        assertRefused(send("GET", "/api/rooms/nobody-0000-0", "", ""), 404, "no such room");
        assertRefused(send("GET", "/api/rooms/UPPER", "", ""), 404, "no such room");
        assertRefused(send("GET", "/api/rooms/..%2fkeys", "", ""), 404, "");
        assertRefused(send("GET", "/api/join?room=nobody-0000-0", "", ""), 404, "no such room");
    }

    @Test
    void joinTellsTheShard() {
        String room = create("{\"name\":\"a\"}").path("room").asString();
        HttpResponse<byte[]> response = send("GET", "/api/join?room=" + room, "", "");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = JSON.readTree(response.body());
        assertThat(answer.path("room").asString()).isEqualTo(room);
        assertThat(answer.path("shard").asInt()).isEqualTo(1);
        assertThat(answer.path("streamUrl").asString()).isEqualTo("ws://127.0.0.1:8081/stream");
        assertThat(answer.path("protocol").asInt()).isEqualTo(2);
    }

    @Test
    void aHostRenewsAndRevokesLinks() throws TokenRefusedException {
        JsonNode made = create("{\"name\":\"a\"}");
        String room = made.path("room").asString();
        String host = tokenOf(made.path("links").path("host").asString());
        HttpResponse<byte[]> renewed = send("POST", "/api/rooms/" + room + "/links", host, "{\"role\":\"singer\"}");
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(grant(renewed, room)).isEqualTo(new RoomGrant(Role.SINGER, 1));
        HttpResponse<byte[]> revoked =
                send("POST", "/api/rooms/" + room + "/links", host, "{\"role\":\"singer\",\"revoke\":true}");
        assertThat(grant(revoked, room)).isEqualTo(new RoomGrant(Role.SINGER, 2));
        assertRefused(
                send("POST", "/api/rooms/" + room + "/links", host, "{\"role\":\"boss\"}"), 400, "role has to be");
        HttpResponse<byte[]> newHost =
                send("POST", "/api/rooms/" + room + "/links", host, "{\"role\":\"host\",\"revoke\":true}");
        assertThat(grant(newHost, room)).isEqualTo(new RoomGrant(Role.HOST, 2));
        assertRefused(send("POST", "/api/rooms/" + room + "/links", host, "{\"role\":\"host\"}"), 403, "replaced");
        assertRefused(send("DELETE", "/api/rooms/" + room, host, ""), 403, "replaced");
        assertThat(rooms.rooms).containsKey(room);
    }

    private RoomGrant grant(HttpResponse<byte[]> response, String room) throws TokenRefusedException {
        return tokens.verify(tokenOf(JSON.readTree(response.body()).path("link").asString()), room);
    }

    @Test
    void nobodyButAHostOfThisRoomDoesAnything() {
        JsonNode made = create("{\"name\":\"a\"}");
        JsonNode other = create("{\"name\":\"b\"}");
        String room = made.path("room").asString();
        String path = "/api/rooms/" + room;
        assertRefused(send("DELETE", path, "", ""), 401, "host's token");
        assertRefused(send("DELETE", path, "nonsense", ""), 403, "broken");
        assertRefused(send("POST", path + "/links", "", "{\"role\":\"host\"}"), 401, "host's token");
        assertRefused(
                send("DELETE", path, tokenOf(other.path("links").path("host").asString()), ""), 403, "another room");
        for (String role : new String[] {"helper", "singer", "listener"}) {
            String token = tokenOf(made.path("links").path(role).asString());
            assertRefused(send("DELETE", path, token, ""), 403, "only a host");
            assertRefused(send("POST", path + "/links", token, "{\"role\":\"host\"}"), 403, "only a host");
        }
        RoomTokens old =
                new RoomTokens(keyOf(data), () -> ShardClock.unixSeconds() - RoomTokens.LIFE_SECONDS, new Random(1));
        assertRefused(send("DELETE", path, old.make(room, Role.HOST, 1), ""), 403, "expired");
        assertThat(rooms.rooms).containsKey(room);
        assertThat(rooms.room(room).path("epochs").path("host").asInt()).isEqualTo(1);
        String host = tokenOf(made.path("links").path("host").asString());
        assertThat(send("DELETE", path, host, "").statusCode()).isEqualTo(204);
        assertThat(rooms.rooms).doesNotContainKey(room);
    }

    private static byte[] keyOf(Path data) {
        try {
            return KeyFile.open(data);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theOperatorMayDoEverythingAndSeesAllRooms() throws TokenRefusedException {
        String room = create("{\"name\":\"a\"}").path("room").asString();
        HttpResponse<byte[]> link =
                send("POST", "/api/rooms/" + room + "/links", operators.make(), "{\"role\":\"host\"}");
        assertThat(grant(link, room)).isEqualTo(new RoomGrant(Role.HOST, 1));
        assertThat(text(send("GET", "/api/rooms", "", ""))).doesNotContain(room);
        assertThat(text(send("GET", "/api/rooms", operators.make(), ""))).contains(room);
        assertThat(send("DELETE", "/api/rooms/" + room, operators.make(), "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void twentyRoomsAnHourAndAddress() {
        for (int i = 0; i < 20; i++) {
            create("{\"name\":\"a\"}");
        }
        HttpResponse<byte[]> refused = send("POST", "/api/rooms", "", "{\"name\":\"a\"}");
        assertRefused(refused, 429, "too many rooms");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(3_500, 3_600);
        HttpRequest.Builder elsewhere = HttpRequest.newBuilder(shard.uri("/api/rooms"))
                .header("X-Forwarded-For", "192.0.2.1")
                .POST(BodyPublishers.ofString("{\"name\":\"a\"}", StandardCharsets.UTF_8));
        assertThat(shard.send(elsewhere).statusCode()).isEqualTo(201);
        assertThat(send("POST", "/api/rooms", operators.make(), "{\"name\":\"a\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aFullHouseIs503AndDoesNotCount() {
        rooms.roomsMax = 0;
        for (int i = 0; i < 30; i++) {
            assertRefused(send("POST", "/api/rooms", "", "{\"name\":\"a\"}"), 503, "no room for another room");
        }
    }
}
