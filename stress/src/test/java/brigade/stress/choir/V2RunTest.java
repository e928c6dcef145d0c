package brigade.stress.choir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class V2RunTest {
    /** Who shared it was held down for bleed, in one run of five on a server just started: "12 dB too soft". */
    @Test
    void nobodyHumsAsTheLeaderDoes() {
        int leaders = V2Run.humNumber(0, 8);
        for (int singer = 1; singer < 500; singer++) {
            assertThat(V2Run.humNumber(singer, 8)).isNotEqualTo(leaders).isBetween(0, 7);
        }
    }
}
