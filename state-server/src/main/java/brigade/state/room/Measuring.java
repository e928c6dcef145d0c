package brigade.state.room;

import brigade.state.measure.BleedLook;
import brigade.state.measure.VoiceLook;
import brigade.wire.stream.StreamLimits;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at voices, worked out away from the agent. There are {@value #VOICE_LOOKS} and {@value #BLEED_LOOKS} of them and no more: when all
 * are under way nobody is looked at, and memory and queue stay bounded. Agent thread only; the executor runs what it is given anywhere.
 */
final class Measuring {
    /** 60 kB each. */
    private static final int VOICE_LOOKS = 16;

    /** 1.5 MB each. */
    private static final int BLEED_LOOKS = 2;

    /** A look on its way back to whom it is about. */
    private record Done(Runnable deliver) {}

    private final float[] frame = new float[StreamLimits.FRAME_SAMPLES];
    private final MemorySegment frameSegment = MemorySegment.ofArray(frame);
    private final Executor worker;
    private final ArrayDeque<VoiceLook> voices = new ArrayDeque<>();
    private final ArrayDeque<BleedLook> bleeds = new ArrayDeque<>();
    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private int voicesMade;
    private int bleedsMade;

    /** @param worker one thread at least; may be the caller's own, in virtual time */
    Measuring(Executor worker) {
        this.worker = worker;
    }

    /** A frame to work on, for whoever needs one for a moment. */
    float[] frame() {
        return frame;
    }

    /** The same memory. */
    MemorySegment frameSegment() {
        return frameSegment;
    }

    /** A look to be filled and given to {@link #work}; null when all are under way. */
    @Nullable
    VoiceLook voiceLook() {
        poll();
        if (voices.isEmpty() && voicesMade < VOICE_LOOKS) {
            voicesMade++;
            return new VoiceLook();
        }
        return voices.pollFirst();
    }

    /** The same for what he hears. */
    @Nullable
    BleedLook bleedLook() {
        poll();
        if (bleeds.isEmpty() && bleedsMade < BLEED_LOOKS) {
            bleedsMade++;
            return new BleedLook();
        }
        return bleeds.pollFirst();
    }

    /** Has it worked out for {@code watch}. */
    void work(VoiceLook look, VoiceWatch watch) {
        worker.execute(() -> {
            look.work();
            done.add(new Done(() -> {
                watch.took(look);
                voices.addLast(look);
            }));
        });
    }

    /** The same for what he hears. */
    void work(BleedLook look, VoiceWatch watch) {
        worker.execute(() -> {
            look.work();
            done.add(new Done(() -> {
                watch.bleed.take(look);
                bleeds.addLast(look);
            }));
        });
    }

    /** Gives back one that is not needed after all. */
    void giveBack(BleedLook look) {
        bleeds.addLast(look);
    }

    /** Delivers what is worked out. */
    void poll() {
        for (Done next = done.poll(); next != null; next = done.poll()) {
            next.deliver.run();
        }
    }
}
