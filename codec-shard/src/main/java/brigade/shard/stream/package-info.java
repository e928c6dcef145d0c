/** Stream v2: what a shard sends to the sockets of its members. */
@NullMarked
package brigade.shard.stream;

import org.jspecify.annotations.NullMarked;
