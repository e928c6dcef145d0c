/**
 * A codec shard: the process that singers' clients talk to. It speaks HTTP and Opus, and asks the state server for
 * everything else.
 */
@NullMarked
package brigade.shard;

import org.jspecify.annotations.NullMarked;
