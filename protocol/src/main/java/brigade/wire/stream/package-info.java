/**
 * Stream v2 as bytes: the binary messages between clients and shards, and the blocks of sound between shards and the
 * state server. {@code docs/protocol.md} is the reference.
 *
 * <pre>
 *   client --StreamMessage (Opus packets)--> shard --VoiceBlock (samples)--> state server
 *   client &lt;--StreamMessage (Opus packets)-- shard &lt;--FrameBlock (samples)-- state server
 * </pre>
 */
@NullMarked
package brigade.wire.stream;

import org.jspecify.annotations.NullMarked;
