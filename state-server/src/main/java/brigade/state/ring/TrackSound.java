package brigade.state.ring;

import java.util.Arrays;

/** A backing track read by song position. */
final class TrackSound implements BackingSound {
    private final float[] track;

    TrackSound(float[] track) {
        this.track = track;
    }

    @Override
    public boolean render(long songOffset, int samples, float[] out) {
        if (songOffset >= track.length) {
            return false;
        }
        int from = (int) songOffset;
        int there = Math.min(samples, track.length - from);
        System.arraycopy(track, from, out, 0, there);
        if (there < samples) {
            Arrays.fill(out, there, samples, 0);
        }
        return true;
    }

    @Override
    public boolean isMetronome() {
        return false;
    }

    @Override
    public long samples() {
        return track.length;
    }
}
