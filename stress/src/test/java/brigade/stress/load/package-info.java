/** Tests of the load against a server that misbehaves on demand. */
@NullMarked
package brigade.stress.load;

import org.jspecify.annotations.NullMarked;
