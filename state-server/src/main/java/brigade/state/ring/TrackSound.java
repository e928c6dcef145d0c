package brigade.state.ring;

import java.util.Arrays;

/** A backing track read by song position. */
final class TrackSound extends BackingSound {
    private final int[] track;

    TrackSound(float[] samples) {
        track = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            track[i] = (int) (samples[i] * ONE);
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
