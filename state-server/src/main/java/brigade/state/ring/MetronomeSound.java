package brigade.state.ring;

import brigade.audio.AudioFormat;
import java.util.Arrays;

/** Clicks at exact beat positions: two short decaying tones computed once. */
final class MetronomeSound extends BackingSound {
    /** 25 ms: short enough that 1000 bpm (2,880 samples a beat) never overlaps. */
    private static final int CLICK_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 40;

    private static final int[] CLICK = click(1_000, 0.5);
    private static final int[] ACCENT = click(1_500, 0.8);

    private final int bpm;
    private final int beatsPerBar;

    /** Bit n: beat n of the bar, from 0, is accented. */
    private final int accents;

    MetronomeSound(int bpm, int beatsPerBar, int accents) {
        if (bpm < 1 || bpm > 1000 || beatsPerBar < 0) {
            throw new IllegalArgumentException("metronome of " + bpm + " bpm, bars of " + beatsPerBar);
        }
        this.bpm = bpm;
        this.beatsPerBar = beatsPerBar;
        this.accents = accents;
    }

    /** What a move says of it beside its accents; never 0 or 1. */
    long described() {
        return ((long) beatsPerBar << 16) | ((long) bpm << 48) | 2;
    }

    int accents() {
        return accents;
    }

    /** One that was {@link #described}. */
    static MetronomeSound of(long accents, long described) {
        return new MetronomeSound((int) (described >>> 48), (int) (described >>> 16) & 0xffff, (int) accents);
    }

    @Override
    boolean locate(long songOffset, int samples, Piece into) {
        // The beat before the one at songOffset is the earliest that may still sound there.
        long beat = Math.max(0, songOffset * bpm / (60L * AudioFormat.SAMPLE_RATE_HZ) - 1);
        boolean sounds = false;
        for (; ; beat++) {
            long at = SongPlan.beatSample(bpm, beat) - songOffset;
            if (at >= samples) {
                return sounds;
            }
            if (at + CLICK_SAMPLES > 0) {
                if (!sounds) {
                    Arrays.fill(into.scratch, 0, samples, 0);
                    into.samples = into.scratch;
                    into.at = 0;
                    into.peak = (int) ONE;
                    sounds = true;
                }
                int from = (int) Math.max(0, -at);
                int to = (int) Math.min(CLICK_SAMPLES, samples - at);
                System.arraycopy(isAccent(beat) ? ACCENT : CLICK, from, into.scratch, (int) at + from, to - from);
            }
        }
    }

    private boolean isAccent(long beat) {
        return beatsPerBar == 0 ? beat == 0 : (accents >> (beat % beatsPerBar) & 1) == 1;
    }

    @Override
    public boolean isMetronome() {
        return true;
    }

    @Override
    public long samples() {
        return Long.MAX_VALUE;
    }

    /** A tone that starts at zero crossing, dies away by 60 dB and is faded at its end. */
    private static int[] click(double hertz, double peak) {
        int[] click = new int[CLICK_SAMPLES];
        for (int i = 0; i < click.length; i++) {
            double decay = Math.exp(-6.9 * i / click.length) * (1 - (double) i / click.length);
            click[i] = (int) (ONE * peak * decay * Math.sin(2 * Math.PI * hertz * i / AudioFormat.SAMPLE_RATE_HZ));
        }
        return click;
    }
}
