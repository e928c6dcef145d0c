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

    /** Before it is asked what became of a question without an answer. */
    private static final long SETTLE_MS = 1_000;

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
        List<String> ready = new ArrayList<>();
        for (String room : rooms) {
            if (copyEarly(from, there, room)) {
                ready.add(room);
            }
        }
        // Once only: houses whose open rooms send to each other would send people round and round.
        boolean withMain = which.all && from.has(MAIN) && there.has(MAIN);
        List<String> going = new ArrayList<>(ready);
        if (withMain) {
            going.add(MAIN);
        }
        try (HeldRooms held = new HeldRooms(from, going, this::say)) {
            held.awaitEnds(waitMaxSeconds, breakOff);
            boolean all = ready.size() == rooms.size();
            for (String room : ready) {
                held.renew();
                all &= moveRoom(from, there, room, held);
            }
            if (withMain) {
                all &= moveMain(from, held);
            }
            return all ? 0 : 1;
        }
    }

    /** Copies files while people still sing: it may take long. */
    private boolean copyEarly(HouseRooms from, HouseRooms there, String room) throws IOException {
        try {
            copyFiles(from, there, room);
            return true;
        } catch (LaunchException e) {
            sayNotMoved(room, e);
            return false;
        }
    }

    /** Copies what files are not there yet; returns the room as it was then. */
    private ObjectNode copyFiles(HouseRooms from, HouseRooms there, String room) throws IOException {
        ObjectNode exported = from.export(room);
        from.copyFiles(room, exported, there, copied.computeIfAbsent(room, r -> new HashSet<>()));
        return exported;
    }

    /** One room, whole or not at all. */
    private boolean moveRoom(HouseRooms from, HouseRooms there, String room, HeldRooms held)
            throws IOException, InterruptedException {
        try {
            held.holdLong(room);
            there.bring(room, copyFiles(from, there, room), false);
            Sent sent = send(from, room);
            switch (sent.gone) {
                case YES -> {
                    held.gone(room);
                    say("room " + room + ": " + sent.words + " sent to " + to);
                }
                case NO -> {
                    there.delete(room); // nobody has gone
                    throw new LaunchException(sent.words);
                }
                case UNKNOWN ->
                    say("room " + room + " is in both houses now, since the old one does not say whether it has moved ("
                            + sent.words + "). Nothing was deleted: if people still come to it there, delete it in "
                            + to + " and move it again");
            }
            return sent.gone == Gone.YES;
        } catch (LaunchException e) {
            sayNotMoved(room, e);
            return false;
        }
    }

    private boolean moveMain(HouseRooms from, HeldRooms held) throws InterruptedException {
        Sent sent = send(from, MAIN);
        if (sent.gone != Gone.YES) {
            sayNotMoved(MAIN, new LaunchException(sent.words));
            return false;
        }
        held.gone(MAIN);
        say("room main: " + sent.words + " sent to the open room there, without their rows");
        return true;
    }

    /** Whether the people of a room have gone after it. */
    private enum Gone {
        YES,
        NO,
        /** Their house does not answer. */
        UNKNOWN
    }

    /** What became of the people of a room: who they are, or why they have not gone. */
    private record Sent(Gone gone, String words) {}

    private Sent send(HouseRooms from, String room) throws InterruptedException {
        try {
            return new Sent(Gone.YES, from.moved(room, to) + " people");
        } catch (LaunchException e) {
            String why = String.valueOf(e.getMessage());
            Thread.sleep(SETTLE_MS); // the answer alone may be lost, or still to be made
            try {
                return from.movedTo(room).isEmpty() ? new Sent(Gone.NO, why) : new Sent(Gone.YES, "its people");
            } catch (LaunchException silent) {
                return new Sent(Gone.UNKNOWN, why);
            }
        }
    }

    private void sayNotMoved(String room, LaunchException why) {
        say("room " + room + " has NOT moved: " + why.getMessage());
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
