package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a role may not do is refused and leaves no trace; tokens are not forged, passwords not guessed. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class StreamRightsTest {
    /** Each is an action of helpers or hosts; WHO stands for the host's id. */
    private static final List<String> HOST_ACTIONS = List.of(
            "{\"type\":\"lock\",\"locked\":true}",
            "{\"type\":\"settings\",\"name\":\"mine now\",\"open\":true,\"listening\":\"open\",\"peopleMax\":3,\"messageMs\":200}",
            "{\"type\":\"revoke\",\"role\":\"singer\"}",
            "{\"type\":\"levels\",\"room\":0,\"backing\":0,\"crowdScaling\":false}",
            "{\"type\":\"fader\",\"who\":\"WHO\",\"value\":0}",
            "{\"type\":\"mute\",\"who\":\"WHO\",\"muted\":true}",
            "{\"type\":\"solo\",\"who\":\"WHO\",\"soloed\":true}",
            "{\"type\":\"remove\",\"who\":\"WHO\",\"bar\":true}",
            "{\"type\":\"pin\",\"who\":\"WHO\",\"pinned\":true}",
            "{\"type\":\"seat\",\"who\":\"WHO\",\"bucket\":1}",
            "{\"type\":\"private\",\"to\":\"WHO\",\"text\":\"psst\"}",
            "{\"type\":\"talk\",\"on\":true,\"scope\":\"room\"}",
            "{\"type\":\"give\",\"to\":\"WHO\"}",
            "{\"type\":\"abort\"}",
            "{\"type\":\"stop\"}",
            "{\"type\":\"lead\"}",
            "{\"type\":\"track\",\"name\":\"x.wav\"}",
            "{\"type\":\"tempo\",\"bpm\":90}",
            "{\"type\":\"rounds\",\"bpr\":4,\"repeats\":1}",
            "{\"type\":\"lyrics\",\"text\":\"la\"}",
            "{\"type\":\"setlist\",\"base\":0,\"put\":[{\"id\":\"a\",\"kind\":\"song\",\"title\":\"A\"}]}",
            "{\"type\":\"item\",\"id\":null}",
            "{\"type\":\"page\",\"page\":1}",
            "{\"type\":\"desk\",\"on\":true}",
            "{\"type\":\"section\",\"who\":[\"WHO\"],\"name\":\"altos\"}",
            "{\"type\":\"sections\",\"name\":\"altos\",\"value\":0.5}",
            "{\"type\":\"chat-delete\",\"chat\":1}",
            "{\"type\":\"chat-mute\",\"who\":\"WHO\",\"muted\":true}",
            "{\"type\":\"correction\",\"who\":\"WHO\",\"offer\":true}",
            "{\"type\":\"mark\",\"id\":\"a\",\"clock\":5}");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void hangUp() {
        http.shutdownNow();
    }

    @Test
    void whatOneMayNotDoIsRefused_andTokensAreWhatTheyAre(TestStack stack) throws Exception {
        URI stream = URI.create("ws://127.0.0.1:" + stack.shardPort(1) + "/stream");
        StreamRoom room = StreamRoom.make(http, stack.url(), "\"name\":\"hosted\",\"listening\":\"token\"");
        StreamRoom other = StreamRoom.make(http, stack.url(), "\"name\":\"another\"");

        noTrace(stream, room, "singer");
        noTrace(stream, room, "listener");
        forgeries(stream, room, other);
        passwords(stack, stream);
    }

    @Test
    void nonsenseDisturbsNobody(TestStack stack) throws Exception {
        NonsenseSong.sing(stack);
    }

    private void noTrace(URI stream, StreamRoom room, String role) throws InterruptedException {
        RawPeer host =
                RawPeer.hello(http, stream, room.id(), ",\"mode\":\"sing\",\"token\":\"" + room.token("host") + "\"");
        JsonNode welcome = host.next("welcome");
        String hostId = welcome.path("id").asString("");
        RawPeer peer = RawPeer.hello(
                http,
                stream,
                room.id(),
                ",\"mode\":\"" + (role.equals("listener") ? "listen" : "sing") + "\",\"token\":\"" + room.token(role)
                        + "\"");
        assertThat(peer.next("welcome").path("role").asString("")).isEqualTo(role);
        Map<String, JsonNode> before = state(stream, room, hostId);
        for (int tries = 0; !before.containsKey("host") && tries < 50; tries++) {
            Thread.sleep(100); // who came is in the roster with its next version, half a second later at most
            before = state(stream, room, hostId);
        }
        assertThat(before).containsKey("host");
        for (String action : HOST_ACTIONS) {
            peer.send(action.replace("WHO", hostId));
            JsonNode answer = peer.next("error");
            assertThat(answer.path("code").asString(""))
                    .as("%s does %s: %s", role, action, answer)
                    .isEqualTo("not-allowed");
        }
        assertThat(state(stream, room, hostId))
                .as("the room after a %s tried all", role)
                .isEqualTo(before);
        assertThat(host.isClosed()).isFalse();
        peer.close();
        host.close();
    }

    /** What a newcomer is told of the room and of the host, without what changes by his coming. */
    private Map<String, JsonNode> state(URI stream, StreamRoom room, String hostId) throws InterruptedException {
        RawPeer looks =
                RawPeer.hello(http, stream, room.id(), ",\"mode\":\"listen\",\"token\":\"" + room.token("host") + "\"");
        JsonNode welcome = looks.next("welcome");
        looks.close();
        Map<String, JsonNode> state = new LinkedHashMap<>();
        ObjectNode settings = ((ObjectNode) welcome.path("room")).deepCopy();
        settings.remove(List.of("version", "people", "listeners"));
        state.put("room", settings);
        state.put("song", welcome.path("song"));
        for (JsonNode row : welcome.path("roster").path("rows")) {
            if (row.path("id").asString("").equals(hostId)) {
                ObjectNode kept = ((ObjectNode) row).deepCopy();
                kept.remove(List.of("level", "late"));
                state.put("host", kept);
            }
        }
        return state;
    }

    private void forgeries(URI stream, StreamRoom room, StreamRoom other) throws InterruptedException {
        String singer = room.token("singer");
        String[] parts = singer.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String promoted = encode(claims.replace("singer", "host"));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("another role in the claims", parts[0] + "." + promoted + "." + parts[2]);
        bad.put("no signature", parts[0] + "." + promoted + ".");
        bad.put("algorithm none", encode("{\"alg\":\"none\"}") + "." + promoted + ".");
        bad.put("another room's", other.token("host"));
        bad.put("cut", singer.substring(0, singer.length() - 4));
        bad.put("no token at all", "x");
        for (Map.Entry<String, String> token : bad.entrySet()) {
            RawPeer peer =
                    RawPeer.hello(http, stream, room.id(), ",\"mode\":\"sing\",\"token\":\"" + token.getValue() + "\"");
            JsonNode answer = peer.next("welcome", "bye");
            assertThat(answer.path("reason").asString("")).as(token.getKey()).isEqualTo("bad-token");
            peer.next("closed");
        }
        RawPeer none = RawPeer.hello(http, stream, room.id(), ",\"mode\":\"sing\"");
        assertThat(none.next("welcome", "bye").path("reason").asString("")).isEqualTo("bad-token");

        // A new link makes the old one void.
        RawPeer host =
                RawPeer.hello(http, stream, room.id(), ",\"mode\":\"sing\",\"token\":\"" + room.token("host") + "\"");
        host.next("welcome");
        host.send("{\"type\":\"revoke\",\"role\":\"singer\"}");
        host.send("{\"type\":\"ping\",\"t\":1}");
        host.next("pong");
        Thread.sleep(500);
        RawPeer late = RawPeer.hello(http, stream, room.id(), ",\"mode\":\"sing\",\"token\":\"" + singer + "\"");
        assertThat(late.next("welcome", "bye").path("reason").asString("")).isEqualTo("revoked");
        host.close();
    }

    private void passwords(TestStack stack, URI stream) throws Exception {
        StreamRoom room =
                StreamRoom.make(http, stack.url(), "\"name\":\"secret\",\"open\":true,\"password\":\"correct horse\"");
        int wrong = 0;
        int slowed = 0;
        for (int i = 0; i < 8; i++) {
            RawPeer peer =
                    RawPeer.hello(http, stream, room.id(), ",\"mode\":\"sing\",\"password\":\"guess " + i + "\"");
            String reason = peer.next("welcome", "bye").path("reason").asString("");
            wrong += reason.equals("wrong-password") ? 1 : 0;
            slowed += reason.equals("slow-down") ? 1 : 0;
        }
        assertThat(wrong).as("guesses that were looked at").isBetween(5, 6);
        assertThat(wrong + slowed).isEqualTo(8);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
