package brigade.shard.takes;

import brigade.journal.JournalFolder;
import brigade.journal.JournalFormat;
import brigade.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What happened in a room while a take was sung, out of the state server's journal. Stateless. */
final class TakeEvents {
    private static final int EVENTS_MAX = 20_000;
    private static final long REACH_MS = 60_000;

    /** What changes how it sounds, or says who came and went. */
    private static final Set<String> KINDS = Set.of("join", "away", "seat", "song");

    private static final Set<String> MESSAGES = Set.of(
            "fader",
            "mute",
            "solo",
            "levels",
            "section",
            "sections",
            "mark",
            "page",
            "start",
            "stop",
            "abort",
            "lead",
            "give");

    private TakeEvents() {}

    static ArrayNode read(Path data, JsonNode about, long startClock, long endClock) throws IOException {
        ArrayNode events = TakeFiles.JSON.createArrayNode();
        String room = about.path("room").asString("");
        Path root = data.resolve("journal").resolve("events");
        for (JournalFolder.Segment segment : JournalFolder.segments(root)) {
            if (segment.startMs() > endClock / 48 + REACH_MS || segment.endMs() < startClock / 48 - REACH_MS) {
                continue;
            }
            try (JournalReader reader = new JournalReader(segment.folder(), JournalFormat.EVENTS)) {
                while (reader.next() && events.size() < EVENTS_MAX) {
                    JsonNode event;
                    try {
                        event = TakeFiles.JSON.readTree(reader.record(), 0, reader.length());
                    } catch (JacksonException e) {
                        continue;
                    }
                    long clock = event.path("clock").asLong();
                    if (clock >= startClock
                            && clock < endClock
                            && event.path("room").asString("").equals(room)
                            && isWanted(event)) {
                        events.add(event);
                    }
                }
            }
        }
        return events;
    }

    private static boolean isWanted(JsonNode event) {
        return KINDS.contains(event.path("event").asString(""))
                || MESSAGES.contains(event.path("message").path("type").asString(""));
    }
}
