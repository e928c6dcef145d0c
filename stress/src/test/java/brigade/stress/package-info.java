/** Tests of the tester: what it must notice, it notices. */
@NullMarked
package brigade.stress;

import org.jspecify.annotations.NullMarked;
