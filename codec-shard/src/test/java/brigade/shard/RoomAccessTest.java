package brigade.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.access.FailureThrottle;
import brigade.access.PasswordHasher;
import brigade.access.ResumeTokens;
import brigade.access.Role;
import brigade.access.RoomTokens;
import brigade.shard.rooms.Passwords;
import brigade.shard.rooms.RoomAccess;
import brigade.shard.rooms.RoomCalls;
import brigade.shard.rooms.RoomKeys;
import brigade.shard.stream.AccessCheck.Admitted;
import brigade.shard.stream.AccessCheck.Hello;
import brigade.shard.stream.AccessCheck.Refused;
import brigade.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a hello shows is checked before the state server hears of anybody. */
class RoomAccessTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FakeState state = new FakeState();
    private final FakeRooms rooms = new FakeRooms();
    private final AtomicLong unixSeconds = new AtomicLong(1_800_000_000);
    private final AtomicLong nowNs = new AtomicLong();
    private final RoomKeys keys = RoomKeys.of(new byte[32], unixSeconds::get, new Random(1));
    private final PasswordHasher hasher = new PasswordHasher(new Random(1));
    private final Passwords passwords = new Passwords(hasher, new FailureThrottle(nowNs::get));
    private final RoomAccess access =
            new RoomAccess(new RoomCalls(state::newCall), keys, passwords, new byte[] {1, 2, 3});

    @BeforeEach
    void rooms() throws Exception {
        state.rooms = rooms;
        rooms.answer("{\"call\":\"room-create\",\"name\":\"a\"}"); // room-0-0
        String hash = hasher.hash("swordfish").get(60, TimeUnit.SECONDS);
        rooms.answer("{\"call\":\"room-create\",\"name\":\"b\",\"passwordHash\":\"" + hash + "\"}"); // room-1-0
    }

    @AfterEach
    void close() {
        passwords.close();
    }

    private static Hello hello(
            String room, @Nullable String token, @Nullable String password, @Nullable String resume) {
        return new Hello(room, token, password, resume, null, "192.0.2.7");
    }

    private JsonNode admitted(Hello hello) throws InterruptedException {
        assertThat(access.check(hello)).isInstanceOf(Admitted.class);
        return access.check(hello) instanceof Admitted admitted
                ? JSON.readTree(admitted.accessJson())
                : JSON.nullNode();
    }

    private void assertRefused(Hello hello, String code) throws InterruptedException {
        assertThat(access.check(hello))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void aLinkGivesItsRoleAndEpoch() throws InterruptedException {
        String token = keys.links().make("room-0-0", Role.HELPER, 4);
        assertThat(admitted(hello("room-0-0", token, null, null)))
                .isEqualTo(JSON.readTree("{\"role\":\"helper\",\"epoch\":4}"));
        assertThat(state.asked).as("nothing is asked for a link").isEmpty();
    }

    @Test
    void withoutAnythingNothingIsClaimed() throws InterruptedException {
        assertThat(admitted(hello("main", null, null, null))).isEqualTo(JSON.createObjectNode());
        assertThat(admitted(hello("main", "", "", ""))).isEqualTo(JSON.createObjectNode());
    }

    @Test
    void anotherRoomsLinkAForgedOneAndAnOldOneAreRefused() throws InterruptedException {
        String token = keys.links().make("room-0-0", Role.HOST, 1);
        assertRefused(hello("room-1-0", token, "swordfish", null), "bad-token");
        assertRefused(hello("room-0-0", token + "x", null, null), "bad-token");
        RoomKeys forger = RoomKeys.of(
                "another key of thirty-two bytes!".getBytes(StandardCharsets.US_ASCII),
                unixSeconds::get,
                new Random(1));
        assertRefused(hello("room-0-0", forger.links().make("room-0-0", Role.HOST, 1), null, null), "bad-token");
        assertRefused(hello("room-0-0", keys.resumes().make("room-0-0", 5, null), null, null), "bad-token");
        unixSeconds.addAndGet(RoomTokens.LIFE_SECONDS);
        assertRefused(hello("room-0-0", token, null, null), "expired");
        assertRefused(hello("../x", null, null, null), "no-room");
    }

    @Test
    void aResumeTokenThatWeSignedBringsItsPersonBack() throws InterruptedException {
        String token = access.sign("{\"room\":\"room-0-0\",\"id\":\"77\",\"role\":\"host\",\"epoch\":2}");
        assertThat(admitted(hello("room-0-0", null, null, token)))
                .isEqualTo(JSON.readTree("{\"resume\":{\"id\":\"77\",\"role\":\"host\",\"epoch\":2}}"));
        assertRefused(hello("room-1-0", null, null, token), "bad-token");
        assertRefused(hello("room-0-0", null, null, token + "A"), "bad-token");
        String bare = access.sign("{\"room\":\"room-0-0\",\"id\":\"78\"}");
        assertThat(admitted(hello("room-0-0", null, null, bare)))
                .isEqualTo(JSON.readTree("{\"resume\":{\"id\":\"78\"}}"));
        String link = keys.links().make("room-0-0", Role.SINGER, 1);
        assertThat(admitted(hello("room-0-0", link, null, bare)))
                .isEqualTo(JSON.readTree("{\"role\":\"singer\",\"epoch\":1,\"resume\":{\"id\":\"78\"}}"));
        unixSeconds.addAndGet(ResumeTokens.LIFE_SECONDS);
        assertThat(admitted(hello("room-0-0", null, null, bare)))
                .as("a newcomer")
                .isEqualTo(JSON.createObjectNode());
    }

    @Test
    void theRightPasswordIsSaidAndAWrongOneRefusedAndSlowed() throws InterruptedException {
        assertThat(admitted(hello("room-1-0", null, "swordfish", null))
                        .path("password")
                        .asBoolean())
                .isTrue();
        for (int i = 0; i < 5; i++) {
            assertRefused(hello("room-1-0", null, "swordfisk", null), "wrong-password");
        }
        assertRefused(hello("room-1-0", null, "swordfish", null), "slow-down");
        Hello elsewhere = new Hello("room-1-0", null, "swordfish", null, null, "192.0.2.8");
        assertThat(admitted(elsewhere).path("password").asBoolean()).isTrue();
        nowNs.addAndGet(1_000_000_000L);
        assertThat(admitted(hello("room-1-0", null, "swordfish", null))
                        .path("password")
                        .asBoolean())
                .isTrue();
        assertThat(state.asked).noneMatch(asked -> asked.json().contains("sword"));
    }

    @Test
    void aPasswordForARoomWithoutOneSaysNothing() throws InterruptedException {
        assertThat(admitted(hello("room-0-0", null, "swordfish", null))).isEqualTo(JSON.createObjectNode());
        assertRefused(hello("room-9-0", null, "swordfish", null), "no-room");
    }

    @Test
    void addressesAreToldAsHashesOnly() throws InterruptedException {
        Admitted one = (Admitted) access.check(hello("main", null, null, null));
        Admitted again = (Admitted) access.check(hello("main", null, null, null));
        Admitted other = (Admitted) access.check(new Hello("main", null, null, null, null, "192.0.2.8"));
        assertThat(one.addressHash()).matches("[0-9a-f]{16}").isEqualTo(again.addressHash());
        assertThat(one.addressHash()).isNotEqualTo(other.addressHash());
    }

    @Test
    void aNewPasswordLeavesTheShardAsItsHashOnly() throws Exception {
        String json = "{\"type\":\"settings\",\"name\":\"x\",\"password\":\"new one\",\"passwordHash\":\"mine\"}";
        assertThat(access.isSecret("settings", json)).isTrue();
        assertThat(access.isSecret("settings", "{\"p\\u0061ssword\":\"x\"}")).isTrue();
        assertThat(access.isSecret("settings", "{\"name\":\"x\"}")).isFalse();
        assertThat(access.isSecret("chat", json)).isFalse();
        JsonNode prepared = JSON.readTree(access.prepare("settings", json));
        assertThat(prepared.has("password")).isFalse();
        assertThat(prepared.path("name").asString()).isEqualTo("x");
        String hash = prepared.path("passwordHash").asString();
        assertThat(hasher.matches("new one", hash).get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(access.prepare("settings", "{\"type\":\"settings\",\"password\":null}"))
                .isEqualTo("{\"type\":\"settings\",\"passwordHash\":\"\"}");
        assertThat(access.prepare("settings", "{\"type\":\"settings\",\"passwordHash\":\"mine\"}"))
                .isEqualTo("{\"type\":\"settings\"}");
    }

    @Test
    void aPasswordOfAnIllegalLengthIsRefusedInASentence() {
        for (String password : new String[] {"abc", "x".repeat(201)}) {
            String json = "{\"type\":\"settings\",\"password\":\"" + password + "\"}";
            assertThatThrownBy(() -> access.prepare("settings", json))
                    .isInstanceOf(WireException.class)
                    .hasMessage("a password has 4 to 200 characters");
        }
    }
}
