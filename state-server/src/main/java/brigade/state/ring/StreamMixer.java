package brigade.state.ring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mixes the frames of one stream in turn: gains that fall at once and rise slowly, the count of voices, and a limiter
 * that takes its look-ahead from the rings. Agent thread only.
 *
 * <p>What it carries from frame to frame is forgotten after {@value #WARM_UP_FRAMES} frames (gains and limiter rise 40 dB
 * in that time), so a mixer that begins there gives the same samples as one that was always there.
 */
final class StreamMixer {
    /** 2 s. */
    static final int WARM_UP_FRAMES = 100;

    private static final int FRAME = RingSize.BLOCK_SAMPLES;

    private final MixRings rings;
    private final StreamKind kind;
    private final PieceMixer mixer;
    private final SoundingVoices sounding = new SoundingVoices();
    private final MixLimiter limiter = new MixLimiter();
    private final MixGains gains = new MixGains();
    private final MixGains after = new MixGains();
    private final MixGains target = new MixGains();
    private final float[] piece = new float[FRAME];
    private final float[] unheard = new float[FRAME];
    private final float[] following = new float[MixLimiter.STEP_SAMPLES];
    private @Nullable RingSong song;
    private int countMax = Integer.MAX_VALUE;

    StreamMixer(MixRings rings, StreamKind kind) {
        this.rings = rings;
        this.kind = kind;
        this.mixer = new PieceMixer(rings);
    }

    /** Forgets what was and goes through the frames before {@code frame}, so that it can go on there. */
    void restartAt(long frame) {
        song = null;
        limiter.gain(1);
        sounding.clear();
        if (rings.songs().isEmpty()) {
            return;
        }
        // Buckets that hear this stream have sung to the frames before by now, and are counted there, but not in it.
        countMax = rings.counts.get(frame / FRAME);
        for (long at = frame - (long) WARM_UP_FRAMES * FRAME; at < frame; at += FRAME) {
            next(at, unheard);
        }
        countMax = Integer.MAX_VALUE;
    }

    private int count(long sample) {
        return Math.min(countMax, rings.counts.get(sample / FRAME));
    }

    /**
     * Mixes the frame after the last.
     *
     * @param frame its first sample, on the grid
     * @param y receives its samples, if anything sounds
     * @return whether anything sounds, -96 dBFS or more
     */
    boolean next(long frame, float[] y) {
        sounding.next(count(frame));
        int peak = 0;
        long end = frame + FRAME;
        for (long from = frame; from < end; ) {
            int length = (int) (rings.pieceEnd(from, end) - from);
            if (length == FRAME) {
                peak = mix(from, length, y, true);
            } else {
                // A song begins or ends in this frame.
                peak = Math.max(peak, mix(from, length, piece, true));
                System.arraycopy(piece, 0, y, (int) (from - frame), length);
            }
            from += length;
        }
        if (peak == 0 && limiter.gain() == 1) {
            return false;
        }
        int ahead = (int) (rings.pieceEnd(end, end + MixLimiter.STEP_SAMPLES) - end);
        int aheadPeak = mix(end, ahead, following, false);
        limiter.hold(y, FRAME, peak, following, ahead, aheadPeak);
        return peak != 0;
    }

    /** Mixes a piece; {@code keep} false leaves the gains as they are, for a look ahead. Returns its peak. */
    private int mix(long from, int samples, float[] y, boolean keep) {
        RingSong in = from < rings.oldestSample() || from + samples > rings.nowSamples() ? null : rings.songAt(from);
        if (in == null) {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        target.stream(rings.volumes, sounding.voices(count(from)), in);
        if (in != song) {
            // Nothing of this song has sounded in this stream, so there is nothing to rise from.
            if (!keep) {
                return mix(in, from, samples, target, target, y);
            }
            song = in;
            gains.set(target);
        }
        after.towards(gains, target, samples);
        int peak = mix(in, from, samples, gains, after, y);
        if (keep) {
            gains.set(after);
        }
        return peak;
    }

    private int mix(RingSong in, long from, int samples, MixGains first, MixGains last, float[] y) {
        return switch (kind) {
            case LEAD -> mixer.mixRing(rings.lead, in, from, samples, first.lead, last.lead, y);
            case BACKING -> mixer.mixBacking(in, from, samples, first.backing, last.backing, y);
            case CROWD -> mixer.mixRing(rings.voices, in, from, samples, first.voices, last.voices, y);
            case ROUND -> mixer.mixRing(rings.round, in, from, samples, first.round, last.round, y);
            case SOLO -> mixer.mixRing(rings.solo, in, from, samples, first.round, last.round, y);
            case ALL -> mixer.mixAll(in, from, samples, first, last, y);
        };
    }
}
