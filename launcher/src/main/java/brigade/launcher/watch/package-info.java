/**
 * Looks at a running Brigade from outside, for {@code brigade top} and {@code brigade doctor}.
 *
 * <pre>
 *  Scrape       the figures of a page /metrics
 *  HouseLook    what two scrapes of all processes say of the time between them
 *  ProcessLook  CPU, memory and threads of a process, out of /proc
 *  TopText      both as lines for a terminal
 * </pre>
 */
@NullMarked
package brigade.launcher.watch;

import org.jspecify.annotations.NullMarked;
