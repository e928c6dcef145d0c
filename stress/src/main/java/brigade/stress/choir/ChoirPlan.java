package brigade.stress.choir;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * All that will be sung and all that will be done to it, from the settings (with their seed) alone: two plans of the same
 * settings are equal.
 *
 * <p>Time in a plan is counted in turns of 600 ms. Everybody begins in turn 0, bucket k listening
 * {@value #SPACING_SECONDS}k s behind; the song starts at what the leader asks for in turn {@value #START_TURN}.
 *
 * @param settings what was asked for
 * @param singers by index, the leader first, the listener last
 * @param bursts all chirps in the order of time
 */
public record ChoirPlan(ChoirSettings settings, List<ChoirSinger> singers, List<Burst> bursts) {
    /** Between two buckets. */
    public static final int SPACING_SECONDS = 3;

    /** Turns in {@link #SPACING_SECONDS}. */
    static final int SPACING_TURNS = SPACING_SECONDS * AudioFormat.SAMPLE_RATE_HZ / AudioFormat.V1_BATCH_SAMPLES;

    /** The leader asks for the lead before and starts the song in this turn; by then all processes are warm. */
    static final int START_TURN = 10;

    /** What is sung is sent so many turns after the turn in which that clock was asked for. */
    static final int LAG_TURNS = 2;

    /** Turns after the last sound is sent. */
    private static final int TAIL_TURNS = 2;

    private static final int PHASE_MAX_MS = 500;

    /** Copies the lists. */
    public ChoirPlan {
        singers = List.copyOf(singers);
        bursts = List.copyOf(bursts);
    }

    /** The plan of these settings. */
    public static ChoirPlan of(ChoirSettings settings) {
        Random random = new Random(settings.seed());
        List<Burst> bursts = SlotPlan.bursts(settings, random);
        int batches = bursts.getLast().batch() + 1;
        List<Integer> order = new ArrayList<>();
        for (int singer = 1; singer < settings.singers(); singer++) {
            order.add(singer);
        }
        Collections.shuffle(order, random);
        int[] buckets = new int[settings.singers() + 1];
        buckets[0] = 1;
        buckets[settings.singers()] = settings.buckets() + 1;
        for (int place = 0; place < order.size(); place++) {
            buckets[order.get(place)] = 2 + place % (settings.buckets() - 1);
        }
        LinkPlan link = new LinkPlan(settings, batches, random);
        List<ChoirSinger> singers = new ArrayList<>();
        for (int index = 0; index <= settings.singers(); index++) {
            int phaseMs = random.nextInt(PHASE_MAX_MS);
            double skewPpm = settings.network().skewPpm() * (2 * random.nextDouble() - 1);
            int turns = turns(buckets[index], batches);
            boolean sings = index < settings.singers();
            singers.add(new ChoirSinger(
                    index, buckets[index], sings, phaseMs, skewPpm, link.turns(index, phaseMs, turns, random)));
        }
        return new ChoirPlan(settings, singers, bursts);
    }

    /** Turns of a singer of that bucket, until he has heard and sung all {@code batches} of the song. */
    static int turns(int bucket, int batches) {
        return batches + sungTurn(bucket, 0) + TAIL_TURNS;
    }

    /** The turn in which a singer of that bucket sends the song's batch {@code batch}. */
    static int sungTurn(int bucket, int batch) {
        return heardTurn(bucket, batch) + LAG_TURNS;
    }

    /** The turn in which a singer of that bucket asks for the song's batch {@code batch}. */
    static int heardTurn(int bucket, int batch) {
        // The leader's turn START_TURN asks for what ends at the song's start, which is batch -1 to him.
        return START_TURN + 1 + batch + (bucket - 1) * SPACING_TURNS;
    }

    /** Whether any chirp of {@code singer} gets through. */
    boolean isEverHeard(ChoirSinger singer) {
        for (Burst burst : bursts) {
            if (burst.singer() == singer.index()) {
                ChoirSinger.Fate fate = singer.turns()
                        .get(sungTurn(singer.bucket(), burst.batch()))
                        .fate();
                if (fate == ChoirSinger.Fate.SENT || fate == ChoirSinger.Fate.ANSWER_LOST) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Batches of the song in which somebody sings. */
    int batches() {
        return bursts.getLast().batch() + 1;
    }

    /** Turns of the longest singer. */
    int turns() {
        return singers.getLast().turns().size();
    }

    /** How long it takes until the song starts. */
    public double secondsBeforeSong() {
        return START_TURN * (double) AudioFormat.V1_BATCH_SAMPLES / AudioFormat.SAMPLE_RATE_HZ;
    }

    /** How long the run takes by the clock. */
    public double seconds() {
        return turns() * (double) AudioFormat.V1_BATCH_SAMPLES / AudioFormat.SAMPLE_RATE_HZ;
    }
}
