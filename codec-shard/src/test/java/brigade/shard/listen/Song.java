package brigade.shard.listen;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.OpusCodec;
import brigade.shard.stream.PacketListener;
import java.util.Arrays;

/** A song that was sent: what went in, and what an unbroken decoder hears, both by position from {@link #startClock}. */
final class Song {
    static final int FRAME = Sender.FRAME;
    static final int CODEC_DELAY = 312;

    final long startClock;
    final float[] sung;

    /** Sound of the clock {@code startClock + i} at {@code i}. */
    final float[] unbroken;

    private final Sender sender;
    private int sent;

    /**
     * A voice with a chirp every second.
     *
     * @param startClock on the grid
     */
    Song(OpusCodec codec, long startClock, int seconds) {
        this.startClock = startClock;
        float[] melody = new VoiceSynth(7).sing(Melody.ODE_TO_JOY);
        sung = new float[seconds * 48_000];
        for (int i = 0; i < sung.length; i++) {
            sung[i] = 0.3f * melody[i % melody.length];
        }
        for (int second = 0; second < seconds; second++) {
            Chirp.UP.addTo(sung, chirpAt(second), 0.5);
        }
        unbroken = new float[sung.length];
        sender = new Sender(codec);
    }

    /** Where the chirp of that second begins; not on the grid. */
    static int chirpAt(int second) {
        return second * 48_000 + 20_011;
    }

    /** Sends the next frames. */
    void send(PacketListener listener, int frames) {
        for (int i = 0; i < frames && sent + FRAME <= sung.length; i++) {
            float[] heard = sender.send(listener, startClock + sent, sung, sent);
            int at = sent - CODEC_DELAY;
            int skipped = Math.max(0, -at);
            System.arraycopy(heard, skipped, unbroken, at + skipped, FRAME - skipped);
            sent += FRAME;
        }
    }

    /** Sends all that is left. */
    void sendAll(PacketListener listener) {
        send(listener, Integer.MAX_VALUE);
    }

    /** What the unbroken decoder hears from that clock on. */
    float[] unbroken(long clock, int samples) {
        int at = (int) (clock - startClock);
        return Arrays.copyOfRange(unbroken, at, at + samples);
    }

    /** The largest difference of two sounds. */
    static double difference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
