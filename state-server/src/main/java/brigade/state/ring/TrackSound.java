package brigade.state.ring;

import java.util.Arrays;

/** A backing track read by song position. */
final class TrackSound extends BackingSound {
    private final int[] track;

    /** Peak of each block from the track's start. */
    private final int[] peaks;

    TrackSound(float[] samples) {
        track = new int[samples.length];
        peaks = new int[samples.length / RingSize.BLOCK_SAMPLES + 2];
        for (int i = 0; i < samples.length; i++) {
            int value = (int) (samples[i] * ONE);
            track[i] = value;
            int block = i / RingSize.BLOCK_SAMPLES;
            // Of the smallest int the magnitude is no int: its one's complement is.
            peaks[block] = Math.max(peaks[block], Math.max(value, ~value));
        }
    }

    @Override
    public boolean isMetronome() {
        return false;
    }

    @Override
    public long samples() {
        return track.length;
    }

    @Override
    boolean locate(long songOffset, int samples, Piece into) {
        if (songOffset >= track.length) {
            return false;
        }
        int from = (int) songOffset;
        int there = track.length - from;
        int block = from / RingSize.BLOCK_SAMPLES;
        into.peak = Math.max(peaks[block], peaks[block + 1]);
        if (there >= samples) {
            into.samples = track;
            into.at = from;
        } else {
            System.arraycopy(track, from, into.scratch, 0, there);
            Arrays.fill(into.scratch, there, samples, 0);
            into.samples = into.scratch;
            into.at = 0;
        }
        return true;
    }
}
