package brigade.state.ring;

import brigade.audio.file.MappedWav;

/** A recording that is too long to be kept in memory: read from its file, by song position. */
final class MappedSound extends BackingSound {
    private final MappedWav wav;

    /** What a step of the file is worth in fixed point. */
    private final float step;

    MappedSound(MappedWav wav, double gain) {
        this.wav = wav;
        this.step = (float) (gain * ONE / -Short.MIN_VALUE);
    }

    @Override
    public boolean isMetronome() {
        return false;
    }

    @Override
    public long samples() {
        return wav.samples();
    }

    @Override
    boolean locate(long songOffset, int samples, Piece into) {
        if (songOffset >= wav.samples()) {
            return false;
        }
        int from = (int) songOffset;
        int there = Math.min(samples, wav.samples() - from);
        int peak = 0;
        for (int i = 0; i < there; i++) {
            int value = (int) (wav.at(from + i) * step);
            into.scratch[i] = value;
            peak = Math.max(peak, Math.abs(value));
        }
        for (int i = there; i < samples; i++) {
            into.scratch[i] = 0;
        }
        into.samples = into.scratch;
        into.at = 0;
        into.peak = peak;
        return true;
    }
}
