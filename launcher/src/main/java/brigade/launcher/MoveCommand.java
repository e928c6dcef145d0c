package brigade.launcher;

import brigade.wire.stream.HouseUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code brigade move}: rooms with their people from one running house to another. */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Moves rooms of a running house to a standby, with all that they are, and sends everybody after them.",
            "Songs that run are sung to their end first, while no other begins. Both houses sign with the same key:",
            "keys/room-tokens.key of the data folder. Recordings stay here."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all rooms have moved",
            "1:not all; the lines say which, and why. A room that has not moved goes on as before",
            "2:a wrong command line"
        })
final class MoveCommand implements Callable<Integer> {
    private static final String MAIN = "main";
    private static final int WAIT_MAX_SECONDS = 3_600;
    private static final long LOOK_MS = 500;

    /** While it is looked for the end of songs; when this command dies songs begin again after it. */
    private static final int HOLD_SECONDS = 15;

    /** While a room is brought over, with what files it got lately. */
    private static final int HOLD_LONG_SECONDS = 600;

    @Spec
    CommandSpec spec;

    @Mixin
    OperatorOption here;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "The standby, as people will open it: https, or http on this machine.")
    String to;

    @Option(
            names = "--to-token",
            defaultValue = "${env:BRIGADE_OPERATOR_TOKEN_TO}",
            paramLabel = "TOKEN",
            description =
                    "Its --operator-token (default: the same as here); BRIGADE_OPERATOR_TOKEN_TO keeps it out of sight.")
    @Nullable
    String toToken;

    @Mixin
    RoomsOption which;

    @Option(
            names = "--wait-max-seconds",
            defaultValue = "900",
            paramLabel = "S",
            description = "How long songs may still run: 0 to " + WAIT_MAX_SECONDS + " (${DEFAULT-VALUE}).")
    int waitMaxSeconds;

    @Option(
            names = "--break-off",
            description = "Move rooms whose song runs longer all the same; their song ends there.")
    boolean breakOff;

    /** Files that have been copied, by room. */
    private final Map<String, Set<String>> copied = new HashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        which.check(spec.commandLine());
        if (!HouseUrl.isBelievable(to)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--to " + to + ": an https address, or http on this machine, without ? and #");
        }
        if (waitMaxSeconds < 0 || waitMaxSeconds > WAIT_MAX_SECONDS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--wait-max-seconds: 0 to " + WAIT_MAX_SECONDS);
        }
        String itsToken = toToken == null ? here.token : toToken;
        try (OperatorClient from = here.open();
                OperatorClient there = here.open(URI.create(to), itsToken)) {
            return move(new HouseRooms(from), new HouseRooms(there));
        }
    }

    private int move(HouseRooms from, HouseRooms there) throws IOException, InterruptedException {
        if (!from.key().equals(there.key())) {
            throw new LaunchException(to + " signs with another key, so all links would be void:"
                    + " give it keys/room-tokens.key of this house's data folder before its first start");
        }
        List<String> rooms = which.of(from);
        rooms.forEach(there::requireFree);
        for (String room : rooms) {
            copyFiles(from, there, room); // while they still sing: it may take long
        }
        List<String> waiting = new ArrayList<>(rooms);
        boolean withMain = which.all && from.has(MAIN) && there.has(MAIN);
        if (withMain) {
            waiting.add(MAIN);
        }
        try {
            awaitEnds(from, waiting);
            boolean all = true;
            for (String room : rooms) {
                all &= moveRoom(from, there, room, waiting);
            }
            if (withMain) {
                say("room main: " + from.moved(MAIN, to) + " people sent to the open room there, without their rows");
                waiting.remove(MAIN);
            }
            return all ? 0 : 1;
        } finally {
            for (String room : waiting) {
                from.hold(room, 0); // songs begin again where it was
            }
        }
    }

    private void copyFiles(HouseRooms from, HouseRooms there, String room) throws IOException {
        from.copyFiles(room, from.export(room), there, copied.computeIfAbsent(room, r -> new HashSet<>()));
    }

    /** Waits until no song sounds in any of them. */
    private void awaitEnds(HouseRooms from, List<String> rooms) throws InterruptedException {
        long untilNs = LauncherClock.monotonicNs() + TimeUnit.SECONDS.toNanos(waitMaxSeconds);
        boolean said = false;
        while (true) {
            List<String> sounding =
                    rooms.stream().filter(room -> from.hold(room, HOLD_SECONDS)).toList();
            if (sounding.isEmpty()) {
                return;
            }
            if (LauncherClock.monotonicNs() >= untilNs) {
                if (breakOff) {
                    return;
                }
                throw new LaunchException("a song runs longer than " + waitMaxSeconds + " s in "
                        + String.join(", ", sounding) + ": nothing has moved");
            }
            if (!said) {
                say("waiting for the song in " + String.join(", ", sounding) + " to end, " + waitMaxSeconds
                        + " s at most; no other begins");
                said = true;
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** One room, whole or not at all. */
    private boolean moveRoom(HouseRooms from, HouseRooms there, String room, List<String> waiting) throws IOException {
        try {
            from.hold(room, HOLD_LONG_SECONDS);
            copyFiles(from, there, room);
            ObjectNode exported = from.export(room);
            there.bring(room, exported, false);
            int told;
            try {
                told = from.moved(room, to);
            } catch (LaunchException e) {
                there.delete(room); // nobody has gone
                throw e;
            }
            waiting.remove(room);
            say("room " + room + ": " + told + " people sent to " + to);
            return true;
        } catch (LaunchException e) {
            say("room " + room + " has NOT moved: " + e.getMessage());
            return false;
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
