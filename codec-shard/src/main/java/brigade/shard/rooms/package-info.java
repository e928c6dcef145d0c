/**
 * Rooms over HTTP, and who may enter one: {@code docs/rooms.md}.
 *
 * <pre>
 *  RoomsApi    routes below /api/rooms, and /api/join
 *  RoomAccess  judges a stream's hello: link, password, resume token
 *     |  RoomKeys      makes and checks tokens (brigade.access)
 *     |  Passwords     hashes, throttled per address and room
 *     `- RoomCalls     asks the state server, which owns the rooms
 * </pre>
 *
 * The shard checks signatures and passwords; the state server checks epochs, rooms and rights.
 */
@NullMarked
package brigade.shard.rooms;

import org.jspecify.annotations.NullMarked;
