/**
 * Load over stream v2: many singers and listeners in one room, with {@code brigade.client} below. Most only send and count;
 * a leader and one listener per run are whole robots, so that what comes out is checked at full load too.
 *
 * <pre>
 *   StreamLoad --> LoadPeer x N     sends a voice encoded beforehand, looks at the clocks of what comes
 *       |--------> StreamRobot x 2  the leader, and an ear in the last row
 *       `--------> ShardCounters    what the shards count themselves
 * </pre>
 */
@NullMarked
package brigade.stress.stream;

import org.jspecify.annotations.NullMarked;
