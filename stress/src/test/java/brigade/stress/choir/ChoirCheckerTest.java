package brigade.stress.choir;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.stress.load.ProcessReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The ear, on mixes that the test makes itself: no server, no codec. */
class ChoirCheckerTest {
    private static final long SEED = 11;
    private static final int SINGERS = 6;
    private static final int BUCKETS = 3;
    private static final ChoirPlan PLAN =
            ChoirPlan.of(new ChoirSettings(SEED, SINGERS, BUCKETS, 6, ChoirSettings.Network.PERFECT));

    /** Far from 0, as real clocks are, and on the grid. */
    private static final long SONG_START = 85_000_000_000_000L / 28_800 * 28_800;

    private static final long TAKEN_NS = 1_000;
    private static final long MIXED_NS = 2_000;

    /** Somebody in the middle: heard by two buckets. */
    private static final ChoirSinger VICTIM = PLAN.singers().stream()
            .filter(singer -> singer.bucket() == 2)
            .findFirst()
            .orElseThrow();

    private static Sung sung(Burst burst) {
        int bucket = PLAN.singers().get(burst.singer()).bucket();
        // Two blocks at most hold a chirp; all voices of this test are equally loud.
        long block = (SONG_START + burst.at()) / HeardLevels.BLOCK;
        return new Sung(
                burst,
                bucket,
                SONG_START + burst.at(),
                Sung.Fact.TAKEN,
                0,
                TAKEN_NS,
                true,
                SlotPlan.LEVEL,
                List.of(block, block + 1));
    }

    private static List<Sung> sung() {
        return PLAN.bursts().stream().map(ChoirCheckerTest::sung).toList();
    }

    /** What a perfect server makes of {@code sounding}; the gain is 1 whoever sounds. */
    private static float[] mix(List<Sung> sounding, int bucket) {
        float[] sound = new float[8 * 48_000];
        for (Sung each : sounding) {
            if (each.bucket() < bucket) {
                each.burst().chirp().addTo(sound, (int) (each.clock() - SONG_START), each.ringLevel());
            }
        }
        return sound;
    }

    private static List<String> broken(List<Sung> told, List<HeardStream> heard) {
        Performance performance = new Performance(
                told,
                heard,
                new Performance.Mates(0, List.of()),
                List.of(),
                List.of(),
                new Performance.Traffic(
                        100,
                        100,
                        0,
                        0,
                        0,
                        new Histogram(3),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        1,
                        new ProcessReport(List.of(), List.of(), 0, List.of(), 1),
                        new Performance.Terms("turns", "were late", 1, 1)));
        Findings findings = new ChoirChecker(PLAN, performance, (leader, sounding) -> 1).check(heard);
        return new ChoirPromise(0.001).brokenBy(PLAN, performance, findings);
    }

    private static HeardStream stream(int bucket, float[] sound) {
        List<HeardRun.Part> parts = new ArrayList<>();
        for (int at = 0; at < sound.length; at += 28_800) {
            parts.add(new HeardRun.Part(SONG_START + at, MIXED_NS, MIXED_NS + 100));
        }
        return () -> new HeardRun(bucket, List.of("reader " + bucket), SONG_START, sound, parts, List.of());
    }

    /** All buckets hear a mix in which the victim's chirps are what {@code change} makes of them. */
    private static List<String> brokenWith(UnaryOperator<Sung> change) {
        List<Sung> really = sung().stream()
                .map(each -> each.burst().singer() == VICTIM.index() ? change.apply(each) : each)
                .toList();
        List<HeardStream> heard = new ArrayList<>();
        for (int bucket = 1; bucket <= BUCKETS + 1; bucket++) {
            heard.add(stream(bucket, mix(really, bucket)));
        }
        return broken(sung(), heard);
    }

    private static Sung changed(Sung sung, long shift, double level, int bucket) {
        return new Sung(
                sung.burst(),
                bucket,
                sung.clock() + shift,
                sung.fact(),
                sung.fromNs(),
                sung.byNs(),
                sung.whole(),
                level,
                sung.loudBlocks());
    }

    @Test
    void aPerfectChoirPasses() {
        assertThat(brokenWith(each -> each)).isEmpty();
    }

    @Test
    void aShiftOfFiveMillisecondsIsFoundAndMeasured() {
        assertThat(brokenWith(each -> changed(each, 240, each.ringLevel(), each.bucket())))
                .singleElement()
                .asString()
                .startsWith(VICTIM.name() + " is heard 240 samples late by bucket 3 and the listener behind them");
        assertThat(brokenWith(each -> changed(each, -4, each.ringLevel(), each.bucket())))
                .singleElement()
                .asString()
                .startsWith(VICTIM.name() + " is heard 4 samples early by");
        assertThat(brokenWith(each -> changed(each, 3, each.ringLevel(), each.bucket())))
                .isEmpty();
    }

    @Test
    void whoIsDroppedIsMissed() {
        assertThat(brokenWith(each -> changed(each, 0, 0, each.bucket())))
                .singleElement()
                .asString()
                .startsWith(VICTIM.name() + " is not heard by bucket 3 and the listener behind them (6 of 6 chirps)");
    }

