package brigade.launcher.frontdoor;

import org.jspecify.annotations.Nullable;

/** From a request's path and query to the shard that serves it. Pure and immutable; any thread. */
final class ShardRoutes {
    private static final String API = "/api";
    private static final String USER_ID = "userid=";
    private static final String ROOM = "room=";
    private static final String LISTEN = "/listen/";

    /** Digits of a shard number that are looked at; more cannot name a shard. */
    private static final int SHARD_MAX_DIGITS = 4;

    private final int shards;

    /**
     * @param shards how many shards there are, at least 1
     */
    ShardRoutes(int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException("needs a shard, got " + shards);
        }
        this.shards = shards;
    }

    /**
     * Routes one request.
     *
     * @param path as sent, from the first slash
     * @param query as sent, without the question mark; null when there is none
     */
    Route route(String path, @Nullable String query) {
        if (path.equals(API) || path.equals("/api/")) {
            return new Route.ToShard(shardOfUser(query));
        }
        if (path.startsWith("/api/")) {
            return routeBelowApi(path.substring("/api/".length()), query);
        }
        if (path.startsWith(LISTEN)) {
            return new Route.ToShard(shardOfRoom(roomIn(path.substring(LISTEN.length()))));
        }
        if (path.equals("/upload") || path.equals("/user-upload-image") || path.startsWith("/recordings/")) {
            return new Route.ToShard(1);
        }
        return new Route.Page();
    }

    private Route routeBelowApi(String rest, @Nullable String query) {
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        if (first.equals("telemetry")) {
            return new Route.ToShard(shardOfUser(query));
        }
        if (first.equals("join")) {
            return new Route.ToShard(shardOfRoom(roomOfQuery(query)));
        }
        if (first.equals("rooms")) {
            // Making rooms is counted per address, so one shard makes them all.
            return new Route.ToShard(slash < 0 ? 1 : shardOfRoom(roomIn(rest.substring(slash + 1))));
        }
        if (first.isEmpty() || !first.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Route.Refused(404, "there is nothing at this address");
        }
        int shard = first.length() <= SHARD_MAX_DIGITS ? Integer.parseInt(first) : 0;
        if (shard < 1 || shard > shards) {
            return new Route.Refused(404, "there is no shard of this number; there are " + shards);
        }
        return new Route.ToShard(shard);
    }

    /** The user's own shard; shard 1 when the query names no user or a wrong one (the shard will say what is wrong). */
    private int shardOfUser(@Nullable String query) {
        if (query == null) {
            return 1;
        }
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(USER_ID)) {
                try {
                    return UserSpread.shardOf(Long.parseUnsignedLong(parameter.substring(USER_ID.length())), shards);
                } catch (NumberFormatException e) {
                    return 1;
                }
            }
        }
        return 1;
    }

    /** Everything of a room goes to one shard, so that its sound is encoded once and wrong passwords are counted together. */
    private int shardOfRoom(String room) {
        long hash = 0;
        for (int i = 0; i < room.length(); i++) {
            hash = 31 * hash + room.charAt(i);
        }
        return UserSpread.shardOf(hash, shards);
    }

    /** The room's id at the beginning of the rest of a path: up to the next slash or dot. */
    private static String roomIn(String rest) {
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '.') {
            end++;
        }
        return rest.substring(0, end);
    }

    private static String roomOfQuery(@Nullable String query) {
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            if (parameter.startsWith(ROOM)) {
                return parameter.substring(ROOM.length());
            }
        }
        return "main";
    }
}
