/**
 * The state server process: one agent thread owns all rooms and answers all shards; beside it run only the thread that
 * finds shards' files and the health page.
 *
 * <pre>
 *  StateServer (main) --- launches ---> StateAgent (thread "state-agent") --- calls ---> rooms
 *        |                                 |  writes                  polls RpcPoller
 *        `--- launches ---> HealthServer --'  Counters, heartbeat
 * </pre>
 */
@NullMarked
package brigade.state;

import org.jspecify.annotations.NullMarked;
