package brigade.client;

import brigade.wire.stream.StreamId;
import java.util.Arrays;

/** A listener's own faders, one per stream: factors 0..2, 1 at first. Guarded by the client's lock. */
public final class MixLevels {
    private final float[] levels = new float[StreamId.COUNT];

    MixLevels() {
        Arrays.fill(levels, 1);
    }

    /** The leader. */
    public void leader(double factor) {
        levels[StreamId.LEAD] = (float) factor;
    }

    /** Everyone else, their repeats included. */
    public void everyone(double factor) {
        levels[StreamId.CROWD] = (float) factor;
        levels[StreamId.ROUND] = (float) factor;
    }

    /** Track and click. */
    public void track(double factor) {
        levels[StreamId.BACKING] = (float) factor;
    }

    float of(int stream) {
        return levels[stream];
    }
}
