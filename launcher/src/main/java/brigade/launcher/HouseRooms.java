package brigade.launcher;

import brigade.shard.rooms.TransferApi;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The rooms of a running house, to be taken out of it or brought to it: docs/rooms.md. One thread. */
final class HouseRooms {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OperatorClient client;

    HouseRooms(OperatorClient client) {
        this.client = client;
    }

    /** What is said of all of them: {@code key} by which the house signs, and {@code rooms}. */
    private JsonNode all() {
        return client.get("/api/rooms?list=ids");
    }

    /** Fingerprint of the key by which it signs. */
    String key() {
        return all().path("key").asString("");
    }

    /** All rooms that can go; not {@code main}, which every house has of its own. */
    List<String> ids() {
        List<String> ids = new ArrayList<>();
        all().path("rooms").forEach(id -> ids.add(id.asString()));
        return ids;
    }

    /** All of a room but the bytes of its files. */
    ObjectNode export(String room) {
        JsonNode exported = client.get(path(room, "/export"));
        if (exported instanceof ObjectNode object && exported.path("version").asInt(-1) == TransferApi.VERSION) {
            return object;
        }
        throw new LaunchException("the house exports rooms in another version than this command knows");
    }

    /** Whether there is such a room, and it has not moved away. */
    boolean has(String room) {
        return client.find(path(room, ""))
                .filter(found -> !found.has("movedTo"))
                .isPresent();
    }

    /** Where a room has moved: an address, or empty while it is here. Refuses when there is no such room. */
    String movedTo(String room) {
        return client.get(path(room, "")).path("movedTo").asString("");
    }

    /** Refuses when a room of that id is there; one that has moved away may come back. */
    void requireFree(String room) {
        if (has(room)) {
            throw new LaunchException("room " + room + " is in " + client.origin() + " already");
        }
    }

    /** Takes a file out. */
    void download(String room, JsonNode file, Path to) throws IOException {
        client.download(path(room, "/files/" + id(file)), to);
    }

    /** Brings a file, before its room. */
    void upload(String room, JsonNode file, Path from) throws IOException {
        String name = URLEncoder.encode(file.path("name").asString(""), StandardCharsets.UTF_8)
                .replace("+", "%20");
        client.upload(
                path(room, "/files?kind=" + file.path("kind").asString("") + "&id=" + id(file) + "&name=" + name),
                from);
    }

    static String id(JsonNode file) {
        String id = file.path("id").asString("");
        if (!id.matches("[0-9a-f]{32}")) {
            throw new LaunchException("a file of the room has no id");
        }
        return id;
    }

    /**
     * Brings a room, whose files are there: whole or not at all.
     *
     * @param otherKey whether its links may become void, since another key signed them
     */
    void bring(String room, ObjectNode exported, boolean otherKey) {
        client.post(path(room, "/import"), exported.deepCopy().put("otherKey", otherKey));
    }

    /** Deletes a room that was brought. */
    void delete(String room) {
        client.delete(path(room, ""));
    }

    /** Has no song begin for so long; whether one sounds. */
    boolean hold(String room, int seconds) {
        return client.post(path(room, "/hold"), JSON.createObjectNode().put("seconds", seconds))
                .path("sounding")
                .asBoolean(false);
    }

    /** Sends everybody of a room to another house; how many there were. */
    int moved(String room, String url) {
        return client.post(path(room, "/moved"), JSON.createObjectNode().put("url", url))
                .path("told")
                .asInt(0);
    }

    /**
     * Copies files that the other house has not yet.
     *
     * @param exported of {@link #export}
     * @param there ids of files that were copied; added to
     */
    void copyFiles(String room, JsonNode exported, HouseRooms to, Set<String> there) throws IOException {
        Path part =
                Files.createTempFile("brigade-move", ".part"); // the owner's alone, as all that createTempFile makes
        try {
            for (JsonNode file : exported.path("files")) {
                String id = id(file);
                if (!there.contains(id)) {
                    download(room, file, part);
                    to.upload(room, file, part);
                    there.add(id);
                }
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String path(String room, String rest) {
        if (!room.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new LaunchException("a room's id has small letters, digits and hyphens, got " + room);
        }
        return "/api/rooms/" + room + rest;
    }
}
