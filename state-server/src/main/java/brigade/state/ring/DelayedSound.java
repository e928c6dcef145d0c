package brigade.state.ring;

import java.util.Arrays;

/** Another sound after some silence: what plays under a song that has a count-in. */
final class DelayedSound extends BackingSound {
    private final BackingSound sound;
    private final long delaySamples;

    DelayedSound(BackingSound sound, long delaySamples) {
        this.sound = sound;
        this.delaySamples = delaySamples;
    }

    BackingSound sound() {
        return sound;
    }

    @Override
    public boolean isMetronome() {
        return sound.isMetronome();
    }

    @Override
    public long samples() {
        return sound.samples() == Long.MAX_VALUE ? Long.MAX_VALUE : sound.samples() + delaySamples;
    }

    @Override
    boolean locate(long songOffset, int samples, Piece into) {
        long offset = songOffset - delaySamples;
        if (offset >= 0) {
            return sound.locate(offset, samples, into);
        }
        if (offset + samples <= 0) {
            return false;
        }
        int silent = (int) -offset;
        if (!sound.locate(0, samples - silent, into)) {
            return false;
        }
        System.arraycopy(into.samples, into.at, into.scratch, silent, samples - silent);
        Arrays.fill(into.scratch, 0, silent, 0);
        into.samples = into.scratch;
        into.at = 0;
        return true;
    }
}
