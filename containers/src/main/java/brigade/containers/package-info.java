/** Container images, written by Jib without an engine: one for all our programs, one for nginx with the web app. */
@NullMarked
package brigade.containers;

import org.jspecify.annotations.NullMarked;
