/**
 * The {@code brigade} command: runs everything on one machine and supervises it.
 *
 * <pre>
 *  brigade up (one thread: supervisor)
 *    |-- state-server        own process, own session, output to DATA/logs/state-server.log
 *    |-- shard-01 .. NN      likewise
 *    `-- front-door          likewise
 * </pre>
 *
 * The children outlive a killed launcher: DATA/run.json says who they are, and the next {@code up} adopts them.
 */
@NullMarked
package brigade.launcher;

import org.jspecify.annotations.NullMarked;
