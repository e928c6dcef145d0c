package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.measure.BleedLook;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.StreamKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a second of one voice after the other and compares it with what was sent to him for those clocks, of which lead and backing are
 * kept for 20 s. One at a time in a room; who is suspected comes again at once. Agent thread only.
 */
final class BleedProbe {
    /** A second that has not come whole after so long will not. */
    private static final long GIVE_UP_SAMPLES = 5L * AudioFormat.SAMPLE_RATE_HZ;

    private static final int FRAME = ClosedStream.FRAME_SAMPLES;

    private final Stage stage;
    private final Measuring measuring;
    private @Nullable Singer target;
    private @Nullable BleedLook look;
    private long start;
    private int filled;
    private long begunAt;

    BleedProbe(Stage stage, Measuring measuring) {
        this.stage = stage;
        this.measuring = measuring;
    }

    /** Takes what came of {@code singer}, if it is his turn. */
    void take(Singer singer, long startSample, float[] sound, int samples) {
        BleedLook open = look;
        if (singer != target || open == null) {
            return;
        }
        if (filled == 0) {
            start = startSample;
        } else if (startSample != start + filled) {
            filled = 0; // a gap: from here on again
            start = startSample;
        }
        int count = Math.min(samples, BleedLook.VOICE_SAMPLES - filled);
        System.arraycopy(sound, 0, open.voice(), filled, count);
        filled += count;
        if (filled == BleedLook.VOICE_SAMPLES) {
            finish(singer, open);
        }
    }

    private void finish(Singer singer, BleedLook full) {
        target = null;
        look = null;
        VoiceWatch watch = singer.watch;
        boolean any = readReference(singer, full.reference());
        if (watch == null) {
            measuring.giveBack(full);
            return;
        }
        watch.probedAt = stage.now();
        if (any) {
            measuring.work(full, watch);
        } else {
            measuring.giveBack(full);
        }
    }

    /** What was sent to him; false when none of it is kept. */
    private boolean readReference(Singer singer, float[] reference) {
        Arrays.fill(reference, 0);
        ClosedStream lead =
                singer == stage.room().song().leader() ? null : stage.streams().get(StreamKind.LEAD, 0);
        boolean any = add(lead, reference);
        return add(stage.streams().get(StreamKind.BACKING, 0), reference) || any;
    }

    private boolean add(@Nullable ClosedStream stream, float[] reference) {
        if (stream == null) {
            return false;
        }
        long from = start - BleedLook.BEFORE_SAMPLES;
        long end = Math.min(stream.closedUpToSample(), from + reference.length);
        boolean any = false;
        for (long at = Math.max(Stage.upToGrid(from), stream.oldestSample()); at + FRAME <= end; at += FRAME) {
            if (stream.isSilent(at)) {
                continue;
            }
            any = true;
            stream.copyTo(at, measuring.frameSegment(), 0);
            float[] frame = measuring.frame();
            int offset = (int) (at - from);
            for (int i = 0; i < FRAME; i++) {
                reference[offset + i] += frame[i];
            }
        }
        return any;
    }

    /** Called twice a second: sees that somebody is being looked at while a song is on. */
    void pass() {
        if (target != null && stage.now() - begunAt < GIVE_UP_SAMPLES) {
            return;
        }
        Singer last = target;
        if (last != null && last.watch != null) {
            last.watch.probedAt = stage.now();
        }
        target = null;
        Singer next = stage.room().song().rings() == null ? null : next();
        if (next == null) {
            return;
        }
        if (look == null) {
            look = measuring.bleedLook();
        }
        if (look != null) {
            target = next;
            begunAt = stage.now();
            filled = 0;
        }
    }

    /** Who is suspected, else whom nobody looked at for the longest time, of those who sing now. */
    private @Nullable Singer next() {
        UserTable table = stage.room().singers().table();
        Singer best = null;
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            VoiceWatch watch = singer.watch;
            if (watch == null || stage.now() - watch.cameAt > AudioFormat.SAMPLE_RATE_HZ) {
                continue;
            }
            long rank = watch.bleed.isSuspect() ? watch.probedAt - Long.MAX_VALUE / 2 : watch.probedAt;
            if (rank < oldest) {
                oldest = rank;
                best = singer;
            }
        }
        return best;
    }
}
