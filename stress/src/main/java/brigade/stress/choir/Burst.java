package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Chirp;

/**
 * One chirp of one singer.
 *
 * @param singer his index
 * @param at its first sample, counted from the song's start
 * @param chirp which
 */
public record Burst(int singer, long at, Chirp chirp) {
    /** Number of its batch, counted from the song's start; it lies in one. */
    int batch() {
        return (int) (at / AudioFormat.V1_BATCH_SAMPLES);
    }

    /** Its first sample, counted from the batch's start. */
    int inBatch() {
        return (int) (at % AudioFormat.V1_BATCH_SAMPLES);
    }
}
