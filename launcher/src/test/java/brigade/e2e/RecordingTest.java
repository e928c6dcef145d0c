package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.file.WavReader;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A song that is recorded becomes a zip with mix and stems, each to the sample where it was sung, though a connection is cut, a shard is
 * killed and the state server is killed. Takes a minute.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "brigade.unproven", matches = "true", disabledReason = "takes a minute")
class RecordingTest {
    private static final int SONG_SECONDS = 24;
    private static final double MARGIN_MS = 400;
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void aRecordedSongBecomesMixAndStems(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 2, Map.of());
                StreamChoir choir = new StreamChoir()) {
            URI stream = URI.create("ws://127.0.0.1:" + stack.shardPort(1) + "/stream");
            StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"taped\"");
            RawPeer host = RawPeer.hello(
                    choir.http(), stream, room.id(), ",\"mode\":\"listen\",\"token\":\"" + room.token("host") + "\"");
            host.next("welcome");
            host.send("{\"type\":\"recording\",\"on\":true}");
            while (!host.next("room").path("recording").asBoolean(false)) {
                // another change
            }
            choir.singOn(
                    StreamWhoHearsWhomTest.singer(room, "leader", MARGIN_MS)
                            .withSeat(1)
                            .leading(6),
                    Choir.voice(Chirp.UP, SONG_SECONDS),
                    stack,
                    1);
            StreamRobot near = choir.singOn(
                    StreamWhoHearsWhomTest.singer(room, "near", MARGIN_MS).withSeat(2),
                    Choir.voice(Chirp.CODE_1, SONG_SECONDS),
                    stack,
                    1);
            StreamRobotConfig farConfig = StreamWhoHearsWhomTest.singer(room, "far", MARGIN_MS);
            choir.singOn(farConfig.withSeat(3), Choir.voice(Chirp.CODE_2, SONG_SECONDS), stack, 2);
            StreamSongs.awaitSecond(near, 4);
            near.client().session().cut();
            StreamSongs.awaitSecond(near, 8);
            long killedNs = System.nanoTime();
            stack.kill("state-server");
            StreamSongs.awaitSecond(near, 14);
            System.out.printf("6 s of the song took %.1f s around the kill%n", (System.nanoTime() - killedNs) / 1e9);
            stack.kill("shard-02");
            choir.awaitEnd();

            URI takes = stack.url().resolve("/api/rooms/" + room.id() + "/takes");
            JsonNode take = await(choir, takes, room, "recorded");
            String path = takes + "/" + take.path("take").asString("");
            assertThat(send(choir, "POST", URI.create(path), room)).isEqualTo(202);
            take = await(choir, takes, room, "ready");
            System.out.println("take: " + take);
            assertThat(send(choir, "GET", URI.create(path + "/zip?token=none"), room))
                    .isEqualTo(403);
            JsonNode link = JSON.readTree(body(choir, "POST", URI.create(path + "/link?hours=1"), room));
            Map<String, byte[]> zip = unzip(
                    body(choir, "GET", stack.url().resolve(link.path("zip").asString("")), null));
            System.out.println(zip.keySet());
            JsonNode json = JSON.readTree(entry(zip, "take.json"));
            System.out.println(json.path("mix") + " " + json.path("stems"));
            assertThat(json.path("stems").size()).isEqualTo(3);
            long start = json.path("startClock").asLong();
            assertThat(start).isEqualTo(near.report().songStartSample());
            for (JsonNode stem : json.path("stems")) {
                Chirp chirp = switch (stem.path("name").asString("")) {
                    case "leader" -> Chirp.UP;
                    case "near" -> Chirp.CODE_1;
                    default -> Chirp.CODE_2;
                };
                int found = found(entry(zip, stem.path("file").asString("")), chirp);
                System.out.println(stem.path("name") + ": " + found + " of " + SONG_SECONDS + " chirps to the sample");
                assertThat(found).isGreaterThanOrEqualTo(chirp == Chirp.CODE_2 ? 14 : SONG_SECONDS - 4);
            }
            assertThat(found(entry(zip, "mix.wav"), Chirp.UP)).isGreaterThanOrEqualTo(SONG_SECONDS - 4);
            assertThat(json.path("mix").path("loudnessLufs").asDouble()).isBetween(-16.5, -15.5);
            assertThat(json.path("events").size()).isPositive();
            assertThat(send(choir, "DELETE", URI.create(path), room)).isEqualTo(204);
            assertThat(send(choir, "GET", stack.url().resolve(link.path("zip").asString("")), null))
                    .isEqualTo(404);
            host.close();
        }
    }

    /** Chirps that lie where they were sung; none may lie elsewhere. */
    private static int found(byte[] wav, Chirp chirp) throws IOException {
        float[] sound = WavReader.read(new ByteArrayInputStream(wav), "stem");
        Correlator correlator = Correlator.of(chirp);
        int found = 0;
        for (int second = 0; second < SONG_SECONDS; second++) {
            int at = (int) Choir.chirpAt(chirp, second);
            Correlator.Match match = correlator.best(sound, at - 4_000, at + 4_000);
            if (match.similarity() > 0.5) {
                assertThat(Math.round(match.at()))
                        .as("%s in second %d", chirp, second)
                        .isEqualTo(at);
                found++;
            }
        }
        return found;
    }

    private static byte[] entry(Map<String, byte[]> zip, String name) {
        return Objects.requireNonNull(zip.get(name), name);
    }

    private static JsonNode await(StreamChoir choir, URI takes, StreamRoom room, String state) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            JsonNode all = JSON.readTree(body(choir, "GET", takes, room)).path("takes");
            if (all.size() == 1 && all.get(0).path("state").asString("").equals(state)) {
                return all.get(0);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no take that is " + state + ": " + all);
            }
            Thread.sleep(300);
        }
    }

    private static HttpRequest request(String method, URI uri, @Nullable StreamRoom room) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (room != null) {
            builder.header("Authorization", "Bearer " + room.token("host"));
        }
        return builder.build();
    }

    private static int send(StreamChoir choir, String method, URI uri, @Nullable StreamRoom room) throws Exception {
        return choir.http()
                .send(request(method, uri, room), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static byte[] body(StreamChoir choir, String method, URI uri, @Nullable StreamRoom room) throws Exception {
        HttpResponse<byte[]> answer =
                choir.http().send(request(method, uri, room), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as("%s %s", method, uri).isEqualTo(200);
        return answer.body();
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }
}
