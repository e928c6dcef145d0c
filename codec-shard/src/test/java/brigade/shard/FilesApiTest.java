package brigade.shard;

import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.file.AudioFileException;
import brigade.audio.file.WavReader;
import brigade.audio.file.WavWriter;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/protocol.md 6.5: what hosts upload, and who may not. */
class FilesApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3};

    @TempDir
    Path data;

    private final FakeRooms rooms = new FakeRooms();
    private ShardUnderTest shard;
    private JsonNode links;
    private String room;

    @BeforeEach
    void start() {
        shard = new ShardUnderTest(data);
        shard.state.rooms = rooms;
        JsonNode made =
                JSON.readTree(send("POST", "/api/rooms", "", "{\"name\":\"Choir\"}".getBytes(StandardCharsets.UTF_8))
                        .body());
        room = made.path("room").asString();
        links = made.path("links");
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    private String token(String role) {
        String link = links.path(role).asString();
        return link.substring(link.indexOf("#token=") + 7);
    }

    private HttpResponse<byte[]> send(String method, String path, String token, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(shard.uri(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return shard.send(request);
    }

    private String files(String query) {
        return "/api/rooms/" + room + "/files" + query;
    }

    @Test
    void aTrackIsDecodedForTheStateServerAndKeptAsItCame() throws IOException, AudioFileException {
        float[] sound = new VoiceSynth(1).sing(Melody.ODE_TO_JOY, 3 * 48_000);
        byte[] ogg = OggSound.encode(OpusCodec.open(CodecChoice.CONCENTUS), sound);
        HttpResponse<byte[]> sent = send("POST", files("?kind=track&name=../My%20tune.opus"), token("host"), ogg);
        assertThat(sent.statusCode()).as(text(sent)).isEqualTo(201);
        JsonNode made = JSON.readTree(sent.body());
        assertThat(made.path("name").asString()).isEqualTo("My tune");
        assertThat(made.path("seconds").asDouble()).isBetween(3.0, 3.1);
        float[] decoded =
                WavReader.read(data.resolve("tracks/rooms").resolve(room).resolve("My tune.wav"));
        double error = 0;
        double energy = 0;
        for (int i = 0; i < sound.length; i++) {
            error += Math.pow(decoded[i] - sound[i], 2);
            energy += Math.pow(sound[i], 2);
        }
        assertThat(error / energy).as("in place, to the sample").isLessThan(0.1);
        HttpResponse<byte[]> back = send("GET", files("/" + made.path("id").asString()), "", new byte[0]);
        assertThat(back.body()).isEqualTo(ogg);
        assertThat(back.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void anImageIsListedServedAndDeleted() {
        JsonNode made = JSON.readTree(send("POST", files("?kind=image&name=page%201.png"), token("host"), PNG)
                .body());
        String id = made.path("id").asString();
        HttpResponse<byte[]> served = send("GET", files("/" + id), "", new byte[0]);
        assertThat(served.body()).isEqualTo(PNG);
        assertThat(served.headers().firstValue("Content-Type")).hasValue("image/png");
        JsonNode list =
                JSON.readTree(send("GET", files(""), token("host"), new byte[0]).body());
        assertThat(list.path("files").get(0).path("name").asString()).isEqualTo("page 1");
        assertThat(list.path("bytes").asInt()).isEqualTo(PNG.length);
        assertThat(send("DELETE", files("/" + id), token("host"), new byte[0]).statusCode())
                .isEqualTo(204);
        assertThat(send("GET", files("/" + id), "", new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void aWavIsMeasuredByItsHeaderAndRefusedWhenItIsTooLong() throws IOException {
        Path wav = data.resolve("three.wav");
        WavWriter.write(wav, new float[3 * 48_000], WavWriter.Encoding.INT_16);
        byte[] good = Files.readAllBytes(wav);
        JsonNode made = JSON.readTree(send("POST", files("?kind=track&name=three"), token("host"), good)
                .body());
        assertThat(made.path("seconds").asDouble()).isEqualTo(3.0);

        // 11 minutes at 8 kHz and 8 bits are 5 MB.
        byte[] tooLong = wavOf(8_000, 11 * 60);
        HttpResponse<byte[]> refused = send("POST", files("?kind=track&name=long"), token("host"), tooLong);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(text(refused).strip()).isEqualTo("the track is longer than 10 minutes");
        byte[] broken = Arrays.copyOf(good, 20);
        refused = send("POST", files("?kind=track&name=broken"), token("host"), broken);
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(text(refused).strip())
                .startsWith("the WAV file cannot be read")
                .hasLineCount(1);
        assertThat(data.resolve("tracks/rooms").resolve(room)).isDirectoryContaining("glob:**/three.wav");
        assertThat(data.resolve("tracks/rooms").resolve(room)).isDirectoryNotContaining("glob:**/*{long,broken,part}*");
    }

    /** Silence of one byte a sample. */
    private static byte[] wavOf(int rateHz, int seconds) {
        int bytes = rateHz * seconds;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rateHz).putInt(rateHz);
        wav.putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return wav.array();
    }

    @Test
    void aRoomTakesSoManyFilesWithinAnHour() {
        String last = "";
        for (int i = 0; i < FilesApi.UPLOADS_PER_HOUR_MAX; i++) {
            HttpResponse<byte[]> sent = send("POST", files("?kind=image&name=p"), token("host"), PNG);
            assertThat(sent.statusCode()).as("file %d", i).isEqualTo(201);
            last = JSON.readTree(sent.body()).path("id").asString();
            assertThat(send("DELETE", files("/" + last), token("host"), new byte[0])
                            .statusCode())
                    .isEqualTo(204);
        }
        HttpResponse<byte[]> refused = send("POST", files("?kind=image&name=p"), token("host"), PNG);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(text(refused).strip())
                .startsWith("too many files were sent to this room")
                .hasLineCount(1);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whoIsNoHostMayNeitherSendListNorDelete() throws IOException {
        JsonNode made = JSON.readTree(
                send("POST", files("?kind=image&name=a"), token("host"), PNG).body());
        String file = files("/" + made.path("id").asString());
        for (String role : new String[] {"", "helper", "singer", "listener"}) {
            String token = role.isEmpty() ? "" : token(role);
            int refused = role.isEmpty() ? 401 : 403;
            assertThat(send("POST", files("?kind=image&name=b"), token, PNG).statusCode())
                    .isEqualTo(refused);
            assertThat(send("GET", files(""), token, new byte[0]).statusCode()).isEqualTo(refused);
            assertThat(send("DELETE", file, token, new byte[0]).statusCode()).isEqualTo(refused);
        }
        assertThat(send("GET", file, "", new byte[0]).statusCode()).isEqualTo(200);
        try (var kept = Files.list(data.resolve("files").resolve(room))) {
            assertThat(kept).hasSize(2);
        }
    }

    @Test
    void whatIsNoTrackOrImageIsRefusedAndLeavesNothing() throws IOException {
        byte[] nonsense = "this is not a sound".getBytes(StandardCharsets.UTF_8);
        byte[] ogg = OggSound.encode(OpusCodec.open(CodecChoice.CONCENTUS), new float[48_000]);
        byte[] cut = Arrays.copyOf(ogg, ogg.length - 40);
        assertThat(send("POST", files("?kind=track&name=a"), token("host"), nonsense)
                        .statusCode())
                .isEqualTo(415);
        assertThat(send("POST", files("?kind=track&name=a"), token("host"), cut).statusCode())
                .isEqualTo(415);
        assertThat(send("POST", files("?kind=image&name=a"), token("host"), nonsense)
                        .statusCode())
                .isEqualTo(415);
        assertThat(send("POST", files("?kind=film&name=a"), token("host"), PNG).statusCode())
                .isEqualTo(400);
        assertThat(send("GET", files("/..%2f..%2fkeys"), "", new byte[0]).statusCode())
                .isIn(400, 404);
        try (var kept = Files.list(data.resolve("files").resolve(room))) {
            assertThat(kept).isEmpty();
        }
    }
}
