/**
 * Sound that the project makes itself: test voices, two short tunes, and chirps by which singers are told apart.
 *
 * <p>The same seed gives the same samples on every machine: no wall clock, {@code StrictMath}, {@link java.util.Random}.
 * Everything here allocates and takes its time: never call it on an audio thread.
 */
@NullMarked
package brigade.audio.synth;

import org.jspecify.annotations.NullMarked;
