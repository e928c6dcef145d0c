package brigade.state.room;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Houses that follow each other on one data folder, and what they leave there. */
class TakeHouse {
    @TempDir
    Path folder;

    final List<String> events = new CopyOnWriteArrayList<>();

    /** A process that begins at {@code now}. */
    final StageFixture house(long now) throws IOException {
        Files.createDirectories(folder.resolve("run"));
        return new StageFixture(new House(
                now,
                b -> b.roomsDir(folder.resolve("rooms"))
                        .runDir(folder.resolve("run"))
                        .events(json -> events.add(new String(json, StandardCharsets.UTF_8)))
                        .random(new Random(1))));
    }

    /** A room for those with links; its id. */
    static String makeRoom(StageFixture house) {
        Charter charter = house.house.rooms.charters().create("Choir", false, house.house.now);
        house.house.rooms.charters().save(charter);
        return charter.id;
    }

    /** Files of the room's takes. */
    final List<JsonNode> takes(String room) throws IOException {
        List<JsonNode> takes = new ArrayList<>();
        Path dir = folder.resolve("takes").resolve(room);
        if (Files.exists(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    takes.add(TestShard.JSON.readTree(Files.readAllBytes(file)));
                }
            }
        }
        return takes;
    }

    static void awaitSong(StageFixture house, String room) throws InterruptedException {
        for (int i = 0; i < 500 && house.house.rooms.phase(room) != SongPhase.SINGING; i++) {
            Thread.sleep(10); // the ring file is made by another thread
            house.pass(0.02);
        }
    }
}
