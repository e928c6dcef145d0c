/**
 * Sound in files: WAV of any rate, width and channel count read as 48 kHz mono, and WAV written.
 *
 * <p>Everything here blocks on a disk and allocates: never call it on an audio thread.
 */
@NullMarked
package brigade.audio.file;

import org.jspecify.annotations.NullMarked;
