/**
 * Sings a recorded song once more, out of the journals: the rings' moves and the voices through fresh rings and fresh encoders, compared
 * with the mix that shards journalled. The one place that sees the insides of both state server and shard; no process of a stack
 * uses it. docs/recording.md, ADR 12.
 */
@NullMarked
package brigade.replay;

import org.jspecify.annotations.NullMarked;
