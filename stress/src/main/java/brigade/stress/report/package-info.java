/**
 * What people read of a run: progress on a terminal, {@code report.json}, and {@code report.html}, one file that needs
 * no network.
 */
@NullMarked
package brigade.stress.report;

import org.jspecify.annotations.NullMarked;
