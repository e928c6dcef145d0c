package brigade.state.ring;

import java.util.ArrayList;
import java.util.List;

/** The closed streams of a room, and how far its lead is closed. Agent thread only. */
final class OpenStreams {
    private static final long OPEN = Long.MIN_VALUE;

    private final List<ClosedStream> streams = new ArrayList<>();
    private long leadClosedUpTo = OPEN;

    void add(ClosedStream stream) {
        streams.add(stream);
        closedUpTo(stream);
    }

    /** Follows {@code stream}, which has closed frames. */
    void closedUpTo(ClosedStream stream) {
        if (stream.kind() == StreamKind.LEAD) {
            leadClosedUpTo(stream.closedUpToSample());
        }
    }

    void remove(ClosedStream stream) {
        streams.remove(stream);
        if (stream.kind() == StreamKind.LEAD) {
            leadClosedUpTo = OPEN;
            for (int i = 0; i < streams.size(); i++) {
                closedUpTo(streams.get(i));
            }
        }
    }

    void closeUpTo(long nowSamples) {
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).closeUpTo(nowSamples);
        }
    }

    /** Nothing that is written below it is heard in the lead stream; {@link Long#MIN_VALUE} while there is none. */
    long leadClosedUpTo() {
        return leadClosedUpTo;
    }

    /** For a replay: the lead is closed below {@code sample}, whatever it was before. */
    void leadIsClosedUpTo(long sample) {
        leadClosedUpTo = sample;
    }

    /** Closes the lead below {@code sample}, taken down to the grid; never opens it again. */
    void leadClosedUpTo(long sample) {
        long frame = Math.floorDiv(sample, RingSize.BLOCK_SAMPLES) * RingSize.BLOCK_SAMPLES;
        leadClosedUpTo = Math.max(leadClosedUpTo, frame);
    }
}
