/** Tests of what people read. */
@NullMarked
package brigade.stress.report;

import org.jspecify.annotations.NullMarked;
