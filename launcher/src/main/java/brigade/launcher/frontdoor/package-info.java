/**
 * The front door: the one address that people and old clients use. Serves the web page, tells the health of all parts,
 * and passes exchange v1 on to the shards, never by a redirect.
 *
 * <pre>
 *  /                      the page (Javalin, from the classpath)
 *  /healthz               asks the state server and every shard
 *  /api/NN...             shard NN
 *  /api?userid=...        the shard that {@link brigade.launcher.frontdoor.UserSpread} gives to this user
 *  /api/rooms..., /api/join, /listen/...   the shard that a hash of the room's id gives; new rooms: shard 1
 *  /upload, /recordings/  shard 1: all shards share one data folder
 * </pre>
 */
@NullMarked
package brigade.launcher.frontdoor;

import org.jspecify.annotations.NullMarked;
