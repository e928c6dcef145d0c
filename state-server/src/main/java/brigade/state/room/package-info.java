/**
 * The rooms: who is there, where everybody sits, what is sung, and what each reply says. No I/O except
 * {@link brigade.state.room.TrackLibrary} and {@link brigade.state.room.FileRingSource}; time and chance are passed in.
 *
 * <pre>
 *   RpcCall -> Rooms -> Room -+-> Singers (map, who is active, user table)
 *                             +-> SongControl (idle, led, armed, singing, trailing) -> ring
 *                             +-> SeatingPlan, Marks, Chats, Settings
 *                             +-> MetadataWriter -> RpcCall
 * </pre>
 *
 * <p>One thread, the agent, calls all of it.
 */
@NullMarked
package brigade.state.room;

import org.jspecify.annotations.NullMarked;
