package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.Gain;
import org.junit.jupiter.api.Test;

class VoiceLimiterTest {
    private static final int BLOCK = RingSize.BLOCK_SAMPLES;
    private static final double VOICE_RMS = Gain.fromDb(-20);
    private static final double PEAK = 2 * VOICE_RMS;

    private final VoiceLimiter limiter = new VoiceLimiter();

    /** Sings for {@code blocks} blocks under that limit; the softest that came out, in dB under full scale. */
    private double softestDb(double limitDb, int blocks) {
        double softest = 0;
        for (int i = 0; i < blocks; i++) {
            float gain = limiter.next((float) Gain.fromDb(limitDb), VOICE_RMS * VOICE_RMS, PEAK, BLOCK);
            softest = Math.min(softest, Gain.toDb(gain * VOICE_RMS));
        }
        return softest;
    }

    @Test
    void aVoiceUnderTheLimitIsLeftAlone() {
        assertThat(softestDb(-19, 500)).isCloseTo(-20, org.assertj.core.data.Offset.offset(0.01));
    }

    @Test
    void aFallingLimitSoftensAVoiceButDoesNotMuteIt() {
        softestDb(-19, 100);

        // The room's median fell by 12 dB: the voice goes 12 dB down, 3 more for a moment, and no further.
        assertThat(softestDb(-31, 100)).isBetween(-34.1, -31.0);
        assertThat(Gain.toDb(limiter.gain() * VOICE_RMS)).isBetween(-32.0, -30.5);
    }

    @Test
    void overTimeAScreamStaysBelowTheLimit() {
        double sum = 0;
        for (int i = 0; i < 500; i++) {
            float gain = limiter.next((float) Gain.fromDb(-31), VOICE_RMS * VOICE_RMS, PEAK, BLOCK);
            sum += i < 10 ? 0 : gain * gain * VOICE_RMS * VOICE_RMS;
        }
        assertThat(10 * Math.log10(sum / 490)).isLessThan(-30.9);
    }
}
