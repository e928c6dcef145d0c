package brigade.state.room;

import brigade.state.ring.ClosedStream;
import brigade.state.ring.MixRings;
import brigade.state.ring.StreamKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The closed streams of one room: open while somebody of stream v2 hears them. Delays are those of docs/protocol.md, 4.
 * Agent thread only; allocates when a stream is opened.
 */
final class StageStreams {
    private static final StreamKind[] KINDS = StreamKind.values();

    /** Streams of one room that can be told apart. */
    static final int KEYS = KINDS.length + 1 + Stage.BUCKETS_MAX;

    /** Frames kept of lead, backing and round, which all rows get from one cache: 20 s. */
    private static final int KEPT_LONG = 1_000;

    /** Frames kept of the others: 1 s. */
    private static final int KEPT_SHORT = 50;

    /** The same after a restart, when what closed meanwhile has to be caught up with: 5 s. */
    private static final int KEPT_RECOVERED = 250;

    /** Frames mixed once more after a restart: the last ones may not have reached anybody. */
    private static final int REPEATED = 10;

    /** A recording waits so long after a restart for the voices that shards kept meanwhile: 0.3 s. */
    private static final long PATIENCE_SAMPLES = 14_400;

    private final List<ClosedStream> open = new ArrayList<>();
    private @Nullable MixRings rings;
    private int version;

    /** Until then nothing closes of what is recorded. */
    private long recordedFrom;

    /** What is wanted now, by {@link #key}; filled anew by each {@link #update}. */
    private final boolean[] wanted = new boolean[KEYS];

    /** Changes whenever a stream was opened or closed. */
    int version() {
        return version;
    }

    /** Those open. */
    List<ClosedStream> open() {
        return open;
    }

    /** The stream of this kind, and of {@code bucket} when it is a crowd's; null when it is not open. */
    @Nullable
    ClosedStream get(StreamKind kind, int bucket) {
        for (int i = 0; i < open.size(); i++) {
            ClosedStream stream = open.get(i);
            if (stream.kind() == kind && (kind != StreamKind.CROWD || stream.bucket() == bucket)) {
                return stream;
            }
        }
        return null;
    }

    /** How far the crowd of the nearest row behind {@code bucket} is closed; {@link Long#MIN_VALUE} without one. */
    long closedBehind(int bucket) {
        int nearest = Integer.MAX_VALUE;
        long closed = Long.MIN_VALUE;
        for (int i = 0; i < open.size(); i++) {
            ClosedStream stream = open.get(i);
            if (stream.kind() == StreamKind.CROWD && stream.bucket() > bucket && stream.bucket() < nearest) {
                nearest = stream.bucket();
                closed = stream.closedUpToSample();
            }
        }
        return closed;
    }

    /** Rings are gone, and the streams with them. */
    void ringsGone() {
        open.clear();
        rings = null;
        version++;
    }

    /** Opens what somebody wants and closes what nobody does; then closes every frame that is due. */
    void update(MixRings now, Stage stage) {
        if (now != rings) {
            open.clear();
            rings = now;
            version++;
        }
        want(stage);
        for (int i = open.size() - 1; i >= 0; i--) {
            ClosedStream stream = open.get(i);
            if (!wanted[key(stream.kind(), stream.bucket())]) {
                stream.close();
                open.remove(i);
                version++;
            }
        }
        for (StreamKind kind : KINDS) {
            if (kind == StreamKind.CROWD) {
                for (int bucket = 2; bucket <= Stage.BUCKETS_MAX; bucket++) {
                    openIfWanted(now, kind, bucket, stage);
                }
            } else {
                openIfWanted(now, kind, 0, stage);
            }
        }
        closeDue(now, stage.counts());
    }

    private void closeDue(MixRings now, StageCounts counts) {
        for (int i = 0; i < open.size(); i++) {
            ClosedStream stream = open.get(i);
            if (stream.kind() == StreamKind.ALL && now.nowSamples() < recordedFrom) {
                continue;
            }
            long skippedBefore = stream.skippedFrames();
            counts.closedFrames += stream.closeUpTo(now.nowSamples());
            counts.skippedFrames += stream.skippedFrames() - skippedBefore;
        }
    }

    /** Follows another spacing, and other soloed voices. */
    void delaysChanged(Stage stage) {
        for (int i = 0; i < open.size(); i++) {
            ClosedStream stream = open.get(i);
            long delay = delaySamples(stream.kind(), stream.bucket(), stage);
            if (delay != stream.delaySamples()) {
                stream.delaySamples(delay);
            }
        }
    }

    private void want(Stage stage) {
        Arrays.fill(wanted, false);
        boolean sings = false;
        boolean follows = false;
        for (int bucket = 1; bucket <= Stage.BUCKETS_MAX; bucket++) {
            if (stage.isOccupied(bucket)) {
                sings = true;
                follows |= bucket >= 2;
                wanted[key(StreamKind.CROWD, bucket)] = bucket >= 3 || (bucket == 2 && stage.isRowOneShared());
            }
        }
        wanted[key(StreamKind.LEAD, 0)] = follows;
        wanted[key(StreamKind.BACKING, 0)] = sings;
        wanted[key(StreamKind.ROUND, 0)] = sings;
        wanted[key(StreamKind.SOLO, 0)] = stage.isSoloHeard();
        wanted[key(StreamKind.ALL, 0)] = stage.isOccupied(0);
    }

    private void openIfWanted(MixRings in, StreamKind kind, int bucket, Stage stage) {
        if (!wanted[key(kind, bucket)] || get(kind, bucket) != null) {
            return;
        }
        long delay = delaySamples(kind, bucket, stage);
        boolean cached = kind == StreamKind.LEAD || kind == StreamKind.BACKING || kind == StreamKind.ROUND;
        boolean recovered = in.memory().isRecovered();
        long from = in.nowSamples() - delay;
        if (cached) {
            // The last row hears what is as old as its delay.
            from = in.nowSamples() - Math.max(delay, stage.delaySamples(stage.rows()));
        } else if (recovered) {
            from = Math.min(from, in.formerClockSamples() - delay - (long) REPEATED * ClosedStream.FRAME_SAMPLES);
        }
        if (recovered && kind == StreamKind.ALL && recordedFrom == 0 && stage.isRecording()) {
            recordedFrom = in.nowSamples() + PATIENCE_SAMPLES;
        }
        int kept = cached ? KEPT_LONG : recovered ? KEPT_RECOVERED : KEPT_SHORT;
        open.add(in.openStream(kind, bucket, delay, kept, from));
        version++;
    }

    private static long delaySamples(StreamKind kind, int bucket, Stage stage) {
        return switch (kind) {
            case LEAD -> 2 * stage.spacingSamples();
            case BACKING, ROUND -> stage.spacingSamples();
            case CROWD -> stage.delaySamples(bucket);
            case SOLO -> stage.soloDelaySamples();
            case ALL -> stage.allDelaySamples();
        };
    }

    /** Tells streams of a room apart: 0 to {@link #KEYS} - 1. */
    static int key(ClosedStream stream) {
        return key(stream.kind(), stream.bucket());
    }

    private static int key(StreamKind kind, int bucket) {
        return kind == StreamKind.CROWD ? KINDS.length + bucket : kind.wireNumber();
    }
}
