@NullMarked
package brigade.stress.stream;

import org.jspecify.annotations.NullMarked;
