package brigade.audio.synth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CastingTest {
    /** Who shared it was held down for bleed, in one run of five on a server just started: "12 dB too soft". */
    @Test
    void nobodyHasTheLeadersVoice() {
        for (int singer = 1; singer < 500; singer++) {
            assertThat(Casting.voice(singer, 8)).isBetween(1, 7);
        }
        assertThat(Casting.voice(0, 8)).isZero();
        assertThat(Casting.voice(9, 2)).isEqualTo(1);
    }
}
