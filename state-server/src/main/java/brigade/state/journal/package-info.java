/**
 * The journal of what happens in rooms: who came, sat, led, started, stopped, set and said what, and when. Written by a thread of
 * its own, never by the agent. Records are JSON: docs/recording.md.
 */
@NullMarked
package brigade.state.journal;

import org.jspecify.annotations.NullMarked;
