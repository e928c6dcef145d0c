package brigade.shard;

import static brigade.shard.HttpApiTest.assertRefused;
import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTest {
    private static final byte[] WAV = "RIFF....WAVEfmt and so on".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};

    @TempDir
    Path data;

    private ShardUnderTest shard;

    @BeforeEach
    void start() {
        shard = new ShardUnderTest(data);
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    @Test
    void aTrackLandsWholeAndTheStateServerIsTold() throws IOException {
        HttpResponse<byte[]> response = shard.post("/upload?type=backingTrack", WAV);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("ok");
        assertThat(Files.readAllBytes(data.resolve("tracks/User Upload.wav"))).isEqualTo(WAV);
        assertThat(files("tracks")).containsExactly("User Upload.wav");
        assertThat(shard.state.asked.getFirst().json())
                .isEqualTo(
                        "{\"call\":\"notify\",\"room\":\"main\",\"kind\":\"backingTrack\",\"name\":\"User Upload\"}");
    }

    @Test
    void whatIsNoWavIs415AndLeavesNothing() throws IOException {
        assertRefused(shard.post("/upload?type=backingTrack", "ID3 an mp3".getBytes(StandardCharsets.US_ASCII)), 415);
        assertRefused(shard.post("/upload?type=backingTrack", new byte[0]), 415);
        assertRefused(shard.post("/upload?type=image", WAV), 415);
        assertThat(files("tracks")).isEmpty();
        assertThat(shard.state.asked).isEmpty();
    }

    @Test
    void tooLongIs413() throws IOException {
        assertRefused(shard.post("/upload?type=backingTrack", new byte[1_000_001]), 413);
        assertThat(files("tracks")).isEmpty();
    }

    @Test
    void theLastImageIsServed() {
        assertRefused(shard.get("/user-upload-image"), 404);
        assertThat(shard.post("/upload?type=image", PNG).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> response = shard.get("/user-upload-image?ABCDEFGHIJ");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(PNG);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
    }

    @Test
    void otherTypesAndRoomsAreRefused() {
        assertRefused(shard.post("/upload?type=program", WAV), 400);
        assertRefused(shard.post("/upload", WAV), 400);
        assertRefused(shard.post("/upload?type=image&room=choir", PNG), 403);
    }

    @Test
    void anAddressThatTheWorldReachesTakesNoneUnlessTold() {
        try (ShardUnderTest open = new ShardUnderTest(data, "0.0.0.0")) {
            assertRefused(open.post("/upload?type=backingTrack", WAV), 403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Dona nobis.wav, Dona nobis",
        "../../etc/passwd, etc passwd",
        "'.hidden', hidden",
        "'..', User Upload",
        "Свете тихий.WAV, Свете тихий",
        "'a\\b:c*d', a b c d",
        "NUL, User Upload",
    })
    void namesAreMadeSafe(String wanted, String safe) {
        assertThat(UploadFolder.safeName(wanted)).isEqualTo(safe);
    }

    private List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
