package brigade.stress.choir;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Listens to what every bucket heard and finds each chirp in it, or its absence. Works on sound with clocks and knows no
 * protocol. Any thread; runs are checked in parallel.
 */
public final class ChoirChecker {
    /** Two chirps correlate by 0.34 at most; a codec leaves 0.9 and more of one that is alone. */
    private static final double SIMILARITY_MIN = 0.6;

    /** Searched on both sides of a chirp's place: 10 ms, half of the silence between two slots. */
    static final int SEARCH_SAMPLES = 480;

    /** A decoder in the middle of a stream needs this long until its level is right. */
    private static final int SETTLE_SAMPLES = 4_800;

    /** RMS of a slot that counts as silent: -40 dBFS, 14 dB below the softest chirp. */
    private static final double SILENT_RMS = 0.01;

    /** Above this the listeners' limiter may act, and levels are not judged. */
    private static final double LIMITER_RESTS_BELOW = 0.8;

    private static final Map<Chirp, Correlator> FINDERS = new EnumMap<>(Chirp.class);
    private static final Map<Chirp, float[]> SOUNDS = new EnumMap<>(Chirp.class);

    static {
        for (Chirp chirp : Chirp.values()) {
            FINDERS.put(chirp, Correlator.of(chirp));
            SOUNDS.put(chirp, chirp.sound());
        }
    }

    private final List<Sung> sung;
    private final LevelRule rule;
    private final List<Performance.Span> disturbed;
    private final List<Long> emptySlots;

    /** Judges {@code performance} of {@code plan} by {@code rule}. */
    public ChoirChecker(ChoirPlan plan, Performance performance, LevelRule rule) {
        sung = performance.sung();
        disturbed = performance.disturbed();
        this.rule = rule;
        Set<Long> used = new HashSet<>();
        long songStart = 0;
        long place = 0;
        for (Sung each : sung) {
            songStart = each.clock() - each.burst().at();
            place = (each.burst().at() - SlotPlan.FIRST_SAMPLES) % SlotPlan.SLOT_SAMPLES;
            used.add((each.burst().at() - SlotPlan.FIRST_SAMPLES) / SlotPlan.SLOT_SAMPLES);
        }
        long slots = (long) SlotPlan.roundSlots(plan.settings().singers())
                * SlotPlan.rounds(plan.settings().singers(), plan.settings().seconds());
        List<Long> empty = new java.util.ArrayList<>();
        for (long slot = 0; slot < slots; slot++) {
            if (!used.contains(slot)) {
                empty.add(songStart + SlotPlan.FIRST_SAMPLES + slot * SlotPlan.SLOT_SAMPLES + place);
            }
        }
        emptySlots = List.copyOf(empty);
    }

    /** Decodes and checks all streams; each is let go of before the next. */
    public Findings check(List<HeardStream> streams) {
        Findings all = new Findings();
        streams.parallelStream().map(HeardStream::decode).map(this::check).forEachOrdered(all::add);
        return all;
    }

    private Findings check(HeardRun run) {
        Findings findings = new Findings();
        HeardLevels levels = new HeardLevels(run, sung, rule);
        for (Sung each : sung) {
            if (each.clock() < run.startClock() || each.clock() >= run.endClock()) {
                continue;
            }
            check(run, each, levels, findings.pair(each.burst().singer(), run.bucket()));
        }
        for (long clock : emptySlots) {
            if (run.isWholeAt(clock, clock + Chirp.SAMPLES, SETTLE_SAMPLES)) {
                findings.emptySlot(run.bucket(), isSilent(run.at(clock, clock + Chirp.SAMPLES)));
            }
        }
        return findings;
    }

    private void check(HeardRun run, Sung each, HeardLevels levels, PairTally tally) {
        long from = each.clock() - SEARCH_SAMPLES;
        long to = each.clock() + Chirp.SAMPLES + SEARCH_SAMPLES;
        if (!run.isWholeAt(from, to, SETTLE_SAMPLES)) {
            tally.countUnchecked();
            return;
        }
        long mixedFromNs = run.mixedFromNs(each.clock(), each.clock() + Chirp.SAMPLES);
        long mixedByNs = run.mixedByNs(each.clock(), each.clock() + Chirp.SAMPLES);
        if (each.isSurelyAfter(mixedByNs)) {
            if (isHeard(run.at(from, to), each.burst().chirp())) {
                tally.countGhost();
            } else {
                tally.countSilence();
            }
        } else if (each.bucket() < run.bucket() && each.isSurelyBefore(mixedFromNs)) {
            boolean levelKnown =
                    levels.isSure(each) && disturbed.stream().noneMatch(span -> span.overlaps(mixedFromNs, mixedByNs));
            checkHeard(run.at(from, to), each, levelKnown ? levels : null, tally);
        } else {
            tally.countUnchecked();
        }
    }

    private static void checkHeard(
            float[] window, Sung each, @org.jspecify.annotations.Nullable HeardLevels levels, PairTally tally) {
        Chirp chirp = each.burst().chirp();
        Correlator.Match match = finder(chirp).best(window, 0, window.length);
        if (match.similarity() < SIMILARITY_MIN) {
            tally.countMissing();
            return;
        }
        tally.heardAt(match.at() - SEARCH_SAMPLES);
        if (levels == null) {
            return;
        }
        double expected = levels.expected(each, sound(chirp));
        if (expected < LIMITER_RESTS_BELOW) {
            tally.levelOff(20 * Math.log10(match.level() / expected));
        }
    }

    private static boolean isHeard(float[] window, Chirp chirp) {
        if (isSilent(window)) {
            return false;
        }
        return finder(chirp).best(window, 0, window.length).similarity() >= SIMILARITY_MIN;
    }

    private static boolean isSilent(float[] window) {
        double sum = 0;
        for (float sample : window) {
            sum += (double) sample * sample;
        }
        return sum < SILENT_RMS * SILENT_RMS * window.length;
    }

    private static Correlator finder(Chirp chirp) {
        return java.util.Objects.requireNonNull(FINDERS.get(chirp));
    }

    private static float[] sound(Chirp chirp) {
        return java.util.Objects.requireNonNull(SOUNDS.get(chirp));
    }
}
