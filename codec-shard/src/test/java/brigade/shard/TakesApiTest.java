package brigade.shard;

import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.file.AudioFileException;
import brigade.audio.file.WavReader;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.listen.OggSound;
import brigade.shard.rooms.FilesApi;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/recording.md, Takes: how long they are kept, and how one becomes a track that all listen to. */
class TakesApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long START = ShardUnderTest.CLOCK - 600L * 48_000;
    private static final int SECONDS = 3;

    @TempDir
    Path data;

    private final FakeRooms rooms = new FakeRooms();
    private ShardUnderTest shard;
    private JsonNode links;
    private String room;

    @BeforeEach
    void start() throws IOException {
        shard = new ShardUnderTest(data, "127.0.0.1", "/2/api/01/stream");
        shard.state.rooms = rooms;
        JsonNode made = JSON.readTree(shard.send(HttpRequest.newBuilder(shard.uri("/api/rooms"))
                        .POST(BodyPublishers.ofString("{\"name\":\"Choir\"}")))
                .body());
        room = made.path("room").asString();
        links = made.path("links");
        Path folder = Files.createDirectories(data.resolve("takes").resolve(room));
        Files.writeString(
                folder.resolve(START + ".json"),
                JSON.writeValueAsString(JSON.createObjectNode()
                        .put("format", 1)
                        .put("take", Long.toString(START))
                        .put("room", room)
                        .put("title", "Frère Jacques")
                        .put("startClock", START)
                        .put("endClock", START + SECONDS * 48_000L)));
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String role) {
        String link = links.path(role).asString();
        return shard.send(HttpRequest.newBuilder(shard.uri("/api/rooms/" + room + path))
                .method(method, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + link.substring(link.indexOf("#token=") + 7)));
    }

    private JsonNode json(String method, String path) {
        HttpResponse<byte[]> answer = send(method, path, "host");
        assertThat(answer.statusCode()).as(text(answer)).isIn(200, 201);
        return JSON.readTree(answer.body());
    }

    /** As the builder leaves it, but for what is in the zip. */
    private void made(float[] sound) throws IOException {
        Path folder = data.resolve("takes").resolve(room);
        Files.write(folder.resolve(START + ".ogg"), OggSound.encode(OpusCodec.open(CodecChoice.CONCENTUS), sound));
        Files.write(folder.resolve(START + ".zip"), "zip".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTakeSaysHowLongItIsKept() throws IOException {
        JsonNode before = json("GET", "/takes").path("takes").get(0);
        assertThat(before.path("state").asString()).isEqualTo("recorded");
        long endMs = (START + SECONDS * 48_000L) / 48;
        assertThat(before.path("keptUntilMs").asLong())
                .isEqualTo(endMs + RecordingConfig.USUAL.journalMaxHours() * 3_600_000);
        made(new float[48_000]);
        JsonNode after = json("GET", "/takes").path("takes").get(0);
        assertThat(after.path("state").asString()).isEqualTo("ready");
        long madeMs = Files.getLastModifiedTime(
                        data.resolve("takes").resolve(room).resolve(START + ".zip"))
                .toMillis();
        assertThat(after.path("keptUntilMs").asLong())
                .isEqualTo(madeMs + RecordingConfig.USUAL.takesMaxHours() * 3_600_000);
    }

    @Test
    void aLinkNamesTheHouse() throws IOException {
        made(new float[48_000]);
        JsonNode links = json("POST", "/takes/" + START + "/link?hours=1");
        String zip = links.path("zip").asString("");
        assertThat(zip).startsWith("/2/api/rooms/" + room + "/takes/" + START + "/zip?token=");
        assertThat(shard.get(zip.substring(2)).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyALinkOrAHostOpensATake_andWhenItIsDeletedNobody() throws IOException {
        made(new float[48_000]);
        String path = "/takes/" + START;
        String zip =
                json("POST", path + "/link?hours=1").path("zip").asString("").substring(2);
        String bare = zip.substring(0, zip.indexOf('?'));
        assertThat(shard.get(zip).statusCode()).isEqualTo(200);
        assertThat(shard.get(zip.replace("/zip?", "/ogg?")).statusCode()).isEqualTo(200);
        assertThat(shard.get(bare).statusCode()).isEqualTo(401);
        assertThat(shard.get(bare + "?token=none").statusCode()).isEqualTo(403);
        String other = Long.toString(START - 1);
        assertThat(shard.get(zip.replace(Long.toString(START), other)).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", path + "/zip", "host").statusCode()).isEqualTo(200);
        assertThat(send("GET", path + "/zip", "singer").statusCode()).isEqualTo(403);
        assertThat(send("POST", path + "/link?hours=1", "singer").statusCode()).isEqualTo(403);
        assertThat(send("POST", path + "/link?hours=169", "host").statusCode()).isEqualTo(400);
        assertThat(send("DELETE", path, "singer").statusCode()).isEqualTo(403);
        assertThat(send("DELETE", path, "host").statusCode()).isEqualTo(204);
        assertThat(shard.get(zip).statusCode()).isEqualTo(404);
        assertThat(json("GET", "/takes").path("takes").size()).isZero();
    }

    @Test
    void aMadeTakeBecomesATrackThatGoesWithIt() throws IOException, AudioFileException {
        String track = "/takes/" + START + "/track";
        assertThat(send("POST", track, "host").statusCode()).as("not made yet").isEqualTo(409);
        float[] sound = new VoiceSynth(1).sing(Melody.FRERE_JACQUES, SECONDS * 48_000);
        made(sound);
        for (String role : new String[] {"helper", "singer", "listener"}) {
            assertThat(send("POST", track, role).statusCode()).isEqualTo(403);
        }
        assertThat(send("POST", "/takes/17/track", "host").statusCode()).isEqualTo(404);
        String name = json("POST", track).path("name").asString();
        assertThat(name).startsWith("Take ").endsWith("Frère Jacques");
        JsonNode files = json("GET", "/files").path("files");
        // Again and again: still the same one, and it costs nothing.
        for (int i = 0; i < FilesApi.UPLOADS_PER_HOUR_MAX; i++) {
            HttpResponse<byte[]> again = send("POST", track, "host");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(again.body()).path("id").asString())
                    .isEqualTo(files.get(0).path("id").asString());
        }
        assertThat(json("GET", "/files").path("files").size()).isEqualTo(1);
        assertThat(files.get(0).path("seconds").asDouble()).isBetween(2.9, 3.1);
        Path wav = data.resolve("tracks/rooms").resolve(room).resolve(name + ".wav");
        float[] decoded = WavReader.read(wav);
        double error = 0;
        double energy = 0;
        for (int i = 0; i < sound.length; i++) {
            error += Math.pow(decoded[i] - sound[i], 2);
            energy += Math.pow(sound[i], 2);
        }
        assertThat(error / energy).as("in place, to the sample").isLessThan(0.1);
        assertThat(send("DELETE", "/takes/" + START, "host").statusCode()).isEqualTo(204);
        assertThat(wav).doesNotExist();
        assertThat(json("GET", "/files").path("files").size()).isZero();
    }

    /** A take that was made anew becomes a new track: so often an hour as files may be sent. */
    @Test
    void takesMadeAnewBecomeTracksUpToTheLimit() throws IOException {
        made(new float[4_800]);
        Path ogg = data.resolve("takes").resolve(room).resolve(START + ".ogg");
        String track = "/takes/" + START + "/track";
        String id = "";
        for (int i = 0; i < FilesApi.UPLOADS_PER_HOUR_MAX; i++) {
            Files.setLastModifiedTime(ogg, FileTime.fromMillis(1_000L * (i + 1)));
            JsonNode made = json("POST", track);
            assertThat(made.path("id").asString()).isNotEqualTo(id);
            id = made.path("id").asString();
        }
        Files.setLastModifiedTime(ogg, FileTime.fromMillis(1));
        HttpResponse<byte[]> refused = send("POST", track, "host");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(json("GET", "/files").path("files").size()).isEqualTo(1);
    }
}
