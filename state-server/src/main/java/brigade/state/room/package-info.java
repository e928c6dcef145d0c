/**
 * The rooms: who is there, where everybody sits, what is sung, and what each reply says. No I/O except
 * {@link brigade.state.room.TrackLibrary}, {@link brigade.state.room.FileRingSource} and
 * {@link brigade.state.room.RoomStore}; time and chance are passed in.
 *
 * <pre>
 *   RpcCall -> Rooms -> Room -+-> Singers (map, who is active, user table)
 *              Charters       +-> SongControl (idle, led, armed, singing, trailing), SongMemory -> ring
 *                             +-> RoomCommands, RoomLevels, SeatingPlan, Marks, Chats, Settings
 *                             `-> OldClients (v1): ExchangeCheck, MetadataWriter -> RpcCall
 * </pre>
 *
 * <p>A room's {@code Stage} is its side of stream v2. A shard's tick passes it from left to right:
 *
 * <pre>
 *   RpcCall -> TickHandler -+-> VoiceTaker -> the rings (what is due was closed before)
 *              ShardLink    +-> Admission (hello), StageCommands (Song-, Desk-, People-, HostCommands)
 *                           +-> ShardRoom: cursors over StageStreams' closed frames -> FrameOut
 *                           `-> what waits for its sockets: StageNews (room, song, roster, heard), seats, talk
 * </pre>
 *
 * <p>The host's desk ({@code Desk}) is given each voice once more, before any fader: {@code VoiceWatch} keeps what there is to know of it,
 * {@code Measuring} has it worked out elsewhere, {@code Strips} and {@code Corrections} tell it. {@code Program} is the set list.
 *
 * <p>One thread, the agent, calls all of it, but for {@link brigade.state.room.Published}.
 */
@NullMarked
package brigade.state.room;

import org.jspecify.annotations.NullMarked;
