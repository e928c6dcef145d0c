/** Judges what a choir of robots met, for {@code brigade rehearse}: {@link brigade.launcher.rehearse.Verdict}. */
@NullMarked
package brigade.launcher.rehearse;

import org.jspecify.annotations.NullMarked;
