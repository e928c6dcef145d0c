package brigade.launcher.frontdoor;

import java.util.List;

/**
 * Which parts answer.
 *
 * @param stateServer whether the state server does
 * @param shards whether each shard is ready, in order of their numbers
 */
record Health(boolean stateServer, List<Boolean> shards) {
    /** Whether singers can be served without a loss. */
    boolean complete() {
        return stateServer && shards.stream().allMatch(ready -> ready);
    }

    /** The answer to {@code GET /healthz}. */
    String json() {
        StringBuilder json = new StringBuilder(128)
                .append("{\"status\":\"")
                .append(complete() ? "ok" : "incomplete")
                .append("\",\"state_server\":\"")
                .append(word(stateServer))
                .append("\",\"shards\":[");
        for (int i = 0; i < shards.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"shard\":")
                    .append(i + 1)
                    .append(",\"status\":\"")
                    .append(word(shards.get(i)))
                    .append("\"}");
        }
        return json.append("]}").toString();
    }

    private static String word(boolean answers) {
        return answers ? "ok" : "away";
    }
}
