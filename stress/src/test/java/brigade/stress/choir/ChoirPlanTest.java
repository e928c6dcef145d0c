package brigade.stress.choir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Chirp;
import brigade.stress.choir.ChoirSinger.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoirPlanTest {
    private static final ChoirSettings.Network ROUGH = new ChoirSettings.Network(0.05, 100, 80, 200, 4, 5, 2, 10);

    private static ChoirPlan rough(long seed) {
        return ChoirPlan.of(new ChoirSettings(seed, 60, 5, 20, ROUGH));
    }

    @Test
    void aSeedMakesTheSamePlanAgain_andAnotherSeedAnother() {
        assertThat(rough(42)).isEqualTo(rough(42));
        assertThat(rough(42).bursts()).isNotEqualTo(rough(43).bursts());
        assertThat(rough(42).singers()).isNotEqualTo(rough(43).singers());
    }

    @Test
    void oneSingerAtATime_andAtMostEightSoundAtOnce() {
        for (int singers : new int[] {2, 12, 60, 500}) {
            List<Burst> bursts = ChoirPlan.of(new ChoirSettings(7, singers, 2, 41, ChoirSettings.Network.PERFECT))
                    .bursts();
            // A voice sounds through its blocks and 200 ms more.
            long soundsSamples = 2L * HeardLevels.BLOCK + 10L * HeardLevels.BLOCK;
            for (int i = 1; i < bursts.size(); i++) {
                assertThat(bursts.get(i).at() - bursts.get(i - 1).at()).isGreaterThanOrEqualTo(2L * Chirp.SAMPLES);
                if (i >= SlotPlan.SOUNDING_MAX) {
                    assertThat(bursts.get(i).at()
                                    - bursts.get(i - SlotPlan.SOUNDING_MAX).at())
                            .isGreaterThan(soundsSamples);
                }
            }
        }
    }

    @Test
    void neighboursHaveDifferentCodes_andChirpsEndBeforeTheirBatch() {
        List<Burst> bursts = rough(3).bursts();
        for (int i = 0; i < bursts.size(); i++) {
            assertThat(bursts.get(i).inBatch() + Chirp.SAMPLES + AudioFormat.CODEC_DELAY_SAMPLES)
                    .isLessThan(AudioFormat.V1_BATCH_SAMPLES);
            for (int k = Math.max(0, i - 4); k < i; k++) {
                assertThat(bursts.get(k).chirp()).isNotEqualTo(bursts.get(i).chirp());
            }
        }
    }

    @Test
    void everySingerHasASlotInEachRound() {
        ChoirPlan plan = rough(9);
        int rounds = SlotPlan.rounds(60, 20);
        assertThat(rounds).isPositive();
        for (int singer = 0; singer < 60; singer++) {
            int index = singer;
            assertThat(plan.bursts().stream().filter(burst -> burst.singer() == index))
                    .hasSize(rounds);
        }
    }

    @Test
    void leaderAloneInFront_listenerAloneBehind() {
        List<ChoirSinger> singers = rough(1).singers();
        assertThat(singers).hasSize(61);
        assertThat(singers.stream().filter(singer -> singer.bucket() == 1)).containsExactly(singers.getFirst());
        assertThat(singers.stream().filter(singer -> singer.bucket() == 6)).containsExactly(singers.getLast());
        assertThat(singers.getLast().sings()).isFalse();
    }

    @Test
    void whatIsAskedForIsInjected_andTheSongIsStartedInAnyCase() {
        ChoirPlan plan = rough(5);
        List<ChoirSinger> stalled = plan.singers().stream()
                .filter(singer -> longestAbsence(singer) >= 9)
                .toList();
        // 5 s are nine turns; a storm takes two; joining late is absence from the start.
        assertThat(stalled).hasSizeGreaterThanOrEqualTo(4);
        assertThat(plan.singers().getFirst().turns().subList(0, ChoirPlan.START_TURN + 1))
                .allMatch(turn -> turn.fate() == Fate.SENT);
        long turns = plan.singers().stream()
                .mapToLong(singer -> singer.turns().size())
                .sum();
        long lost = plan.singers().stream()
                .flatMap(singer -> singer.turns().stream())
                .filter(turn -> turn.fate() == Fate.REQUEST_LOST || turn.fate() == Fate.ANSWER_LOST)
                .count();
        assertThat((double) lost / turns).isBetween(0.02, 0.06);
        assertThat(plan.singers().stream()
                        .filter(singer -> singer.turns().getFirst().fate() == Fate.AWAY))
                .hasSizeGreaterThan(40);
    }

    private static int longestAbsence(ChoirSinger singer) {
        int longest = 0;
        int now = 0;
        for (int turn = ChoirPlan.START_TURN + 1; turn < singer.turns().size(); turn++) {
            now = singer.turns().get(turn).fate() == Fate.AWAY ? now + 1 : 0;
            longest = Math.max(longest, now);
        }
        return longest;
    }

    @Test
    void whatCannotBeSungIsRefused() {
        assertThatThrownBy(() -> new ChoirSettings(1, 500, 4, 12, ChoirSettings.Network.PERFECT))
                .hasMessageContaining("--seconds must be 21..");
        assertThatThrownBy(() -> new ChoirSettings(1, 3, 4, 12, ChoirSettings.Network.PERFECT))
                .hasMessageContaining("--singers");
        assertThatThrownBy(() -> new ChoirSettings(1, 30, 7, 12, ChoirSettings.Network.PERFECT))
                .hasMessageContaining("--buckets");
        assertThat(V1Transport.refusal(new ChoirSettings.Network(0, 200, 300, 0, 0, 4, 0, 0)))
                .contains("below 600");
    }
}
