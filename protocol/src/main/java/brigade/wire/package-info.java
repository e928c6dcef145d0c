/** What travels: packet bundles, the exchange's request, roster rows, and the limits of all of them. */
@NullMarked
package brigade.wire;

import org.jspecify.annotations.NullMarked;
