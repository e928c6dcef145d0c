package brigade.launcher;

import brigade.access.Role;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code brigade room}: rooms of a running stack, for its operator. */
@Command(
        name = "room",
        aliases = "rooms",
        subcommands = {RoomExportCommand.class, RoomImportCommand.class},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "(create | link | list | delete | export | import)",
        description = {
            "Makes, lists and deletes rooms of a running \"up\", makes new links for a room, and takes rooms from house to house.",
            "For who can read the data folder: no link or password is needed."
        })
final class RoomCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say create, link, list, delete, export or import");
    }

    /** Where links lead, and which stack is asked. */
    static final class Target {
        @Mixin
        DataOption data;

        @Option(
                names = "--origin",
                paramLabel = "URL",
                description = "What stands before the links (default: the address that \"up\" shows).")
        @Nullable
        String origin;

        private int ask(Function<OperatorClient, Integer> work) {
            try (OperatorClient client = OperatorClient.of(data.folder())) {
                return work.apply(client);
            }
        }

        private String link(OperatorClient client, JsonNode link) {
            String before = origin == null ? client.origin() : origin;
            return (before.endsWith("/") ? before.substring(0, before.length() - 1) : before) + link.asString();
        }
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Makes a room and shows its id and its four links.")
    int create(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME", description = "What people call it, 1 to 80 characters.") String name,
            @Option(names = "--open", description = "Everybody who knows the room's address may sing and lead.")
                    boolean open,
            @Option(
                            names = "--listening",
                            paramLabel = "WHO",
                            description = "off, token or open (default: open in open rooms, else off).")
                    @Nullable
                    String listening,
            @Option(names = "--people-max", paramLabel = "N", description = "2 to 2000 (2000).") @Nullable
                    Integer peopleMax,
            @Option(
                            names = "--password",
                            interactive = true,
                            arity = "0",
                            description = "Ask for a password that opens the room without a link.")
                    char @Nullable [] password) {
        ObjectNode wanted = JSON.createObjectNode().put("name", name).put("open", open);
        if (listening != null) {
            wanted.put("listening", listening);
        }
        if (peopleMax != null) {
            wanted.put("peopleMax", peopleMax);
        }
        if (password != null) {
            wanted.put("password", new String(password));
            Arrays.fill(password, ' ');
        }
        return target.ask(client -> {
            JsonNode made = client.post("/api/rooms", wanted);
            PrintWriter out = spec.commandLine().getOut();
            out.println(made.path("room").asString());
            for (Role role : Role.values()) {
                String link = target.link(client, made.path("links").path(role.word()));
                out.printf(Locale.ROOT, "  %-9s %s%n", role.word(), link);
            }
            out.flush();
            return 0;
        });
    }

    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Makes a new link for a room: for a host who lost his.")
    int link(
            @Mixin Target target,
            @Parameters(paramLabel = "ROOM", description = "Its id.") String room,
            @Option(
                            names = "--role",
                            defaultValue = "host",
                            paramLabel = "ROLE",
                            description = "host, helper, singer or listener (${DEFAULT-VALUE}).")
                    String role,
            @Option(names = "--revoke", description = "Make all older links of that role void.") boolean revoke) {
        String path = "/api/rooms/" + pathPart(room) + "/links";
        return target.ask(client -> {
            JsonNode body = JSON.createObjectNode().put("role", role).put("revoke", revoke);
            JsonNode made = client.post(path, body);
            print(target.link(client, made.path("link")));
            return 0;
        });
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists rooms, those used last first, at most 100.")
    int list(@Mixin Target target) {
        return target.ask(client -> {
            for (JsonNode room : client.get("/api/rooms").path("rooms")) {
                print(String.format(
                        Locale.ROOT,
                        "%-40s %-7s %-8s %4d singing %4d listening  %s",
                        room.path("room").asString(),
                        room.path("open").asBoolean() ? "open" : "hosted",
                        room.path("phase").asString(),
                        room.path("people").asInt(),
                        room.path("listeners").asInt(),
                        room.path("name").asString()));
            }
            return 0;
        });
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Deletes a room; everybody in it is told.")
    int delete(@Mixin Target target, @Parameters(paramLabel = "ROOM", description = "Its id.") String room) {
        String path = "/api/rooms/" + pathPart(room);
        return target.ask(client -> {
            client.delete(path);
            print("deleted " + room);
            return 0;
        });
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** A room's id as it stands in a path; what is none is said here, before it becomes part of an address. */
    private String pathPart(String room) {
        if (!room.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "a room's id has small letters, digits and hyphens, got " + room);
        }
        return room;
    }
}
