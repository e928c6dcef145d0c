/**
 * The house from outside: real processes, HTTP, robots that sing and record, and what must hold of what they heard. All of
 * it is slow.
 */
@NullMarked
package brigade.e2e;

import org.jspecify.annotations.NullMarked;
