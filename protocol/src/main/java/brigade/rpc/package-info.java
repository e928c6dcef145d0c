/**
 * Blocking calls from a codec shard to the state server through one memory-mapped file per shard.
 *
 * <p>A call is a message of JSON and data each way. The shard fills the buffer, hands it over and waits; the
 * server answers in place and hands it back.
 */
@NullMarked
package brigade.rpc;

import org.jspecify.annotations.NullMarked;
