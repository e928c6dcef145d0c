package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import brigade.audio.Gain;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What each stream holds, when its frames close, and that they stay as they were. */
class ClosedStreamTest {
    private static final RingSize SIZE = new RingSize(20 * 48_000, 10 * 48_000);
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;
    private static final int LENGTH = 96_000;

    /** On the grid, unlike {@link Sound#START}. */
    private static final long GRID = Sound.START / FRAME * FRAME;

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), Sound.START);
    private final Random random = new Random(41);

    private VoiceChannel sing(long user, float[] pcm) {
        VoiceChannel voice = rings.openVoice(user);
        Sound.write(voice, Sound.START, pcm);
        return voice;
    }

    private void closeAt(long now) {
        rings.advanceTo(now);
        rings.closeUpTo(now);
    }

    @Test
    void aFrameClosesItsDelayAfterItsEnd() {
        ClosedStream stream = rings.openStream(StreamKind.CROWD, 3, 48_000, 50);
        long open = stream.closedUpToSample();
        assertThat(open).isEqualTo((Sound.START - 48_000) / FRAME * FRAME);
        assertThat(stream.oldestSample()).isEqualTo(open);
        closeAt(open + FRAME + 48_000 - 1);
        assertThat(stream.closedUpToSample()).isEqualTo(open);
        assertThatThrownBy(() -> stream.isSilent(open)).isInstanceOf(IllegalArgumentException.class);
        closeAt(open + FRAME + 48_000);
        assertThat(stream.closedUpToSample()).isEqualTo(open + FRAME);
        assertThat(stream.isSilent(open)).isTrue();
        assertThatThrownBy(() -> stream.isSilent(open + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.isSilent(open - FRAME)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachStreamHasItsPartAtItsLevel() {
        float[] track = Sound.sine(LENGTH, 440, 0.3, 0);
        RingSong song = rings.startSong(new SongPlan(Sound.START, 0, 120, 1, 1, false, "track"));
        song.backing(BackingSound.track(track));
        rings.volume(1.1);
        rings.backingVolume(0.9);
        Map<StreamKind, ClosedStream> streams = new EnumMap<>(StreamKind.class);
        for (StreamKind kind : StreamKind.values()) {
            streams.put(kind, rings.openStream(kind, 0, 96_000, 200));
        }
        rings.advanceTo(Sound.START + LENGTH);
        float[] leader = Sound.signs(random, LENGTH, 0.03);
        float[] first = Sound.signs(random, LENGTH, 0.03);
        float[] second = Sound.signs(random, LENGTH, 0.02);
        sing(0, leader);
        sing(1, first);
        closeAt(Sound.START + LENGTH);
        VoiceChannel soloed = rings.openVoice(3);
        soloed.soloed(true);
        Sound.write(soloed, Sound.START, second);
        closeAt(Sound.START + 3 * 48_000 + FRAME);
        double all = 1.2 * Gain.fader(1.1);
        double crowd = all * Math.sqrt(3.0 / 5);
        double backing = all * Gain.fader(0.9) * 0.2;
        for (int i = 0; i < 47_000; i++) {
            double lead = all * Gain.LEADER_FACTOR * leader[i];
            double round = i < 24_000
                    ? 0
                    : all * (Gain.LEADER_FACTOR * leader[i - 24_000] + first[i - 24_000] + second[i - 24_000]);
            double voices = crowd * (first[i] + second[i]);
            check(streams, StreamKind.LEAD, i, lead);
            check(streams, StreamKind.CROWD, i, voices);
            check(streams, StreamKind.ROUND, i, round);
            check(streams, StreamKind.BACKING, i, backing * track[i]);
            check(streams, StreamKind.SOLO, i, all * second[i]);
            check(streams, StreamKind.ALL, i, lead + voices + round + backing * track[i]);
        }
    }

    @Test
    void theClickIsInWhatListenersHearAndInNoStreamOfItsOwn() {
        RingSong song = rings.startSong(new SongPlan(Sound.START, 0, 120, 0, 0, true, ""));
        song.backing(BackingSound.metronome(120, 4));
        ClosedStream backing = rings.openStream(StreamKind.BACKING, 0, 48_000, 200);
        ClosedStream all = rings.openStream(StreamKind.ALL, 0, 48_000, 200);
        closeAt(Sound.START + 2 * 48_000);
        boolean heard = false;
        for (long frame = GRID; frame < all.closedUpToSample(); frame += FRAME) {
            assertThat(backing.isSilent(frame)).as("who makes his own clicks").isTrue();
            heard |= !all.isSilent(frame);
        }
        assertThat(heard).isTrue();
    }

    private static void check(Map<StreamKind, ClosedStream> streams, StreamKind kind, int i, double expected) {
        double heard = sample(Objects.requireNonNull(streams.get(kind)), Sound.START + i);
        if (Math.abs(heard - expected) > 1e-5) {
            assertThat(heard).as("%s at %s", kind, i).isCloseTo(expected, offset(1e-5));
        }
    }

    private static float sample(ClosedStream stream, long sample) {
        return frame(stream, sample / FRAME * FRAME)[(int) (sample % FRAME)];
    }

    static float[] frame(ClosedStream stream, long frame) {
        float[] out = new float[FRAME + 2];
        Arrays.fill(out, 7);
        stream.copyTo(frame, MemorySegment.ofArray(out), 4);
        assertThat(out[0]).isEqualTo(7);
        assertThat(out[FRAME + 1]).isEqualTo(7);
        return Arrays.copyOfRange(out, 1, FRAME + 1);
    }

    @Test
    void whatComesLaterChangesNoClosedFrame() {
        rings.startSong(Sound.plan(GRID, 9));
        ClosedStream near = rings.openStream(StreamKind.CROWD, 3, 48_000, 200);
        ClosedStream far = rings.openStream(StreamKind.CROWD, 4, 96_000, 200);
        rings.advanceTo(Sound.START + 60_000);
        VoiceChannel ann = sing(1, Sound.signs(random, 40_000, 0.03));
        closeAt(Sound.START + 68_000);
        float[] before = frame(near, GRID + FRAME);
        assertThat(Sound.rms(before, 0, FRAME)).isCloseTo(0.036, offset(1e-4));
        sing(2, Sound.signs(random, 40_000, 0.03));
        assertThat(ann.takeBack(Sound.START)).isEqualTo(40_000);
        assertThat(frame(near, GRID + FRAME)).isEqualTo(before);
        closeAt(Sound.START + 120_000);
        assertThat(frame(near, GRID + FRAME)).isEqualTo(before);
        // Only the second voice is left. The first is still counted in the block that he keeps in part.
        assertThat(frame(far, GRID + FRAME)).isNotEqualTo(before);
        assertThat(Sound.rms(frame(far, GRID + 20 * FRAME), 0, FRAME)).isCloseTo(0.036, offset(1e-4));
    }
}
