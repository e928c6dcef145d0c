package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Chirp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who chirps when: time is cut into slots of 40 ms, one chirp of 20 ms in each at most, and every singer has one slot
 * in a round. So one chirp is heard at a time, and with the 200 ms for which the server takes a voice as sounding after
 * its end at most {@value #SOUNDING_MAX} voices sound at once in any bucket. Chirps that lie near each other have
 * different codes.
 *
 * <p>A round lasts at least 1.8 s: a chirp, the rest of its batch and the next one are then the same for all who have
 * the same place in a batch, and the choir can be encoded beforehand however large it is.
 */
final class SlotPlan {
    /** One chirp and as much silence. */
    static final int SLOT_SAMPLES = 2 * Chirp.SAMPLES;

    /** Slots in a batch of 600 ms. */
    static final int BATCH_SLOTS = AudioFormat.V1_BATCH_SAMPLES / SLOT_SAMPLES;

    /** Voices that sound at once, at most: a chirp each 40 ms, which sounds for up to 280 ms. */
    static final int SOUNDING_MAX = 8;

    /** The first slot comes so long after the song's start: two batches, for everybody to hear it from its start. */
    static final int FIRST_SAMPLES = 2 * AudioFormat.V1_BATCH_SAMPLES;

    /** Amplitude of every chirp after the leader's gain: -22 dBFS RMS, a usual voice. */
    static final double LEVEL = 0.15;

    private static final int ROUND_MIN_SLOTS = 3 * BATCH_SLOTS;

    /** Where in its slot a chirp may begin: it is over, codec delay included, before its batch is. */
    private static final int PLACE_MIN_SAMPLES = 60;

    private static final int PLACE_MAX_SAMPLES = 300;

    private static final List<Chirp> CHIRPS = List.of(Chirp.values());

    private SlotPlan() {}

    /** Slots of a round: whole batches. */
    static int roundSlots(int singers) {
        return Math.max(ROUND_MIN_SLOTS, (singers + BATCH_SLOTS - 1) / BATCH_SLOTS * BATCH_SLOTS);
    }

    /** How long it takes until everybody has had a slot. */
    static double roundSeconds(int singers) {
        return (double) roundSlots(singers) * SLOT_SAMPLES / AudioFormat.SAMPLE_RATE_HZ;
    }

    /** Whole rounds in so many seconds. */
    static int rounds(int singers, int seconds) {
        return (int) (seconds / roundSeconds(singers));
    }

    /** All chirps in the order of time. */
    static List<Burst> bursts(ChoirSettings settings, Random random) {
        int slots = roundSlots(settings.singers());
        List<Integer> slotOf = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            slotOf.add(slot);
        }
        Collections.shuffle(slotOf, random);
        int place = random.nextInt(PLACE_MIN_SAMPLES, PLACE_MAX_SAMPLES + 1);
        List<Burst> bursts = new ArrayList<>();
        int rounds = rounds(settings.singers(), settings.seconds());
        for (int round = 0; round < rounds; round++) {
            for (int singer = 0; singer < settings.singers(); singer++) {
                int slot = slotOf.get(singer);
                int number = round * slots + slot;
                long at = FIRST_SAMPLES + (long) number * SLOT_SAMPLES + place;
                bursts.add(new Burst(singer, at, chirp(singer, number)));
            }
        }
        bursts.sort(java.util.Comparator.comparingLong(Burst::at));
        return List.copyOf(bursts);
    }

    /**
     * Which chirp singer {@code singer} has in slot {@code number}: the leader, singer 0, one that nobody else has. Who sang
     * the leader's a fixed time after him would rightly be found to play the song into his microphone.
     */
    static Chirp chirp(int singer, int number) {
        return CHIRPS.get(singer == 0 ? 0 : 1 + number % (CHIRPS.size() - 1));
    }
}
