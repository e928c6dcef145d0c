package brigade.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code brigade room import}: rooms of another house, from a file, into a running one: all of them or none. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Brings rooms that \"room export\" wrote into a running house: all of them, or none.",
            "Links stay good where the house signs with the same key: copy keys/room-tokens.key of the data folder",
            "before its first start."
        })
final class RoomImportCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What \"room export\" wrote.")
    Path file;

    @Mixin
    OperatorOption there;

    @Option(
            names = "--other-key",
            description = "Also where another key signs: all links become void, \"room link\" makes new ones.")
    boolean otherKey;

    @Override
    public Integer call() throws IOException {
        RoomsFile from = RoomsFile.open(file);
        PrintWriter out = spec.commandLine().getOut();
        try (OperatorClient client = there.open()) {
            HouseRooms house = new HouseRooms(client);
            from.rooms().forEach(house::requireFree);
            List<String> done = new ArrayList<>();
            try {
                for (String room : from.rooms()) {
                    bring(from, room, house);
                    done.add(room);
                }
            } catch (LaunchException | IOException e) {
                done.forEach(house::delete);
                throw e;
            }
            done.forEach(room -> out.println("room " + room + " is in " + client.origin()));
            out.flush();
            return 0;
        }
    }

    private void bring(RoomsFile from, String room, HouseRooms house) throws IOException {
        ObjectNode exported = from.room(room);
        Path part = Files.createTempFile("brigade-import", ".part");
        try {
            for (JsonNode about : exported.path("files")) {
                from.file(room, about, part);
                house.upload(room, about, part);
            }
        } finally {
            Files.deleteIfExists(part);
        }
        house.bring(room, exported, otherKey);
    }
}
