/**
 * The voice journal of a shard: while a room is recorded, every packet of its singers as it came, and the packets of the mix of
 * all. Off means that no voice touches a disk.
 *
 * <pre>
 *  exchanges (voices) ---+
 *  sockets (voices) -----+--RecordQueue--> JournalThread --> journal/voice/shard-NN-STARTMS/
 *  tick (the mix) -------'
 * </pre>
 *
 * Records: {@link brigade.shard.journal.VoiceRecord}. docs/recording.md.
 */
@NullMarked
package brigade.shard.journal;

import org.jspecify.annotations.NullMarked;
