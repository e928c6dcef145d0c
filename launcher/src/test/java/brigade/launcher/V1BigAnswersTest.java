package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.CodecShard;
import brigade.shard.CodecShardConfig;
import brigade.shard.codec.CodecChoice;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Much of everything, through a real shard, shared memory and real rooms: every answer is still 200. */
@Tag("slow")
@Tag("patient")
class V1BigAnswersTest {
    private static final int USERS = 2_000;
    private static final int MARKS = 200;
    private static final int SAMPLES = 2_880;
    private static final String LYRICS = "Свете тихий ".repeat(1_667).substring(0, 20_000);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private FrozenHouse state;
    private CodecShard shard;

    @BeforeEach
    void start() throws IOException {
        state = new FrozenHouse(folder.resolve("run"), USERS + 10);
        shard = CodecShard.launch(new CodecShardConfig(
                1,
                "127.0.0.1",
                0,
                folder.resolve("run"),
                folder,
                CodecChoice.AUTO,
                null,
                USERS + 10,
                1_000,
                true,
                List.of(),
                null,
                false));
    }

    @AfterEach
    void stop() {
        shard.close();
        state.close();
    }

    @Test
    void manyMarksLongLyricsAndManyUsersAreAnswered() throws Exception {
        long clock = FrozenHouse.NOW;
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            List<Future<HttpResponse<byte[]>>> joins = new ArrayList<>();
            for (int user = 1; user <= USERS; user++) {
                int id = user;
                joins.add(workers.submit(() -> post(id, clock - 600_000, "&username=" + encoded("Певец " + id), "")));
            }
            for (Future<HttpResponse<byte[]>> join : joins) {
                assertThat(join.get().statusCode()).isEqualTo(200);
            }
        }
        postAll(clock);
        HttpResponse<byte[]> answer = post(5, clock - 600_000 + SAMPLES, "&user_summary=1", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode metadata = metadata(answer);
        assertThat(metadata.get("events").size()).isEqualTo(MARKS);
        assertThat(metadata.get("lyrics").asString()).isEqualTo(LYRICS);
        assertThat(metadata.get("n_connected_users").asInt()).isEqualTo(USERS);
        ByteBuffer rest = rest(answer);
        assertThat(rest.getShort()).isEqualTo((short) USERS);
        rest.position(rest.position() + 51 * USERS);
        assertThat(rest.get()).as("packets after the table").isEqualTo((byte) 1);
    }

    /** The leader's marks and lyrics. */
    private void postAll(long clock) throws Exception {
        StringBuilder marks = new StringBuilder("[");
        for (int i = 0; i < MARKS; i++) {
            marks.append(i == 0 ? "" : ",")
                    .append("{\"evid\":\"строка " + i + "\",\"clock\":")
                    .append(clock + i)
                    .append('}');
        }
        String lyrics = "{\"lyrics\":\"" + LYRICS + "\"}";
        int jsonBytes = lyrics.getBytes(StandardCharsets.UTF_8).length;
        HttpResponse<byte[]> lead = post(1, clock - 600_000 + SAMPLES, "&request_lead=1", "");
        assertThat(lead.statusCode()).as(text(lead)).isEqualTo(200);
        HttpResponse<byte[]> told = post(
                1,
                clock - 600_000 + 2 * SAMPLES,
                "&json_len=" + jsonBytes + "&event_data="
                        + encoded(marks.append(']').toString()),
                lyrics);
        assertThat(told.statusCode()).as(text(told)).isEqualTo(200);
    }

    private HttpResponse<byte[]> post(int user, long readClock, String more, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + shard.port() + "/api?userid=" + user + "&n_samples=" + SAMPLES
                + "&read_clock=" + readClock + more);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode metadata(HttpResponse<byte[]> answer) {
        return new ObjectMapper().readTree(answer.body(), 0, metadataBytes(answer));
    }

    private static ByteBuffer rest(HttpResponse<byte[]> answer) {
        int from = metadataBytes(answer);
        return ByteBuffer.wrap(answer.body(), from, answer.body().length - from);
    }

    private static int metadataBytes(HttpResponse<byte[]> answer) {
        String header = answer.headers().firstValue("X-Audio-Metadata").orElseThrow();
        return new ObjectMapper().readTree(header).get("metadata_len").asInt();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
