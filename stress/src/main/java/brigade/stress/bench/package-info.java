/** Benchmarks: what the parts cost, each with the figure that was promised. */
@NullMarked
package brigade.stress.bench;

import org.jspecify.annotations.NullMarked;
