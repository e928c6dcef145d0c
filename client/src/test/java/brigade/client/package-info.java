/** The client against a room of the tests, in virtual time, and its socket against a real server. */
@NullMarked
package brigade.client;

import org.jspecify.annotations.NullMarked;
