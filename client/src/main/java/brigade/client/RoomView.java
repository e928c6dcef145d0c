package brigade.client;

import brigade.wire.stream.StreamLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What the server told of the room: settings, people, songs. Written under the session's lock, which readers hold too or
 * are called under.
 */
public final class RoomView {
    private static final int DEFAULT_MESSAGE_MS = 60;

    /** Listeners get their frames ten at a time, whatever the room's setting. */
    private static final int LISTENER_MESSAGE_MS = 200;

    private static final int FRAME_MS = 20;
    private static final int SONGS_KEPT = 4;

    private final Map<String, JsonNode> room = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private final List<Song> songs = new ArrayList<>();
    private String myId = "";
    private String role = "";

    RoomView() {}

    void welcomed(JsonNode welcome) {
        myId = welcome.path("id").asString("");
        role = welcome.path("role").asString("");
        room.clear();
        people.clear();
        room(welcome.path("room"));
        song(welcome.path("song"));
        roster(welcome.path("roster"));
    }

    void room(JsonNode changed) {
        changed.propertyStream().forEach(field -> room.put(field.getKey(), field.getValue()));
    }

    void roster(JsonNode page) {
        for (JsonNode row : page.path("rows")) {
            Person person = Person.read(row);
            people.put(person.id(), person);
        }
        for (JsonNode gone : page.path("gone")) {
            people.remove(gone.asString(""));
        }
    }

    void song(JsonNode json) {
        Song song = Song.read(json);
        songs.removeIf(known -> known.number() == song.number());
        songs.add(song);
        if (songs.size() > SONGS_KEPT) {
            songs.removeFirst();
        }
    }

    /** My id, decimal; empty before {@code welcome}. */
    public String myId() {
        return myId;
    }

    /** My role. */
    public String role() {
        return role;
    }

    /** The latest song. */
    public Song song() {
        return songs.isEmpty() ? Song.NONE : songs.getLast();
    }

    /** The latest songs, the newest last. */
    public List<Song> songs() {
        return List.copyOf(songs);
    }

    /** Id of who leads, empty for nobody. */
    public String leader() {
        return text("leader");
    }

    /** Whether I lead. */
    public boolean amLeader() {
        return !myId.isEmpty() && myId.equals(leader());
    }

    /** The room's phase. */
    public String phase() {
        return text("phase");
    }

    /** Whether people talk at the moment. */
    public boolean isTalking() {
        String mode = text("talk");
        return mode.equals("open") || mode.equals("push");
    }

    /** Id of the talker in slot 0..3, empty for none. */
    public String talker(int slot) {
        return room("talkers").path(slot).asString("");
    }

    /** From one row to the next. */
    public long spacingSamples() {
        return room("spacingSamples").asLong(0);
    }

    /**
     * Samples of one message.
     *
     * @param bucket of who gets it: listeners, in 0, have long ones
     */
    public int messageSamples(int bucket) {
        int ms = bucket == 0 ? LISTENER_MESSAGE_MS : room("messageMs").asInt(DEFAULT_MESSAGE_MS);
        int frames = Math.clamp(ms / FRAME_MS, 1, LISTENER_MESSAGE_MS / FRAME_MS);
        return frames * StreamLimits.FRAME_SAMPLES;
    }

    /** Any field of {@code room}; a missing node when it never came. */
    public JsonNode room(String field) {
        JsonNode found = room.get(field);
        return found == null ? MissingNode.getInstance() : found;
    }

    private String text(String field) {
        return room(field).asString("");
    }

    /** Who is known to be here. */
    public List<Person> people() {
        return List.copyOf(people.values());
    }

    /** Somebody by his name. */
    public Optional<Person> person(String name) {
        return people.values().stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
