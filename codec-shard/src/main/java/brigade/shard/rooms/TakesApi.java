package brigade.shard.rooms;

import brigade.access.CreationLimit;
import brigade.access.TakeTokens;
import brigade.access.TokenRefusedException;
import brigade.audio.AudioFormat;
import brigade.shard.exchange.Query;
import brigade.shard.takes.TakeFiles;
import brigade.shard.takes.TakeShop;
import brigade.wire.WireException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes over HTTP: docs/recording.md. Called by the server's threads; refusals are {@link WireException}s. */
public final class TakesApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger LOG = LoggerFactory.getLogger(TakesApi.class);
    private static final long LIFE_USUAL_HOURS = 24;

    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What can be downloaded, by the name in the address. */
    private static final Map<String, String> TYPES = Map.of("zip", "application/zip", "ogg", "audio/ogg");

    /** Of what is kept of a file. */
    private static final List<String> NOT_SHOWN = List.of("at", "contentType", "takeMadeMs");

    private final TakeFiles files;
    private final TakeShop shop;
    private final RoomFiles tracks;
    private final RoomsApi rooms;
    private final TakeTokens tokens;
    private final CreationLimit uploads;
    private final LongSupplier serverClock;

    /**
     * Answers by these.
     *
     * @param tracks where a take becomes a track that all listen to
     * @param rooms says who is a host
     * @param tokens signs links
     * @param uploads how many files may come, by room: a track made here is one
     * @param serverClock samples, now
     */
    public TakesApi(
            TakeFiles files,
            TakeShop shop,
            RoomFiles tracks,
            RoomsApi rooms,
            TakeTokens tokens,
            CreationLimit uploads,
            LongSupplier serverClock) {
        this.files = files;
        this.shop = shop;
        this.tracks = tracks;
        this.rooms = rooms;
        this.tokens = tokens;
        this.uploads = uploads;
        this.serverClock = serverClock;
    }

    /** Enters the routes; before any that takes all paths. */
    public void addTo(RoutesConfig routes) {
        rooms.onDelete(this::deleted);
        files.onDelete(tracks::deleteTake);
        routes.get("/api/rooms/{room}/takes", this::list);
        routes.get("/api/rooms/{room}/takes/{take}", this::one);
        routes.post("/api/rooms/{room}/takes/{take}", this::make);
        routes.delete("/api/rooms/{room}/takes/{take}", this::delete);
        routes.post("/api/rooms/{room}/takes/{take}/link", this::link);
        routes.post("/api/rooms/{room}/takes/{take}/track", this::track);
        routes.get("/api/rooms/{room}/takes/{take}/{kind}", this::download);
    }

    private void list(Context context) throws IOException {
        String room = rooms.requireHost(context);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("takes");
        for (ObjectNode about : files.list(room)) {
            list.add(row(about));
        }
        answer(context, answer);
    }

    private ObjectNode row(ObjectNode about) throws IOException {
        ObjectNode row = JSON.createObjectNode();
        for (String field :
                new String[] {"take", "title", "startClock", "recordedFrom", "endClock", "aborted", "track"}) {
            row.set(field, about.path(field));
        }
        row.put("singers", about.path("people").size());
        long samples =
                about.path("endClock").asLong() - about.path("startClock").asLong();
        row.put("seconds", Math.max(0, samples / 480) / 100.0);
        row.setAll(shop.status(about, serverClock.getAsLong()));
        return row;
    }

    private void one(Context context) throws IOException {
        rooms.requireHost(context);
        answer(context, row(about(context)));
    }

    private ObjectNode about(Context context) throws IOException {
        return files.about(RoomsApi.roomOf(context), context.pathParam("take"))
                .orElseThrow(() -> new WireException(404, "no such take"));
    }

    private void make(Context context) throws IOException {
        rooms.requireHost(context);
        ObjectNode about = about(context);
        String state = shop.status(about, serverClock.getAsLong()).path("state").asString("");
        if (state.equals("singing") || state.equals("trailing")) {
            throw new WireException(409, "this song is still being sung");
        }
        if ((state.equals("recorded") || state.equals("failed")) && !shop.order(about)) {
            throw new WireException(503, "too many takes wait to be made");
        }
        context.status(202);
        answer(context, row(about));
    }

    /** The take becomes one of the room's tracks: put on as an item of the set list, everybody hears it at his place. */
    private void track(Context context) throws IOException {
        String room = rooms.requireHost(context);
        ObjectNode about = about(context);
        String take = about.path("take").asString("");
        Path ogg = files.folder(room).resolve(take + ".ogg");
        if (!Files.isRegularFile(ogg)) {
            throw new WireException(409, "this take was not made yet");
        }
        Optional<ObjectNode> before = tracks.trackOf(room, take, ogg);
        if (before.isPresent()) {
            answer(context, before.get().without(NOT_SHOWN));
            return;
        }
        int waitSeconds = uploads.tryMake(room);
        if (waitSeconds > 0) {
            throw RoomsApi.slowDown(context, FilesApi.TOO_MANY, waitSeconds);
        }
        // The clock makes it a name of its own.
        long startSeconds = about.path("startClock").asLong() / AudioFormat.SAMPLE_RATE_HZ;
        String title = about.path("title").asString("");
        String name = "Take " + NAME_TIME.format(Instant.ofEpochSecond(startSeconds)) + " " + title;
        ObjectNode made = tracks.saveTake(room, take, name, ogg, startSeconds);
        context.status(201);
        answer(context, made.without(NOT_SHOWN));
    }

    private void link(Context context) throws IOException {
        String room = rooms.requireHost(context);
        ObjectNode about = about(context);
        String hours = Query.parse(context.queryString()).text("hours");
        long life;
        try {
            life = hours == null ? LIFE_USUAL_HOURS : Long.parseLong(hours);
        } catch (NumberFormatException e) {
            life = 0;
        }
        if (life < 1 || life > TakeTokens.LIFE_MAX_SECONDS / 3_600) {
            throw WireException.malformed("hours has to be 1 to " + TakeTokens.LIFE_MAX_SECONDS / 3_600);
        }
        String take = about.path("take").asString("");
        String token = tokens.make(room, take, life * 3_600);
        String base = rooms.folder() + "api/rooms/" + room + "/takes/" + take + "/";
        answer(
                context,
                JSON.createObjectNode()
                        .put("zip", base + "zip?token=" + token)
                        .put("ogg", base + "ogg?token=" + token)
                        .put("hours", life));
    }

    /** Who has a link to it may, and a host. */
    private void download(Context context) throws IOException {
        String room = RoomsApi.roomOf(context);
        String take = context.pathParam("take");
        String kind = context.pathParam("kind");
        String type = TYPES.get(kind);
        if (type == null || !TakeFiles.isLegal(take)) {
            throw new WireException(404, "no such take");
        }
        String token = Query.parse(context.queryString()).text("token");
        if (token == null) {
            rooms.requireHost(context);
        } else {
            try {
                tokens.verify(token, room, take);
            } catch (TokenRefusedException e) {
                throw new WireException(403, e.refusal().sentence());
            }
        }
        Path file = files.folder(room).resolve(take + "." + kind);
        if (!Files.isRegularFile(file)) {
            throw new WireException(404, "this take was not made yet, or is gone");
        }
        context.contentType(type)
                .header("Cache-Control", "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment; filename=\"" + room + "-" + take + "." + kind + "\"")
                .header("Content-Length", Long.toString(Files.size(file)))
                .result(Files.newInputStream(file));
    }

    private void delete(Context context) throws IOException {
        String room = rooms.requireHost(context);
        ObjectNode about = about(context);
        if (about.path("endClock").asLong() == 0) {
            throw new WireException(409, "this song is still being sung");
        }
        shop.delete(room, about.path("take").asString(""));
        context.status(204);
    }

    private void deleted(String room) {
        try {
            shop.deleteAll(room);
        } catch (IOException e) {
            LOG.warn("takes of room {} stay: {}", room, e.toString());
        }
    }

    private static void answer(Context context, ObjectNode json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(JSON.writeValueAsBytes(json));
    }
}
