package brigade.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardRoutesTest {
    private final ShardRoutes routes = new ShardRoutes(12);

    @ParameterizedTest
    @CsvSource({"/api/01,1", "/api/1,1", "/api/12,12", "/api/012,12", "/api/02/,2", "/api/02/anything,2"})
    void aNumberedAddressReachesItsShard(String path, int shard) {
        assertThat(routes.route(path, "userid=5")).isEqualTo(new Route.ToShard(shard));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/00", "/api/13", "/api/99999999999999999999", "/api/x1", "/api/-1", "/api//1", "/api/١"})
    void anUnknownShardIs404(String path) {
        assertThat(routes.route(path, "userid=5")).isInstanceOfSatisfying(Route.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.message()).isPrintable().doesNotContain("\"", "\\", "\n");
        });
    }

    @Test
    void plainApiFollowsTheUserIdWhereverItStandsInTheQuery() {
        long userId = 0xfedc_ba98_7654_3210L;
        Route expected = new Route.ToShard(UserSpread.shardOf(userId, 12));
        String id = "userid=" + Long.toUnsignedString(userId);
        assertThat(routes.route("/api", id)).isEqualTo(expected);
        assertThat(routes.route("/api/", "read_clock=7&" + id)).isEqualTo(expected);
        assertThat(routes.route("/api", "xuserid=1&" + id + "&n_samples=4")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"action=status", "userid=", "userid=abc", "userid=-1", "userid=18446744073709551616", ""})
    void whoNamesNoUserReachesAShardThatAnswers(String query) {
        assertThat(routes.route("/api", query)).isEqualTo(new Route.ToShard(1));
    }

    @Test
    void noQueryAtAllReachesAShardThatAnswers() {
        assertThat(routes.route("/api", null)).isEqualTo(new Route.ToShard(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/upload", "/user-upload-image", "/recordings/a.mp3", "/api/telemetry"})
    void whatAllShardsCanDoGoesToTheFirst(String path) {
        assertThat(routes.route(path, null)).isEqualTo(new Route.ToShard(1));
    }

    @Test
    void everythingOfARoomGoesToOneShard() {
        for (String room : new String[] {"main", "spring-choir-7k2m-0", "x"}) {
            Route route = routes.route("/listen/" + room + ".ogg", "token=abc");
            assertThat(route).isInstanceOf(Route.ToShard.class);
            assertThat(routes.route("/listen/" + room + ".m3u8", null)).isEqualTo(route);
            assertThat(routes.route("/listen/" + room + "/446400000.ogg", null)).isEqualTo(route);
            assertThat(routes.route("/api/rooms/" + room, null)).isEqualTo(route);
            assertThat(routes.route("/api/rooms/" + room + "/links", null)).isEqualTo(route);
            assertThat(routes.route("/api/join", "a=b&room=" + room)).isEqualTo(route);
        }
        assertThat(routes.route("/api/join", null)).isEqualTo(routes.route("/api/rooms/main", null));
    }

    @Test
    void roomsAreSpreadOverTheShards() {
        assertThat(IntStream.range(0, 200).mapToObj(i -> routes.route("/listen/room-" + i + "-0.ogg", null)))
                .allMatch(Route.ToShard.class::isInstance);
        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> routes.route("/listen/room-" + i + "-0.ogg", null))
                        .distinct())
                .hasSize(12);
    }

    @Test
    void oneShardMakesAllRooms() {
        assertThat(routes.route("/api/rooms", null)).isEqualTo(new Route.ToShard(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/healthz", "/apis", "/uploads", "/recordings"})
    void theRestIsThePage(String path) {
        assertThat(routes.route(path, null)).isEqualTo(new Route.Page());
    }
}
