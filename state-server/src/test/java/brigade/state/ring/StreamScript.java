package brigade.state.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What a choir in buckets sends, made from a seed: each sings to what he hears, a bucket's delay behind now, in messages
 * that arrive after random lags, in order; some lag by seconds. Now and then somebody takes another seat: his clock then
 * jumps ahead, or back over what he sang already. Person 0 leads, alone in bucket 1.
 */
final class StreamScript {
    static final long SPACING = 25L * ClosedStream.FRAME_SAMPLES;
    static final int LAST_BUCKET = 5;

    /** A voice as it arrives. */
    static final class Message {
        final long arrives;
        final int who;
        final int bucket;
        final long start;
        final float[] pcm;

        Message(long arrives, int who, int bucket, long start, float[] pcm) {
            this.arrives = arrives;
            this.who = who;
            this.bucket = bucket;
            this.start = start;
            this.pcm = pcm;
        }
    }

    private final Random random;
    private final List<Message> messages = new ArrayList<>();
    private int reseats;

    StreamScript(long seed, int singers, long start, long end, double magnitude) {
        random = new Random(seed);
        for (int who = 0; who < singers; who++) {
            sing(who, start, end, who == 0 ? magnitude * 0.86 : magnitude);
        }
        messages.sort(Comparator.comparingLong(message -> message.arrives));
    }

    private void sing(int who, long start, long end, double magnitude) {
        int bucket = who == 0 ? 1 : 2 + random.nextInt(LAST_BUCKET - 1);
        long clock = start - random.nextInt(5_000);
        long arrives = 0;
        while (clock < end) {
            int samples = 480 + random.nextInt(2_400);
            int lag = random.nextInt(25) == 0 ? random.nextInt(80_000) : 500 + random.nextInt(25_000);
            arrives = Math.max(arrives, clock + samples + bucket * SPACING + lag);
            messages.add(new Message(arrives, who, bucket, clock, Sound.signs(random, samples, magnitude)));
            clock += samples;
            if (who > 0 && random.nextInt(70) == 0) {
                int next = 2 + random.nextInt(LAST_BUCKET - 1);
                clock += (bucket - next) * SPACING;
                reseats += next == bucket ? 0 : 1;
                bucket = next;
            }
        }
    }

    /** All of them, as they arrive. */
    List<Message> messages() {
        return messages;
    }

    /** How often somebody took another seat. */
    int reseats() {
        return reseats;
    }
}
