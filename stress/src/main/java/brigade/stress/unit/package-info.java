/** What one exchange costs in one process, without HTTP and without shared memory: the ancestor's unit-stress.py. */
@NullMarked
package brigade.stress.unit;

import org.jspecify.annotations.NullMarked;
