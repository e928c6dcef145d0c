/** Samples, clocks and gains: the words that every part of Brigade uses for sound. JDK only. */
@NullMarked
package brigade.audio;

import org.jspecify.annotations.NullMarked;
