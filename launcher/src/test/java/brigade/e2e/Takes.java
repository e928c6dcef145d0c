package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.file.WavReader;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The takes of one room, as a host gets them over HTTP. */
record Takes(HttpClient http, URI server, StreamRoom room) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long WAIT_MAX_NS = 90_000_000_000L;

    /** What is in a take's zip, by name. */
    record Contents(Map<String, byte[]> entries) {
        byte[] entry(String name) {
            return Objects.requireNonNull(entries.get(name), name);
        }

        JsonNode json() {
            return JSON.readTree(entry("take.json"));
        }

        /** Stem, or mix, as floats. */
        float[] sound(String name) throws IOException {
            return WavReader.read(new ByteArrayInputStream(entry(name)), name);
        }
    }

    private URI path(String rest) {
        return server.resolve("/api/rooms/" + room.id() + "/takes" + rest);
    }

    /** Waits until the room's one take is in that state. */
    JsonNode await(String state) throws IOException, InterruptedException {
        long end = System.nanoTime() + WAIT_MAX_NS;
        while (true) {
            JsonNode all = JSON.readTree(body("GET", path(""), true)).path("takes");
            if (all.size() == 1 && all.get(0).path("state").asString("").equals(state)) {
                return all.get(0);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no take that is " + state + ": " + all);
            }
            Thread.sleep(300);
        }
    }

    /** Has the room's one take made, and gets it by a signed link; a wrong token gets nothing. */
    Contents make() throws IOException, InterruptedException {
        String take = "/" + await("recorded").path("take").asString("");
        assertThat(status("POST", path(take), true)).isEqualTo(202);
        await("ready");
        assertThat(status("GET", path(take + "/zip?token=none"), true)).isEqualTo(403);
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body("GET", link(take), false)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return new Contents(entries);
    }

    private URI link(String take) throws IOException, InterruptedException {
        JsonNode link = JSON.readTree(body("POST", path(take + "/link?hours=1"), true));
        return server.resolve(link.path("zip").asString(""));
    }

    /** Deletes the room's one take: its link is dead at once. */
    void delete() throws IOException, InterruptedException {
        String take = "/" + await("ready").path("take").asString("");
        URI link = link(take);
        assertThat(status("DELETE", path(take), true)).isEqualTo(204);
        assertThat(status("GET", link, false)).isEqualTo(404);
    }

    /**
     * Seconds in which {@code chirp} does not lie to the sample where it was sung. A loud voice may cover it until it is like itself by
     * a third only: that the likest of 8,000 places is the right one is not chance. Where it is like itself elsewhere in the second, the
     * sound lies wrong, and that is an error.
     */
    static List<Integer> missing(float[] sound, Chirp chirp, int seconds) {
        Correlator correlator = Correlator.of(chirp);
        List<Integer> missing = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            int at = (int) Choir.chirpAt(chirp, second);
            Correlator.Match match = correlator.best(sound, at - 4_000, at + 4_000);
            if (Math.round(match.at()) != at) {
                assertThat(match.similarity())
                        .as("%s in second %d, %.1f samples off", chirp, second, match.at() - at)
                        .isLessThan(0.5);
                missing.add(second);
            }
        }
        return missing;
    }

    private HttpRequest request(String method, URI uri, boolean asHost) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (asHost) {
            builder.header("Authorization", "Bearer " + room.token("host"));
        }
        return builder.build();
    }

    private int status(String method, URI uri, boolean asHost) throws IOException, InterruptedException {
        return http.send(request(method, uri, asHost), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private byte[] body(String method, URI uri, boolean asHost) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request(method, uri, asHost), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as("%s %s", method, uri).isEqualTo(200);
        return answer.body();
    }
}
