/**
 * Blocking calls from a codec shard to the state server through one memory-mapped file per shard.
 *
 * <pre>
 *  codec shard 1               run directory                 state server
 *  RpcClient ---- fills ----> shard-01.rpc <--- answers ---- RpcPoller (agent thread)
 *      `--------- rings ----> state.bin    <--- waits ------'   |
 *  codec shard 2                 ^                              v
 *  RpcClient ---- fills ----> shard-02.rpc                   RpcHandler
 * </pre>
 *
 * <p>A call is a message of JSON and data each way. The shard fills the buffer, hands it over and waits on the
 * buffer's turn word; the server answers in place and hands it back. The server waits on one doorbell word for all
 * shards, because a futex waits on one word. A message longer than the buffer travels in parts, a turn each.
 *
 * <p>Memory order is in two classes only: {@code RpcBuffer} (whose turn) and {@code ServerFile} (doorbell). Everything
 * else in a buffer is plain memory that belongs to the side whose turn it is. The rule both keep: store what the other
 * side waits for (volatile) BEFORE reading whether it sleeps; a release store may pass that load even on x86, and the
 * wake-up would be lost.
 *
 * <p>Who is alive: each side writes a heartbeat by CLOCK_MONOTONIC and has a generation, a number that no later or
 * earlier start shares. A call is addressed to one server generation; a server that finds a call for another one hands
 * it back "again" without executing it.
 */
@NullMarked
package brigade.rpc;

import org.jspecify.annotations.NullMarked;
