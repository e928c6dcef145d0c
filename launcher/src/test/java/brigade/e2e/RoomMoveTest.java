package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.client.ClientOptions;
import brigade.client.Seat;
import brigade.launcher.Commands;
import brigade.launcher.Commands.Ran;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code brigade move}: two houses of real processes; a choir sings in one, is moved, and sings in the other. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class RoomMoveTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** So long may the machine stand still. */
    private static final double MARGIN_MS = 400;

    private static final int SONG_SECONDS = 5;
    private static final Chirp LEADER = Chirp.UP;
    private static final Chirp SECOND = Chirp.CODE_1;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3};

    @TempDir
    static Path folder;

    private static TestStack standby;

    @BeforeAll
    static void startStandby(TestStack here) throws Exception {
        Path data = Files.createDirectories(folder.resolve("standby"));
        Path key = Files.createDirectories(data.resolve("keys")).resolve("room-tokens.key");
        Files.copy(here.data().resolve("keys/room-tokens.key"), key); // as docs/operating.md says
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        standby = TestStack.start(data, 1, TestStack.UNREHEARSED);
    }

    @AfterAll
    static void stopStandby() {
        if (standby != null) {
            standby.close();
        }
    }

    @Test
    void aChoirIsMovedBetweenTwoSongsAndSitsAndSingsAsBefore(TestStack here) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> sing(here))) {
            Ear second = new Ear(choir.robot("second"));
            second.hears(LEADER, 0, SONG_SECONDS, 0);
            second.neverHears(Chirp.CODE_2);
            Ear third = new Ear(choir.robot("third"));
            third.hears(LEADER, 0, SONG_SECONDS, 0);
            third.hears(SECOND, 0, SONG_SECONDS, 0);
        }
    }

    private static StreamChoir sing(TestStack here) throws Exception {
        StreamChoir choir = new StreamChoir();
        StreamRoom room = StreamRoom.make(choir.http(), here.url(), "\"name\":\"moving house\"");
        String file = upload(choir.http(), here, room);
        StreamRobot leader = enter(choir, here, room, "leader", 1, Choir.voice(LEADER, SONG_SECONDS));
        StreamRobot second = enter(choir, here, room, "second", 2, Choir.voice(SECOND, SONG_SECONDS));
        StreamRobot third = enter(choir, here, room, "third", 3, Choir.voice(Chirp.CODE_2, SONG_SECONDS));
        List<StreamRobot> all = List.of(leader, second, third);
        StreamSongs.await(
                "all to be there",
                () -> all.stream().allMatch(robot -> robot.report().connections() == 1));
        say(leader, "lead");
        StreamSongs.await("their rows", () -> rows(all).equals(List.of(1, 2, 3)));
        all.forEach(robot -> robot.wantSeat(0)); // from here on they sit where they are told to

        say(leader, "start");
        StreamSongs.awaitSecond(third, 1);
        CompletableFuture<Ran> move = CompletableFuture.supplyAsync(() -> Commands.run(
                "move",
                "--url",
                here.url().toString(),
                "--data",
                here.data().toString(),
                "--to",
                standby.url().toString(),
                "--room",
                room.id(),
                "--wait-max-seconds",
                "60"));
        StreamSongs.await("the word that no song begins", () -> closing(leader).equals("move"));
        StreamSongs.awaitSecond(third, 2);
        assertThat(move).as("it waits for the song").isNotDone();
        assertThat(leader.report().connections()).isEqualTo(1);
        say(leader, "stop");
        Ran moved = move.get(60, TimeUnit.SECONDS);
        assertThat(moved.code()).as(moved.out() + moved.err()).isZero();
        assertThat(moved.out())
                .contains("waiting for the song in " + room.id())
                .contains("room " + room.id() + ": 3 people sent to " + standby.url());
        StreamSongs.await(
                "all to be in the other house",
                () -> all.stream().allMatch(robot -> robot.report().connections() == 2));
        assertThat(rows(all)).as("rows in the other house").isEqualTo(List.of(1, 2, 3));
        assertThat(choir.http()
                        .send(
                                HttpRequest.newBuilder(standby.url().resolve(file))
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(PNG);

        long before = leader.report().songStartSample();
        all.forEach(robot -> robot.wantSeat(all.indexOf(robot) + 1)); // to lead seats everybody anew
        say(leader, "lead");
        StreamSongs.await(
                "rows of the next song",
                () -> rows(all).equals(List.of(1, 2, 3)) && closing(leader).isEmpty());
        Thread.sleep(1_000); // the move of rows is over
        say(leader, "start");
        StreamSongs.await("the next song", () -> third.report().songStartSample() > before + 48_000);
        StreamSongs.awaitSecond(third, SONG_SECONDS + 0.5);
        say(leader, "stop");
        all.forEach(StreamRobot::close);
        choir.awaitEnd();
        return choir;
    }

    private static String closing(StreamRobot robot) {
        return robot.client().session().room().room("closing").asString("");
    }

    private static List<Integer> rows(List<StreamRobot> robots) {
        List<Integer> rows = new ArrayList<>();
        for (StreamRobot robot : robots) {
            Seat seat = robot.client().session().seat();
            rows.add(seat == null ? 0 : seat.bucket());
        }
        return rows;
    }

    private static void say(StreamRobot robot, String type) {
        ObjectNode message = JSON.createObjectNode().put("type", type);
        assertThat(robot.client().session().send(message)).as(type).isTrue();
    }

    private static StreamRobot enter(
            StreamChoir choir, TestStack here, StreamRoom room, String name, int row, float[] voice) {
        StreamRobotConfig config = StreamRobotConfig.singer(room.id(), name)
                .withToken(room.token("helper"))
                .withOptions(ClientOptions.USUAL.withMarginMs(MARGIN_MS))
                .withSeat(row)
                .withSeconds(150);
        return choir.sing(config, voice, here.url());
    }

    /** Puts an image into the room; where it is found. */
    private static String upload(HttpClient http, TestStack at, StreamRoom room)
            throws IOException, InterruptedException {
        String files = "/api/rooms/" + room.id() + "/files";
        HttpRequest request = HttpRequest.newBuilder(at.url().resolve(files + "?kind=image&name=Page%201"))
                .header("Authorization", "Bearer " + room.token("host"))
                .POST(BodyPublishers.ofByteArray(PNG))
                .build();
        JsonNode made =
                JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        return files + "/" + made.path("id").asString();
    }

    @Test
    void exportedRoomsAreSecretAndCarryEverything_andNothingElseIsTakenIn(TestStack here) throws Exception {
        Path zip = folder.resolve("rooms.zip");
        try (HttpClient http = HttpClient.newHttpClient()) {
            StreamRoom room = StreamRoom.make(http, here.url(), "\"name\":\"in a file\",\"password\":\"open sesame\"");
            String file = upload(http, here, room);
            Ran exported =
                    Commands.run("rooms", "export", "--data", data(here), "--room", room.id(), "--to", zip.toString());
            assertThat(exported.code()).as(exported.err()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)))
                    .isEqualTo("rw-------");

            refused("is broken, or no file of exported rooms", cut(zip).toString());
            refused("holds no exported rooms", index("{\"format\":\"holiday\"}").toString());
            refused(
                    "was written in version 7, and version 1 is known here",
                    index("{\"format\":\"brigade-rooms\",\"version\":7}").toString());
            refused("it does not exist", folder.resolve("nowhere.zip").toString());
            Ran there = Commands.run("rooms", "import", zip.toString(), "--data", data(here));
            assertThat(there.code()).isEqualTo(1);
            assertThat(there.err()).contains("room " + room.id() + " is in ", " already");

            Ran imported = Commands.run("rooms", "import", zip.toString(), "--data", data(standby));
            assertThat(imported.code()).as(imported.err()).isZero();
            assertThat(imported.out()).contains("room " + room.id() + " is in ");
            HttpRequest bytes =
                    HttpRequest.newBuilder(standby.url().resolve(file)).build();
            assertThat(http.send(bytes, BodyHandlers.ofByteArray()).body()).isEqualTo(PNG);
            // A link of the one house is good in the other, and the password is asked for there too.
            JsonNode info = JSON.readTree(http.send(
                            HttpRequest.newBuilder(standby.url().resolve("/api/rooms/" + room.id()))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            assertThat(info.path("password").asBoolean()).isTrue();
            HttpRequest link = HttpRequest.newBuilder(standby.url().resolve("/api/rooms/" + room.id() + "/links"))
                    .header("Authorization", "Bearer " + room.token("host"))
                    .POST(BodyPublishers.ofString("{\"role\":\"singer\"}"))
                    .build();
            assertThat(http.send(link, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            strangersGetNothing(http, room);
        }
        Ran plain = Commands.run("move", "--data", data(here), "--all", "--to", "http://there.example");
        assertThat(plain.code()).isEqualTo(2);
        assertThat(plain.err()).contains("an https address");
    }

    private static void strangersGetNothing(HttpClient http, StreamRoom room) throws Exception {
        String path = "/api/rooms/" + room.id();
        URI house = standby.url();
        for (String token : new String[] {"", room.token("host")}) {
            for (HttpRequest.Builder request : new HttpRequest.Builder[] {
                HttpRequest.newBuilder(house.resolve(path + "/export")),
                HttpRequest.newBuilder(house.resolve("/api/rooms?list=ids")),
                HttpRequest.newBuilder(house.resolve(path + "/import")).POST(BodyPublishers.ofString("{}")),
                HttpRequest.newBuilder(house.resolve(path + "/hold")).POST(BodyPublishers.ofString("{}")),
                HttpRequest.newBuilder(house.resolve(path + "/moved"))
                        .POST(BodyPublishers.ofString("{\"url\":\"https://evil.example\"}")),
                HttpRequest.newBuilder(house.resolve(path + "/files?kind=image&id=" + "0".repeat(32)))
                        .POST(BodyPublishers.ofByteArray(PNG))
            }) {
                request.header("Authorization", "Bearer " + token);
                assertThat(http.send(request.build(), BodyHandlers.discarding()).statusCode())
                        .isEqualTo(403);
            }
        }
    }

    private static String data(TestStack stack) {
        return stack.data().toString();
    }

    private static void refused(String why, String file) {
        Ran ran = Commands.run("rooms", "import", file, "--data", data(standby));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(why);
        assertThat(ran.err().lines().count()).as(ran.err()).isEqualTo(1);
    }

    private static Path cut(Path zip) throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        return Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static Path index(String json) throws IOException {
        Path file = folder.resolve("index.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("rooms.json"));
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
