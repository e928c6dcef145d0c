package brigade.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade room export}: rooms of a running house into one file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes rooms into one file: settings, links, set lists, lyrics, tracks, pictures, levels, who is kept out, seats.",
            "Recordings stay. THE FILE IS SECRET: it holds password hashes and who sat where; only its owner may read it.",
            "\"room import\" brings them to another house, whose key has to be the same."
        })
final class RoomExportCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    OperatorOption here;

    @Mixin
    RoomsOption which;

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where they go, a .zip.")
    Path to;

    @Override
    public Integer call() throws IOException {
        which.check(spec.commandLine());
        if (Files.isDirectory(to)) {
            throw new LaunchException(to + " is a folder: name a file in it");
        }
        try (OperatorClient client = here.open()) {
            HouseRooms house = new HouseRooms(client);
            List<String> rooms = which.of(house);
            RoomsFile.write(house, rooms, to);
            PrintWriter out = spec.commandLine().getOut();
            out.println(rooms.size() + (rooms.size() == 1 ? " room is in " : " rooms are in ") + to + ", "
                    + Files.size(to) + " bytes: keep it as secret as the links");
            out.flush();
            return 0;
        }
    }
}
