package brigade.shard.rooms;

import brigade.access.CreationLimit;
import brigade.access.Role;
import brigade.access.RoomGrant;
import brigade.access.TokenRefusedException;
import brigade.shard.exchange.Query;
import brigade.wire.WireException;
import brigade.wire.stream.StreamLimits;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rooms over HTTP: docs/rooms.md. Called by the server's threads; refusals are {@link WireException}s, which the shard's one place
 * answers.
 */
public final class RoomsApi {
    /** Also what is safe in a path and a file's name. */
    private static final Pattern ROOM_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private static final String BEARER = "Bearer ";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RoomCalls calls;
    private final RoomKeys keys;
    private final Passwords passwords;
    private final CreationLimit creations;
    private final OperatorGate operator;
    private final String folder;
    private Consumer<String> onDelete = room -> {};

    /**
     * Answers by these.
     *
     * @param folder what links to rooms begin with, from / to /
     */
    public RoomsApi(
            RoomCalls calls,
            RoomKeys keys,
            Passwords passwords,
            CreationLimit creations,
            OperatorGate operator,
            String folder) {
        this.calls = calls;
        this.keys = keys;
        this.passwords = passwords;
        this.creations = creations;
        this.operator = operator;
        this.folder = folder;
    }

    /** Has {@code listener} told of rooms that were deleted; called before the routes are entered. */
    public void onDelete(Consumer<String> listener) {
        onDelete = onDelete.andThen(listener);
    }

    /** Enters the routes; before any that takes all paths. */
    public void addTo(RoutesConfig routes) {
        routes.get("/api/join", this::join);
        routes.post("/api/rooms", this::create);
        routes.get("/api/rooms", this::list);
        routes.get("/api/rooms/{room}", this::get);
        routes.post("/api/rooms/{room}/links", this::link);
        routes.delete("/api/rooms/{room}", this::delete);
    }

    private void join(Context context) {
        String room = Query.parse(context.queryString()).text("room");
        JsonNode found = calls.join(legal(room == null ? "main" : room));
        String url = NewRoom.text(found, "streamUrl");
        ObjectNode answer = JSON.createObjectNode()
                .put("room", found.path("room").asString())
                .put("shard", found.path("shard").asInt())
                .put(
                        "streamUrl",
                        url != null ? url : ownPort(context, found.path("port").asInt()))
                .put("protocol", StreamLimits.PROTOCOL);
        answer(context, 200, answer);
    }

    /** Without a proxy that speaks WebSocket: the shard's own port, on the host by which the asker reached us. */
    private static String ownPort(Context context, int port) {
        String host;
        try {
            host = URI.create("http://" + context.header("Host")).getHost();
        } catch (IllegalArgumentException e) {
            host = null;
        }
        return "ws://" + (host == null ? "localhost" : host) + ":" + port + "/stream";
    }

    private void create(Context context) throws IOException, InterruptedException {
        NewRoom wanted = NewRoom.read(body(context));
        String address = ClientAddress.of(context.ip(), context.header("X-Forwarded-For"));
        boolean byOperator = isOperator(context);
        int waitSeconds = byOperator ? 0 : creations.tryMake(address);
        if (waitSeconds > 0) {
            throw slowDown(context, "too many rooms were made from here", waitSeconds);
        }
        JsonNode made;
        try {
            made = calls.create(wanted.wanted, wanted.password == null ? null : passwords.hash(wanted.password));
        } catch (WireException e) {
            if (!byOperator) {
                creations.notMade(address);
            }
            throw e;
        }
        String room = made.path("room").asString();
        ObjectNode answer = JSON.createObjectNode().put("room", room);
        ObjectNode links = answer.putObject("links");
        for (Role role : Role.values()) {
            links.put(
                    role.word(),
                    linkOf(room, role, made.path("epochs").path(role.word()).asLong()));
        }
        answer(context, 201, answer);
    }

    private void list(Context context) {
        if ("ids".equals(Query.parse(context.queryString()).text("list"))) {
            requireOperatorOf(context);
            ObjectNode all = JSON.createObjectNode().put("key", keys.fingerprint());
            all.set("rooms", calls.ids().path("ids"));
            answer(context, 200, all);
            return;
        }
        answer(context, 200, calls.list(isOperator(context)));
    }

