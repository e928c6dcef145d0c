package brigade.launcher;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A line of a child's log, which may be JSON (BRIGADE_LOG=json). Stateless. */
final class LogLine {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LogLine() {}

    /** The line as people read it, with a time of 0 in front; what is no JSON stays as it is. */
    static String asText(String line) {
        if (!line.startsWith("{\"timestamp\"")) {
            return line;
        }
        try {
            JsonNode event = JSON.readTree(line);
            String logger = event.path("loggerName").asString("");
            return "0 " + event.path("level").asString("") + " " + logger.substring(logger.lastIndexOf('.') + 1) + ": "
                    + event.path("formattedMessage").asString("");
        } catch (JacksonException e) {
            return line;
        }
    }
}
