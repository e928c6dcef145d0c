package brigade.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which rooms go: some, or all. */
final class RoomsOption {
    @Option(names = "--room", paramLabel = "ROOM", description = "This room; again for others.")
    @Nullable
    List<String> rooms;

    @Option(names = "--all", description = "All rooms but main, which each house has of its own.")
    boolean all;

    /** Refuses both, and neither. */
    void check(CommandLine line) {
        if (all == (rooms != null)) {
            throw new CommandLine.ParameterException(line, "say --room ROOM or --all");
        }
    }

    /** Their ids. */
    List<String> of(HouseRooms house) {
        List<String> named = rooms;
        return named == null ? house.ids() : named;
    }
}
