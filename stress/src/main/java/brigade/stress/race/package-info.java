/**
 * Races, by jcstress: two threads meet at the RPC buffer millions of times, and every outcome is counted. A forbidden one
 * fails the run. {@code ./brigade bench race}.
 */
@NullMarked
package brigade.stress.race;

import org.jspecify.annotations.NullMarked;
