package brigade.state.room;

import brigade.state.measure.BleedEstimate;
import brigade.state.measure.OnsetReach;
import brigade.state.measure.VoiceFeatures;
import brigade.state.measure.VoiceLook;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.StreamKind;
import brigade.wire.stream.StreamLimits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a room's host's desk knows and does: listens to each voice, looks at all of them every second, turns them up or down by
 * themselves where that is wanted. Agent thread only.
 */
final class Desk {
    /** Everybody is looked at once in so many turns of 20 ms: 1 s. */
    private static final int TURNS = 50;

    /** Of so many looks one is at the timing: every 4 s, so that looks that agree have not seen all the same. */
    private static final int TIMING_EVERY = 4;

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    /** Leader or track count as a reference from -50 dBFS on. */
    private static final float REFERENCE_MIN = 1e-5f;

    private final Stage stage;
    private final Measuring measuring;
    private final BleedProbe probe;
    private final Trims trims;
    private final Sections sections = new Sections();
    private final Strips strips;
    private final Corrections corrections;
    private @Nullable VoiceFeatures backing;
    private long backingUpTo;

    /** Whose voice {@link #lead} had last; null before. */
    private @Nullable VoiceWatch leading;

    /** What whoever led sang: kept far longer than a voice, since the last rows sing it that much later. */
    private @Nullable VoiceFeatures lead;

    private long nextTurnAt;
    private int next;

    Desk(Stage stage, Measuring measuring) {
        this.stage = stage;
        this.measuring = measuring;
        this.probe = new BleedProbe(stage, measuring);
        this.trims = new Trims(stage);
        this.strips = new Strips(stage, sections, trims);
        this.corrections = new Corrections(stage);
    }

    /** Groups of singers with a fader each. */
    Sections sections() {
        return sections;
    }

    Strips strips() {
        return strips;
    }

    Corrections corrections() {
        return corrections;
    }

    /** Takes voice that came of {@code singer}, before any fader. */
    void heard(Singer singer, long startSample, float[] sound, int samples, long lateSamples) {
        VoiceWatch watch = singer.watch;
        if (watch == null) {
            watch = new VoiceWatch();
            singer.watch = watch;
        }
        castLead(watch, singer == stage.room().song().leader());
        watch.take(startSample, sound, samples, lateSamples, stage.now());
        probe.take(singer, startSample, sound, samples);
    }

    /** Sees that the leader's sums are {@link #lead}, worked out once for both, and nobody else's are. */
    private void castLead(VoiceWatch watch, boolean leads) {
        VoiceFeatures led = lead;
        if (!leads) {
            if (watch.features == led) {
                watch.features = new VoiceFeatures();
            }
            return;
        }
        if (led == null) {
            led = VoiceFeatures.ofReference();
            lead = led;
        }
        if (watch.features != led) {
            // What who led before did too loud is not his.
            led.forgetPeaks();
            if (leading != null && leading.features == led) {
                leading.features = new VoiceFeatures();
            }
            watch.features = led;
            leading = watch;
        }
    }

    /** The same of a v1 client, whose sound lies elsewhere. */
    void heard(Singer singer, long startSample, MemorySegment pcm, int samples, long lateSamples) {
        float[] frame = measuring.frame();
        for (int at = 0; at < samples; at += FRAME) {
            int count = Math.min(FRAME, samples - at);
            MemorySegment.copy(pcm, ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * at, frame, 0, count);
            heard(singer, startSample + at, frame, count, Math.clamp(lateSamples - at, 0, count));
        }
    }

    /** Lets time pass: follows the track, and looks at the next few. */
    void tick() {
        if (stage.now() < nextTurnAt) {
            return;
        }
        nextTurnAt = stage.now() + FRAME;
        followBacking();
        UserTable table = stage.room().singers().table();
        int count = Math.ceilDiv(table.size(), TURNS);
        int step = Math.max(1, TURNS / Math.max(1, table.size()));
        if (count == 1 && (stage.now() / FRAME) % step != 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            next = next + 1 >= table.size() ? 0 : next + 1;
            Singer singer = table.at(next);
            if (singer.watch != null) {
                look(singer.watch);
            }
        }
    }

    /** Twice a second. */
    void slow() {
        measuring.poll();
        probe.pass();
        trims.pass();
        corrections.pass();
        strips.tell();
    }

    private void followBacking() {
        ClosedStream stream = stage.streams().get(StreamKind.BACKING, 0);
        if (stream == null) {
            return;
        }
        VoiceFeatures features = backing;
        if (features == null) {
            features = VoiceFeatures.ofReference();
            backing = features;
        }
        float[] frame = measuring.frame();
        for (long at = Math.max(backingUpTo, stream.oldestSample()); at < stream.closedUpToSample(); at += FRAME) {
            if (stream.isSilent(at)) {
                Arrays.fill(frame, 0);
            } else {
                stream.copyTo(at, measuring.frameSegment(), 0);
            }
            features.take(at, frame, FRAME);
        }
        backingUpTo = stream.closedUpToSample();
    }

    private void look(VoiceWatch watch) {
        long end = watch.features.endHop();
        if (end == watch.lookedHop) {
            return;
        }
        VoiceLook look = measuring.voiceLook();
        if (look == null) {
            return;
        }
        watch.lookedHop = end;
        VoiceFeatures reference = watch.looks++ % TIMING_EVERY == 0 ? reference(watch, end) : null;
        if (reference == null) {
            look.fill(watch.features, end);
        } else {
            look.fill(watch.features, reference, Math.min(end, reference.endHop() - OnsetReach.HOPS));
        }
        measuring.work(look, watch);
    }

    /** Whom he keeps time with: the leader if he is heard, else the track. */
    private @Nullable VoiceFeatures reference(VoiceWatch watch, long endHop) {
        VoiceFeatures led = lead;
        if (led != null && leading != watch && led.meanSquare(endHop, VoiceLook.HOPS) > REFERENCE_MIN) {
            return led;
        }
        VoiceFeatures track = backing;
        return track != null && track.meanSquare(endHop, VoiceLook.HOPS) > REFERENCE_MIN ? track : null;
    }

    /** Rings are gone: their streams begin anew. */
    void ringsGone() {
        backingUpTo = 0;
        leading = null;
        lead = null;
    }

    /** Whether {@code singer} is taken for a loudspeaker. */
    static boolean isBleeding(Singer singer) {
        return singer.watch != null && singer.watch.bleed.confidence() >= BleedEstimate.SURE;
    }
}
