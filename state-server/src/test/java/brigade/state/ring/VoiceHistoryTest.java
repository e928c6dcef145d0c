package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only who sang within the last seconds has a history: memory follows who sings, not who ever sang. */
class VoiceHistoryTest {
    private static final int SECOND = 48_000;
    private static final RingSize SIZE = new RingSize(30 * SECOND, 0);

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), Sound.START);
    private final float[] second = Sound.sine(SECOND, 440, 0.1, 0);
    private long now = Sound.START;

    @BeforeEach
    void startSong() {
        rings.startSong(Sound.plan(now, 0));
    }

    @Test
    void hundredSingersWhoCameAndWentLeaveAHandful() {
        for (int user = 1; user <= 100; user++) {
            VoiceChannel voice = rings.openVoice(user);
            singOneSecond(List.of(voice));
            // One a second: those of the last 6 s, and up to a second until the look that finds them.
            assertThat(rings.histories.live()).isBetween(1, 8);
        }
    }

    @Test
    void aChoirThatFellSilentKeepsOnlyTheSpareOnes() {
        List<VoiceChannel> choir = choir(100);
        singOneSecond(choir);
        assertThat(rings.histories.live()).isEqualTo(100);
        pass(5);
        assertThat(rings.histories.live()).isEqualTo(100);
        pass(3);
        assertThat(rings.histories.live()).isEqualTo(VoiceHistories.SPARE_MAX);
    }

    @Test
    void whoSingsOnKeepsHis() {
        List<VoiceChannel> choir = choir(2);
        for (int i = 0; i < 10; i++) {
            singOneSecond(choir);
        }
        assertThat(rings.histories.live()).isEqualTo(2);
        assertThat(choir.getFirst().takeBack(0)).isEqualTo(VoiceHistory.SAMPLES);
    }

    @Test
    void comingAndGoingMakesNoNewOnes() {
        List<VoiceChannel> choir = choir(VoiceHistories.SPARE_MAX);
        for (int turn = 0; turn < 4; turn++) {
            singOneSecond(choir);
            assertThat(rings.histories.live()).isEqualTo(VoiceHistories.SPARE_MAX);
            pass(10);
            assertThat(rings.histories.live()).isEqualTo(VoiceHistories.SPARE_MAX);
        }
    }

    @Test
    void closedVoicesGiveTheirsBackAtOnce() {
        List<VoiceChannel> choir = choir(40);
        singOneSecond(choir);
        choir.forEach(VoiceChannel::close);
        assertThat(rings.histories.live()).isEqualTo(VoiceHistories.SPARE_MAX);
    }

    @Test
    void mutingTakesBackUntilSixSecondsAfterTheLastNote() {
        VoiceChannel voice = rings.openVoice(1);
        long start = now;
        singOneSecond(List.of(voice));
        pass(5);
        assertThat(peakOf(start)).isGreaterThan(0.05f);
        voice.muted(true);
        assertThat(voice.takeBack(start)).isEqualTo(SECOND);
        assertThat(peakOf(start)).isZero();
        assertThat(rings.voicesAt(start + SECOND / 2)).isZero();
    }

    @Test
    void laterThanThatWhatWasSungStays() {
        VoiceChannel voice = rings.openVoice(1);
        long start = now;
        singOneSecond(List.of(voice));
        pass(7);
        assertThat(voice.takeBack(start)).isZero();
        assertThat(peakOf(start)).isGreaterThan(0.05f);
    }

    /** A new owner of somebody's former history takes back his own voice only. */
    @Test
    void aReusedHistoryHoldsNothingOfItsFormerOwner() {
        VoiceChannel first = rings.openVoice(1);
        long start = now;
        singOneSecond(List.of(first));
        pass(8);
        VoiceChannel second = rings.openVoice(2);
        singOneSecond(List.of(second));
        assertThat(rings.histories.live()).isEqualTo(1);
        assertThat(second.takeBack(0)).isEqualTo(SECOND);
        assertThat(peakOf(start)).isGreaterThan(0.05f);
    }

    /** He breaks off in the middle of a block, loses his history, and goes on in the same block. */
    @Test
    void aBlockCountsOnceThoughItsHistoryWasGivenBackBetween() {
        VoiceChannel voice = rings.openVoice(1);
        long start = now;
        now += SECOND;
        rings.advanceTo(now);
        long middle = (start / RingSize.BLOCK_SAMPLES + 20) * RingSize.BLOCK_SAMPLES + 480;
        int half = (int) (middle - start);
        Sound.write(voice, start, Sound.sine(half, 440, 0.1, 0));
        assertThat(rings.voicesAt(middle)).isEqualTo(1);
        pass(8);
        assertThat(rings.histories.live()).isEqualTo(1); // waits for the next
        Sound.write(voice, middle, Sound.sine(SECOND, 440, 0.1, 0));
        assertThat(rings.voicesAt(middle)).isEqualTo(1);
        assertThat(rings.voicesAt(middle + RingSize.BLOCK_SAMPLES)).isEqualTo(1);
    }

    private List<VoiceChannel> choir(int singers) {
        List<VoiceChannel> choir = new ArrayList<>();
        for (int user = 1; user <= singers; user++) {
            choir.add(rings.openVoice(user));
        }
        return choir;
    }

    private void singOneSecond(List<VoiceChannel> choir) {
        long start = now;
        now += SECOND;
        rings.advanceTo(now);
        for (VoiceChannel voice : choir) {
            assertThat(Sound.write(voice, start, second)).isEqualTo(SECOND);
        }
    }

    private void pass(int seconds) {
        for (int i = 0; i < 10 * seconds; i++) {
            now += SECOND / 10;
            rings.advanceTo(now);
        }
    }

    private float peakOf(long start) {
        return Sound.peak(Sound.read(rings.openReader(), start, SECOND));
    }
}
