package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import brigade.audio.Gain;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes too late for the next bucket, and what comes twice after a change of seats. */
class LateVoiceTest {
    private static final RingSize SIZE = new RingSize(20 * 48_000, 48_000);
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;
    private static final int SPACING = 24_000;
    private static final long START = Sound.START / FRAME * FRAME;

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), START);
    private final ClosedStream lead = rings.openStream(StreamKind.LEAD, 0, 2 * SPACING, 500);
    private final ClosedStream crowd3 = rings.openStream(StreamKind.CROWD, 3, 3 * SPACING, 500);
    private final ClosedStream crowd4 = rings.openStream(StreamKind.CROWD, 4, 4 * SPACING, 500);
    private final VoiceChannel leader = rings.openVoice(0);
    private final VoiceChannel singer = rings.openVoice(1);
    private final Random random = new Random(8);

    LateVoiceTest() {
        rings.crowdScaling(false);
    }

    private void closeAt(long now) {
        rings.advanceTo(now);
        rings.closeUpTo(now);
    }

    private static double rms(ClosedStream stream, long from, long to) {
        double sum = 0;
        for (long frame = from; frame < to; frame += FRAME) {
            double rms = Sound.rms(ClosedStreamTest.frame(stream, frame), 0, FRAME);
            sum += rms * rms;
        }
        return Math.sqrt(sum * FRAME / (to - from));
    }

    @Test
    void aLateLeaderIsHeardInTheCrowd() {
        rings.startSong(Sound.plan(START, 0));
        closeAt(START + 2 * SPACING + 20 * FRAME);
        // Forty frames, of which the lead stream has passed twenty.
        Sound.write(leader, START, Sound.signs(random, 40 * FRAME, 0.02));
        assertThat(rings.leadClosedUpTo()).isEqualTo(START + 20 * FRAME);
        assertThat(leader.lateSamples()).isEqualTo(20 * FRAME);
        closeAt(START + 5 * SPACING);
        double level = 0.02 * Gain.LEADER_FACTOR * 1.2;
        assertThat(rms(lead, START, START + 20 * FRAME)).isZero();
        assertThat(rms(lead, START + 20 * FRAME, START + 40 * FRAME)).isCloseTo(level, offset(1e-4));
        assertThat(rms(crowd3, START, START + 20 * FRAME)).isCloseTo(level, offset(1e-4));
        assertThat(rms(crowd3, START + 20 * FRAME, START + 40 * FRAME)).isZero();
        assertThat(crowd3.isSilent(START + 20 * FRAME)).isTrue();
    }

    @Test
    void mutingALateLeaderTakesBackFromBothRings() {
        rings.startSong(Sound.plan(START, 0));
        closeAt(START + 2 * SPACING + 20 * FRAME);
        Sound.write(singer, START, Sound.signs(random, 40 * FRAME, 0.02));
        Sound.write(leader, START, Sound.signs(random, 40 * FRAME, 0.02));
        closeAt(START + 3 * SPACING + 10 * FRAME);
        float[] before = ClosedStreamTest.frame(crowd3, START + 5 * FRAME);
        assertThat(leader.takeBack(START)).isEqualTo(40 * FRAME);
        leader.muted(true);
        closeAt(START + 6 * SPACING);
        assertThat(ClosedStreamTest.frame(crowd3, START + 5 * FRAME)).isEqualTo(before);
        assertThat(rms(lead, START + 20 * FRAME, START + 35 * FRAME))
                .as("closed before")
                .isPositive();
        assertThat(rms(lead, START + 35 * FRAME, START + 40 * FRAME)).isZero();
        // Crowd 4 closed nothing before: only the singer is left, alone.
        assertThat(rms(crowd4, START, START + 40 * FRAME)).isCloseTo(0.024, offset(1e-5));
    }

    @Test
    void withoutALeadStreamNothingOfTheLeaderIsLate() {
        rings.startSong(Sound.plan(START, 0));
        closeAt(START + 4 * SPACING);
        lead.close();
        assertThat(rings.leadClosedUpTo()).isEqualTo(Long.MIN_VALUE);
        Sound.write(leader, START, Sound.signs(random, 40 * FRAME, 0.02));
        assertThat(leader.lateSamples()).isZero();
        rings.leadClosedUpTo(START + 41 * FRAME + 7);
        Sound.write(leader, START + 40 * FRAME, Sound.signs(random, 2 * FRAME, 0.02));
        assertThat(leader.lateSamples()).as("on the grid").isEqualTo(FRAME);
    }

    @Test
    void lateIsWhatLiesBelowTheNextBucketsStreamAndInASong() {
        RingSong song = rings.startSong(Sound.plan(START + 1_000, 0));
        closeAt(START + 3 * SPACING + 20 * FRAME);
        singer.nextClosedUpTo(crowd3.closedUpToSample());
        assertThat(Sound.write(singer, START, Sound.signs(random, 30 * FRAME, 0.02)))
                .isEqualTo(30 * FRAME - 1_000);
        assertThat(singer.lateSamples()).isEqualTo(20 * FRAME - 1_000);
        Sound.write(singer, START, Sound.signs(random, 30 * FRAME, 0.02));
        assertThat(singer.lateSamples()).as("a duplicate is not late as well").isEqualTo(20 * FRAME - 1_000);
        singer.nextClosedUpTo(START + 60 * FRAME);
        singer.muted(true);
        Sound.write(singer, START + 30 * FRAME, Sound.signs(random, 10 * FRAME, 0.02));
        assertThat(singer.lateSamples()).isEqualTo(20 * FRAME - 1_000);
        song.abort();
        closeAt(START + 5 * SPACING);
        assertThat(rms(crowd4, START, START + 20 * FRAME)).isZero();
    }

    /** Someone moves from bucket 4 to 2 and hears later clocks: what he leaves out is the only gap. */
    @Test
    void movingEarlierLeavesOneGap() {
        rings.startSong(Sound.plan(START, 9));
        rings.advanceTo(START + 200 * FRAME);
        Sound.write(singer, START, Sound.signs(random, 20 * FRAME, 0.02));
        long jump = START + 20 * FRAME + 2 * SPACING;
        Sound.write(singer, jump, Sound.signs(random, 20 * FRAME, 0.02));
        assertThat(singer.duplicateSamples()).isZero();
        closeAt(START + 300 * FRAME);
        for (long frame = START; frame < jump + 20 * FRAME; frame += FRAME) {
            boolean gap = frame >= START + 20 * FRAME && frame < jump;
            assertThat(crowd4.isSilent(frame)).as("at %s", frame - START).isEqualTo(gap);
            assertThat(rms(crowd4, frame, frame + FRAME)).isCloseTo(gap ? 0 : 0.024, offset(1e-5));
        }
    }

    /** Someone moves from bucket 2 to 4 and hears again what he sang to: that is not added a second time. */
    @Test
    void movingLaterAddsNothingTwice() {
        rings.startSong(Sound.plan(START, 9));
        rings.advanceTo(START + 200 * FRAME);
        float[] sung = Sound.signs(random, 80 * FRAME, 0.02);
        Sound.write(singer, START, sung);
        long replay = START + 80 * FRAME - 2 * SPACING;
        float[] again = Sound.signs(random, 70 * FRAME, 0.02);
        int fresh = 70 * FRAME - 2 * SPACING;
        assertThat(Sound.write(singer, replay, again)).isEqualTo(fresh);
        assertThat(singer.duplicateSamples()).isEqualTo(2 * SPACING);
        closeAt(START + 300 * FRAME);
        for (long frame = START; frame < START + 80 * FRAME; frame += FRAME) {
            int at = (int) (frame - START);
            check(crowd4, frame, Arrays.copyOfRange(sung, at, at + FRAME));
        }
        for (long frame = START + 80 * FRAME; frame < replay + 70 * FRAME; frame += FRAME) {
            int at = (int) (frame - replay);
            check(crowd4, frame, Arrays.copyOfRange(again, at, at + FRAME));
        }
    }

    private static void check(ClosedStream stream, long frame, float[] pcm) {
        float[] heard = ClosedStreamTest.frame(stream, frame);
        for (int i = 0; i < FRAME; i++) {
            if (Math.abs(heard[i] - 1.2 * pcm[i]) > 1e-5) {
                assertThat((double) heard[i]).as("%s of %s", i, frame).isCloseTo(1.2 * pcm[i], offset(1e-5));
            }
        }
    }
}
