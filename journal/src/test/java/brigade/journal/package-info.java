/** Tests of the journal. */
@NullMarked
package brigade.journal;

import org.jspecify.annotations.NullMarked;
