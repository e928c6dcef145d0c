package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ear gets from a stream, and what closing costs when there is little or much to do. */
class StreamSafetyTest {
    private static final RingSize SIZE = new RingSize(20 * 48_000, 10 * 48_000);
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;
    private static final long START = Sound.START / FRAME * FRAME;
    private static final int DELAY = 50 * FRAME;

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), START);

    private void closeAt(long now) {
        rings.advanceTo(now);
        rings.closeUpTo(now);
    }

    @ParameterizedTest
    @EnumSource(StreamKind.class)
    void nothingLeavesTheCeiling(StreamKind kind) {
        Random random = new Random(3);
        RingSong song = rings.startSong(new SongPlan(START, 0, 200, 2, 3, false, ""));
        song.backing(BackingSound.track(Sound.signs(random, 500 * FRAME, 2)));
        rings.volume(2);
        rings.backingVolume(2);
        rings.crowdScaling(false);
        ClosedStream stream = rings.openStream(kind, 3, DELAY, 400);
        rings.advanceTo(START + DELAY);
        for (int who = 0; who < 30; who++) {
            VoiceChannel voice = rings.openVoice(who);
            voice.fader(2);
            voice.soloed(true);
            // In step with each other: the worst sum there is.
            float[] pcm = Sound.sine(DELAY, 300, random.nextInt(4) == 0 ? 1e9 : 3, 0);
            pcm[random.nextInt(DELAY)] = Float.NaN;
            pcm[random.nextInt(DELAY)] = Float.NEGATIVE_INFINITY;
            Sound.write(voice, START, pcm);
        }
        closeAt(START + 4 * DELAY);
        float peak = 0;
        for (long frame = START; frame < stream.closedUpToSample(); frame += FRAME) {
            for (float sample : ClosedStreamTest.frame(stream, frame)) {
                if (!(Math.abs(sample) <= Levels.CEILING)) { // NaN too
                    assertThat(sample).as("at %s", frame).isBetween(-Levels.CEILING, Levels.CEILING);
                }
                peak = Math.max(peak, Math.abs(sample));
            }
        }
        assertThat(peak).isGreaterThan(0.8f);
    }

    /** The limiter is down before the peak comes: the samples just before it are no louder than they were. */
    @Test
    void theLimiterLooksAheadAcrossFrames() {
        float[] track = Sound.sine(20 * FRAME, 1_000, 2, 0);
        for (int i = 10 * FRAME; i < 20 * FRAME; i++) {
            track[i] *= 8;
        }
        rings.startSong(Sound.plan(START, 0)).backing(BackingSound.track(track));
        ClosedStream stream = rings.openStream(StreamKind.BACKING, 0, DELAY, 100);
        closeAt(START + DELAY + 20 * FRAME);
        float[] before = ClosedStreamTest.frame(stream, START + 9 * FRAME);
        float[] loud = ClosedStreamTest.frame(stream, START + 10 * FRAME);
        double gain = loud[12] / (track[10 * FRAME + 12] * 0.24);
        assertThat(gain).isBetween(0.2, 0.25);
        for (int i = 0; i < 720; i++) {
            assertThat((double) before[i]).isCloseTo(track[9 * FRAME + i] * 0.24, offset(1e-5));
        }
        assertThat(before[948] / (track[10 * FRAME - 12] * 0.24)).isCloseTo(gain, offset(0.05));
    }

    @Test
    void aCrowdThatComesInAtOnceIsScaledAtOnceAndUnscaledSlowly() {
        rings.startSong(Sound.plan(START, 99));
        ClosedStream stream = rings.openStream(StreamKind.CROWD, 3, DELAY, 400);
        rings.advanceTo(START + 200 * FRAME);
        Random random = new Random(5);
        for (int who = 0; who < 10; who++) {
            // All sing from frame 60 to 110, the first goes on alone.
            float[] pcm = Sound.signs(random, (who == 0 ? 140 : 50) * FRAME, 0.02);
            Sound.write(rings.openVoice(who), START + 60 * FRAME, pcm);
        }
        closeAt(START + 201 * FRAME + DELAY);
        double alone = 0.02 * 1.2;
        double together = alone * Math.sqrt(10) * Math.sqrt(3.0 / 12);
        // The gain falls over the first block.
        assertThat(level(stream, 61)).isCloseTo(together, offset(0.1 * together));
        assertThat(level(stream, 105)).isCloseTo(together, offset(0.1 * together));
        assertThat(level(stream, 110)).isCloseTo(alone * Math.sqrt(3.0 / 12), offset(1e-4));
        // Half a second later half of the last second had ten voices (with 200 ms of hang-over none of theirs is
        // counted).
        assertThat(level(stream, 135)).isCloseTo(alone * Math.sqrt(3.0 / (2 + 5.5)), offset(0.05 * alone));
        assertThat(level(stream, 165)).isCloseTo(alone, offset(1e-4));
    }

    private static double level(ClosedStream stream, int frame) {
        return Sound.rms(ClosedStreamTest.frame(stream, START + (long) frame * FRAME), 0, FRAME);
    }

    @Test
    void theEndOfASongIsFadedAndAnAbortIsSilence() {
        RingSong song = rings.startSong(Sound.plan(START, 0));
        song.backing(BackingSound.track(Sound.sine(300 * FRAME, 1_000, 0.5, 0)));
        ClosedStream stream = rings.openStream(StreamKind.BACKING, 0, DELAY, 400);
        closeAt(START + 40 * FRAME + DELAY);
        song.endAt(START + 60 * FRAME + 100);
        closeAt(START + 100 * FRAME + DELAY);
        assertThat(level(stream, 44)).isCloseTo(level(stream, 10), offset(1e-5));
        assertThat(level(stream, 52)).isCloseTo(level(stream, 10) * 7.6 / 15, offset(2e-3));
        assertThat(stream.isSilent(START + 61 * FRAME)).isTrue();
        RingSong second = rings.startSong(Sound.plan(START + 110 * FRAME + 5, 0));
        second.backing(song.backing());
        closeAt(START + 120 * FRAME + DELAY);
        second.abort();
        closeAt(START + 130 * FRAME + DELAY);
        assertThat(stream.isSilent(START + 109 * FRAME)).isTrue();
        assertThat(stream.isSilent(START + 119 * FRAME)).isFalse();
        assertThat(stream.isSilent(START + 120 * FRAME)).isTrue();
    }

    @Test
    void aServerThatStoodStillLeavesFramesOut() {
        rings.startSong(Sound.plan(START, 0)).backing(BackingSound.track(Sound.sine(500 * FRAME, 500, 0.5, 0)));
        ClosedStream steady = rings.openStream(StreamKind.BACKING, 0, DELAY, 500);
        ClosedStream stopped = rings.openStream(StreamKind.BACKING, 0, DELAY, 10);
        closeAt(START + DELAY + 50 * FRAME);
        assertThat(stopped.skippedFrames()).isEqualTo(40 + 50);
        rings.advanceTo(START + DELAY + 100 * FRAME);
        assertThat(stopped.closeUpTo(rings.nowSamples())).isEqualTo(10);
        assertThat(stopped.skippedFrames()).isEqualTo(80 + 50);
        assertThat(stopped.oldestSample()).isEqualTo(START + 90 * FRAME);
        steady.closeUpTo(rings.nowSamples());
        for (int frame = 90; frame < 100; frame++) {
            long at = START + (long) frame * FRAME;
            assertThat(ClosedStreamTest.frame(stopped, at)).isEqualTo(ClosedStreamTest.frame(steady, at));
        }
    }

    @Test
    void aShorterDelayClosesTheFramesBetweenOnce() {
        ClosedStream stream = rings.openStream(StreamKind.CROWD, 3, DELAY, 100);
        closeAt(START + FRAME);
        long before = stream.closedUpToSample();
        stream.delaySamples(DELAY + 20 * FRAME);
        closeAt(START + 15 * FRAME);
        assertThat(stream.closedUpToSample()).isEqualTo(before);
        stream.delaySamples(DELAY - 20 * FRAME);
        assertThat(stream.closeUpTo(rings.nowSamples())).isEqualTo(14 + 20);
        assertThat(stream.closedUpToSample()).isEqualTo(START + 15 * FRAME - DELAY + 20 * FRAME);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingAllocatesNothing(boolean silent) {
        RingSong song = rings.startSong(new SongPlan(START, 0, 200, 2, 2, false, ""));
        Random random = new Random(6);
        if (!silent) {
            song.backing(BackingSound.track(Sound.signs(random, 10_000 * FRAME, 3)));
        }
        List<ClosedStream> streams = new ArrayList<>();
        for (StreamKind kind : StreamKind.values()) {
            streams.add(rings.openStream(kind, 3, DELAY, 100));
        }
        VoiceChannel[] voices = new VoiceChannel[4];
        for (int i = 0; i < voices.length; i++) {
            voices[i] = rings.openVoice(i);
            voices[i].soloed(true);
        }
        MemorySegment pcm = Arena.ofAuto().allocate(4L * FRAME, 8);
        MemorySegment.copy(MemorySegment.ofArray(Sound.signs(random, FRAME, silent ? 0 : 0.1)), 0, pcm, 0, 4L * FRAME);
        MemorySegment out = Arena.ofAuto().allocate(4L * FRAME, 8);
        for (int warm = 0; warm < 6_000; warm++) {
            turn(voices, streams, pcm, out);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int turns = 1_000;
        long least = Long.MAX_VALUE;
        // The compilers may still be at work: one quiet stretch shows it.
        for (int attempt = 0; attempt < 10 && least != 0; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < turns; i++) {
                turn(voices, streams, pcm, out);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(streams.getFirst().isSilent(streams.getFirst().oldestSample()))
                .isEqualTo(silent);
        assertThat(least).as("bytes in %s turns", turns).isLessThan(turns);
    }

    /** 20 ms of a room: all frames due are closed and copied, then voices come in. */
    private void turn(VoiceChannel[] voices, List<ClosedStream> streams, MemorySegment pcm, MemorySegment out) {
        long now = rings.nowSamples() + FRAME;
        rings.advanceTo(now);
        rings.closeUpTo(now);
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).copyTo(streams.get(i).closedUpToSample() - FRAME, out, 0);
        }
        for (VoiceChannel voice : voices) {
            voice.nextClosedUpTo(streams.get(2).closedUpToSample());
            voice.write(now - FRAME, pcm, 0, FRAME);
        }
    }
}