    @Test
    void aWrongLevelIsFound() {
        assertThat(brokenWith(each -> changed(each, 0, 2 * each.ringLevel(), each.bucket())))
                .singleElement()
                .asString()
                .startsWith(VICTIM.name() + " is heard 6 dB too loud by");
        assertThat(brokenWith(each -> changed(each, 0, 0.8 * each.ringLevel(), each.bucket())))
                .singleElement()
                .asString()
                .startsWith(VICTIM.name() + " is heard 2 dB too soft by");
        assertThat(brokenWith(each -> changed(each, 0, 0.95 * each.ringLevel(), each.bucket())))
                .isEmpty();
    }

    @Test
    void aVoiceThatWasSentAfterTheMixIsWrong() {
        // Everybody hears the victim, but the transport says that he sang when all had been mixed.
        List<Sung> told = sung().stream()
                .map(each -> each.burst().singer() != VICTIM.index()
                        ? each
                        : new Sung(
                                each.burst(),
                                each.bucket(),
                                each.clock(),
                                Sung.Fact.TAKEN,
                                MIXED_NS + 500,
                                MIXED_NS + 600,
                                true,
                                each.ringLevel(),
                                each.loudBlocks()))
                .toList();
        List<HeardStream> heard = List.of(stream(BUCKETS + 1, mix(sung(), BUCKETS + 1)));
        assertThat(broken(told, heard))
                .anyMatch(line -> line.startsWith(VICTIM.name() + " is heard by the listener behind them, who cannot"));
    }

    @Test
    void whatIsUnknownIsNotJudged_butSomebodyMustBeHeardAtAll() {
        List<Sung> told = sung().stream()
                .map(each -> each.burst().singer() != VICTIM.index()
                        ? each
                        : new Sung(
                                each.burst(),
                                each.bucket(),
                                each.clock(),
                                Sung.Fact.UNKNOWN,
                                0,
                                TAKEN_NS,
                                false,
                                each.ringLevel(),
                                each.loudBlocks()))
                .toList();
        List<HeardStream> heard = new ArrayList<>();
        for (int bucket = 1; bucket <= BUCKETS + 1; bucket++) {
            heard.add(stream(bucket, mix(sung(), bucket)));
        }
        assertThat(broken(told, heard))
                .containsExactly(
                        "nothing of " + VICTIM.name() + " came in time for bucket 3 and the listener behind them");
    }

    @Test
    void soundInASlotOfNobodyIsFound() {
        float[] sound = mix(sung(), BUCKETS + 1);
        // The echo of everything, 80 ms later.
        float[] echo = sound.clone();
        for (int i = 3_840; i < echo.length; i++) {
            echo[i] += 0.5f * sound[i - 3_840];
        }
        List<HeardStream> heard = new ArrayList<>();
        for (int bucket = 1; bucket <= BUCKETS; bucket++) {
            heard.add(stream(bucket, mix(sung(), bucket)));
        }
        heard.add(stream(BUCKETS + 1, echo));
        assertThat(broken(sung(), heard))
                .anyMatch(line -> line.contains("the listener behind them hears something in"));
    }

    @Test
    void manyBrokenPairsAreNamedFirstAndThenCounted() {
        ChoirPlan many = ChoirPlan.of(new ChoirSettings(SEED, 40, BUCKETS, 6, ChoirSettings.Network.PERFECT));
        Findings findings = new Findings();
        for (int singer = 1; singer < 40; singer++) {
            for (int bucket = many.singers().get(singer).bucket() + 1; bucket <= BUCKETS + 1; bucket++) {
                findings.pair(singer, bucket).countMissing();
            }
        }
        findings.pair(0, 2).heardAt(0);
        findings.pair(0, 3).heardAt(0);
        findings.pair(0, 4).heardAt(0);
        Performance nothing = new Performance(
                List.of(),
                List.of(),
                new Performance.Mates(0, List.of()),
                List.of(),
                List.of(),
                new Performance.Traffic(
                        0,
                        0,
                        0,
                        0,
                        0,
                        new Histogram(3),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        1,
                        new ProcessReport(List.of(), List.of(), 0, List.of(), 1),
                        new Performance.Terms("turns", "were late", 1, 1)));
        List<String> broken = new ChoirPromise(0.001).brokenBy(many, nothing, findings);
        assertThat(broken).hasSize(11);
        assertThat(broken.getFirst()).startsWith("singer 2 is not heard by");
        assertThat(broken.getLast()).isEqualTo("and 29 more like these");
    }

    @Test
    void faultsAndKillsAreRead() {
        assertThat(ChoirFault.parse("shift:4:5")).isEqualTo(new ChoirFault(3, false, 240));
        assertThat(ChoirFault.parse("drop:17")).isEqualTo(new ChoirFault(16, true, 0));
        Map<String, Long> pids = Map.of("state-server", 1L, "shard-01", 2L, "shard-02", 3L, "front-door", 4L);
        assertThat(ChoirKill.parse("state@10").process(pids, 1)).contains("state-server");
        assertThat(ChoirKill.parse("shard@2.5").process(pids, 1)).contains("shard-02");
        assertThat(ChoirKill.parse("front-door@3").process(pids, 1)).contains("front-door");
        assertThat(ChoirKill.parse("nginx@3").process(pids, 1)).isEmpty();
        assertThat(ChoirKill.parse("shard-01@7")).isEqualTo(new ChoirKill("shard-01", 7));
    }

    @Test
    void chirpsAreHeardAloneInTheirSlots() {
        // The search window of one chirp never reaches into the next one's.
        assertThat(ChoirChecker.SEARCH_SAMPLES).isLessThanOrEqualTo((SlotPlan.SLOT_SAMPLES - Chirp.SAMPLES) / 2);
    }
}
