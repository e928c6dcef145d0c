/** The {@code stress} command: one class per mode, options and exit codes. What a mode does lives below. */
@NullMarked
package brigade.stress;

import org.jspecify.annotations.NullMarked;