    private void get(Context context) {
        JsonNode room = calls.get(roomOf(context)).json();
        ObjectNode answer = JSON.createObjectNode();
        for (String field :
                new String[] {"room", "name", "open", "listening", "people", "listeners", "peopleMax", "phase"}) {
            answer.set(field, room.path(field).isMissingNode() ? answer.nullNode() : room.path(field));
        }
        answer.put("password", room.path("passwordHash").isString());
        if (room.path("movedTo").isString()) {
            answer.set("movedTo", room.path("movedTo"));
        }
        answer(context, 200, answer);
    }

    private void link(Context context) throws IOException {
        String room = roomOf(context);
        Long hostEpoch = hostEpoch(context, room);
        ObjectNode asked = NewRoom.object(body(context));
        Role role = Role.of(String.valueOf(NewRoom.text(asked, "role")))
                .orElseThrow(() -> WireException.malformed("role has to be host, helper, singer or listener"));
        long epoch;
        if (asked.path("revoke").asBoolean(false)) {
            epoch = calls.revoke(room, role, hostEpoch);
        } else {
            RoomInfo info = calls.get(room);
            if (hostEpoch != null && hostEpoch != info.epoch(Role.HOST)) {
                throw new WireException(403, "this link was replaced by a newer one");
            }
            epoch = info.epoch(role);
        }
        answer(context, 200, JSON.createObjectNode().put("link", linkOf(room, role, epoch)));
    }

    private void delete(Context context) {
        String room = roomOf(context);
        calls.delete(room, hostEpoch(context, room));
        onDelete.accept(room);
        context.status(204);
    }

    private String linkOf(String room, Role role, long epoch) {
        return folder() + "?room=" + room + "#token=" + keys.links().make(room, role, epoch);
    }

    /** The epoch of the host's token that came along; null when it is the operator's. */
    private @Nullable Long hostEpoch(Context context, String room) {
        if (isOperator(context)) {
            return null;
        }
        String token = bearer(context);
        if (token.isEmpty()) {
            context.header("WWW-Authenticate", "Bearer");
            throw new WireException(401, "send the host's token: Authorization: Bearer TOKEN");
        }
        try {
            RoomGrant grant = keys.links().verify(token, room);
            if (grant.role() != Role.HOST) {
                throw new WireException(403, "only a host may do this");
            }
            return grant.epoch();
        } catch (TokenRefusedException e) {
            throw new WireException(403, e.refusal().sentence());
        }
    }

    /**
     * The room of this request, when a host of it asks, or the operator.
     *
     * @throws WireException 401, 403 or 404
     */
    String requireHost(Context context) {
        String room = roomOf(context);
        Long epoch = hostEpoch(context, room);
        RoomInfo info = calls.get(room);
        if (epoch != null && epoch != info.epoch(Role.HOST)) {
            throw new WireException(403, "this link was replaced by a newer one");
        }
        return room;
    }

    /**
     * The room of this request, which need not be there, when the operator asks.
     *
     * @throws WireException 403 or 404
     */
    String requireOperator(Context context) {
        requireOperatorOf(context);
        return roomOf(context);
    }

    /** Lets the operator through, by his header alone: what he asks for here is secret. */
    void requireOperatorOf(Context context) {
        if (!isOperator(context)) {
            throw new WireException(403, "this is for the operator: send his token");
        }
    }

    private boolean isOperator(Context context) {
        return operator.isOperator(context);
    }

    private static String bearer(Context context) {
        String header = context.header("Authorization");
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    }

    static String roomOf(Context context) {
        return legal(context.pathParam("room"));
    }

    /** Whether a room may be called so. */
    public static boolean isLegal(String room) {
        return ROOM_ID.matcher(room).matches();
    }

    private static String legal(String room) {
        if (!isLegal(room)) {
            throw new WireException(404, "no such room");
        }
        return room;
    }

    private static byte[] body(Context context) throws IOException {
        long told = context.req().getContentLengthLong();
        byte[] body = told > NewRoom.BODY_MAX_BYTES
                ? new byte[NewRoom.BODY_MAX_BYTES + 1]
                : context.req().getInputStream().readNBytes(NewRoom.BODY_MAX_BYTES + 1);
        if (body.length > NewRoom.BODY_MAX_BYTES) {
            throw new WireException(413, "the body is longer than " + NewRoom.BODY_MAX_BYTES + " bytes");
        }
        return body;
    }

    static WireException slowDown(Context context, String what, int seconds) {
        context.header("Retry-After", Integer.toString(seconds));
        return new WireException(429, what + ": try again in " + seconds + " s");
    }

    private static void answer(Context context, int status, JsonNode json) {
        context.status(status)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(JSON.writeValueAsBytes(json));
    }

    /** What all addresses of this house begin with, from / to /. */
    String folder() {
        return folder;
    }
}
