package brigade.state.room;

import brigade.state.ring.SongPlan;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One item of a set list, checked: docs/protocol.md 6.1. Immutable.
 *
 * @param id made by a host's client
 * @param json all of it, with nothing in it that is not of ours; not to be changed
 * @param raw the same, encoded
 */
record SetListItem(String id, ObjectNode json, RawJson raw) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_.-]{1,80}");
    private static final Pattern TIMING = Pattern.compile("(line|page):[0-9]{1,5}|crowd:(off|on)");
    private static final Pattern TAKE = Pattern.compile("[0-9]{1,18}");
    private static final String LISTEN_BACK = "listen-back";
    private static final Set<String> KINDS = Set.of("song", "spoken", "picture", "silence", LISTEN_BACK);
    private static final int ITEM_MAX_BYTES = 100_000;
    private static final int TITLE_MAX_CHARS = 200;
    private static final int NOTE_MAX_CHARS = 10_000;
    private static final int LYRICS_MAX_BYTES = 50_000;
    private static final int TIMINGS_MAX = 2_000;
    private static final int TIMING_MAX_MS = 7_200_000;
    private static final int PAGES_MAX = 500;
    private static final int SECONDS_MAX = 36_000;
    private static final int TRACK_MAX_CHARS = 500;
    private static final int BEATS_MAX = 16;

    /**
     * Checks what a client, or a file, says.
     *
     * @throws StageError when it is not as the protocol has it
     */
    static SetListItem read(JsonNode said) {
        if (!said.isObject()) {
            throw StageError.malformed("An item has to be an object.");
        }
        ObjectNode item = TickRequest.MAPPER.createObjectNode();
        String id = Fields.needText(said, "id", 40);
        String kind = Fields.needText(said, "kind", 20);
        if (!ID.matcher(id).matches() || !KINDS.contains(kind)) {
            throw StageError.malformed("An item needs an id of letters and digits, and a kind that there is.");
        }
        item.put("id", id).put("kind", kind).put("title", Fields.needText(said, "title", TITLE_MAX_CHARS));
        text(said, item, "note", NOTE_MAX_CHARS);
        number(said, item, "seconds", SECONDS_MAX);
        if (kind.equals("song")) {
            readSong(said, item);
        }
        if (kind.equals(LISTEN_BACK)) {
            readTake(said, item);
        }
        if (kind.equals("song") || kind.equals("picture")) {
            readPages(said, item);
        }
        RawJson raw = RawJson.of(json -> json.writeRawValue(item.toString()));
        if (raw.bytes() > ITEM_MAX_BYTES) {
            throw new StageError(StageError.TOO_LONG, "An item may be " + ITEM_MAX_BYTES + " bytes long.");
        }
        return new SetListItem(id, item, raw);
    }

    /** Which take is listened to, and the room's track that was made of it. */
    private static void readTake(JsonNode said, ObjectNode item) {
        text(said, item, "track", TRACK_MAX_CHARS);
        text(said, item, "take", 18);
        if (item.has("take") && !TAKE.matcher(item.path("take").asString()).matches()) {
            throw StageError.malformed("take has to be the id of a take.");
        }
    }

    private static void readSong(JsonNode said, ObjectNode item) {
        text(said, item, "lyrics", LYRICS_MAX_BYTES);
        if (item.path("lyrics").asString("").getBytes(StandardCharsets.UTF_8).length > LYRICS_MAX_BYTES) {
            throw new StageError(StageError.TOO_LONG, "Lyrics may be " + LYRICS_MAX_BYTES + " bytes long.");
        }
        text(said, item, "track", TRACK_MAX_CHARS);
        number(said, item, "countInBeats", SongPlan.COUNT_IN_MAX);
        JsonNode tempo = object(said, "tempo");
        JsonNode rounds = object(said, "rounds");
        int bpm = tempo == null ? 0 : (int) Fields.needInteger(tempo, "bpm", 0, RoomLimits.BPM_MAX);
        if (tempo != null) {
            ObjectNode into = item.putObject("tempo").put("bpm", bpm);
            int beats = (int) Fields.integer(tempo, "beats", 1, BEATS_MAX, 4);
            into.put("beats", beats);
            int[] accents = accents(tempo);
            if (accents != null) {
                ArrayNode list = into.putArray("accents");
                for (int beat : accents) {
                    list.add(beat);
                }
            }
        }
        if (rounds != null) {
            int bpr = (int) Fields.needInteger(rounds, "bpr", 0, RoomLimits.ROUND_COUNT_MAX);
            int repeats = (int) Fields.needInteger(rounds, "repeats", 0, RoomLimits.ROUND_COUNT_MAX);
            if (!Settings.roundsFit(bpm, bpr, repeats)) {
                throw StageError.malformed(
                        "All repeats together may take " + RoomLimits.ROUNDS_MAX_SECONDS + " seconds at most.");
            }
            item.putObject("rounds").put("bpr", bpr).put("repeats", repeats);
        }
        readTimings(said, item);
    }

    /** The {@code accents} of a tempo, or null. */
    static int @Nullable [] accents(JsonNode tempo) {
        JsonNode said = Fields.optional(tempo, "accents");
        if (said == null) {
            return null;
        }
        if (!said.isArray() || said.size() > BEATS_MAX) {
            throw StageError.malformed("accents has to be a list of up to " + BEATS_MAX + " beats.");
        }
        int[] accents = new int[said.size()];
        for (int i = 0; i < accents.length; i++) {
            JsonNode beat = said.get(i);
            if (!beat.isInt() || beat.intValue() < 1 || beat.intValue() > BEATS_MAX) {
                throw StageError.malformed("accents has to be a list of beats from 1 to " + BEATS_MAX + ".");
            }
            accents[i] = beat.intValue();
        }
        return accents;
    }

    private static void readTimings(JsonNode said, ObjectNode item) {
        JsonNode timings = list(said, "timings", TIMINGS_MAX);
        if (timings == null) {
            return;
        }
        ArrayNode into = item.putArray("timings");
        for (JsonNode one : timings) {
            String id = one.isObject() ? Fields.needText(one, "id", 20) : "";
            if (!TIMING.matcher(id).matches()) {
                throw StageError.malformed("A timing is of line:N, page:N, crowd:off or crowd:on.");
            }
            into.addObject().put("id", id).put("ms", Fields.needInteger(one, "ms", 0, TIMING_MAX_MS));
        }
    }

    private static void readPages(JsonNode said, ObjectNode item) {
        JsonNode pages = list(said, "pages", PAGES_MAX);
        if (pages == null) {
            return;
        }
        ArrayNode into = item.putArray("pages");
        for (JsonNode page : pages) {
            if (!FILE.matcher(page.asString("")).matches()) {
                throw StageError.malformed("pages has to be ids of uploaded images.");
            }
            into.add(page.asString());
        }
    }

    private static @Nullable JsonNode list(JsonNode said, String name, int max) {
        JsonNode list = Fields.optional(said, name);
        if (list != null && (!list.isArray() || list.size() > max)) {
            throw StageError.malformed(name + " has to be a list of at most " + max + ".");
        }
        return list;
    }

    private static @Nullable JsonNode object(JsonNode said, String name) {
        JsonNode object = Fields.optional(said, name);
        if (object != null && !object.isObject()) {
            throw StageError.malformed(name + " has to be an object.");
        }
        return object;
    }

    private static void text(JsonNode said, ObjectNode item, String name, int maxChars) {
        String text = Fields.text(said, name, maxChars);
        if (text != null) {
            item.put(name, text);
        }
    }

    private static void number(JsonNode said, ObjectNode item, String name, int max) {
        if (Fields.optional(said, name) != null) {
            item.put(name, Fields.needInteger(said, name, 0, max));
        }
    }

    boolean isSong() {
        return json.path("kind").asString("").equals("song");
    }

    /** A take that all listen to; nobody sings. */
    boolean isListenBack() {
        return json.path("kind").asString("").equals(LISTEN_BACK);
    }

    /** Whether the room's track, words and tempo become the item's when it is put on. */
    boolean sounds() {
        return isSong() || (isListenBack() && json.has("track"));
    }
}
