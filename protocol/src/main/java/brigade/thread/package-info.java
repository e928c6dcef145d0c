/** Threads that sound waits for, and what the system gives them. */
@NullMarked
package brigade.thread;

import org.jspecify.annotations.NullMarked;
