/** Tests of the checked choir: its plan, its ear on made-up sound, and a small choir through real processes. */
@NullMarked
package brigade.stress.choir;

import org.jspecify.annotations.NullMarked;
