package brigade.shard.stream;

import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One room as far as it is on this shard: its streams, and who hears them in which bucket. Tick thread only. */
final class RoomHere {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    /** Kept of lead, backing and round: the deepest row hears them 20 s late. */
    private static final int LONG_FRAMES = 1_000;

    /** Kept of the others: what messages of two seconds need. */
    private static final int SHORT_FRAMES = 100;

    /** A stream that brought nothing for so long is over. */
    private static final long STREAM_IDLE_SAMPLES = 30L * 48_000;

    final int number;
    String id = "";

    /** Its id in UTF-8. */
    byte[] idBytes = new byte[0];

    /** Whether its voices are recorded. */
    boolean recording;

    /** Frames of one message to singers. */
    int messageFrames = 3;

    final List<MixStream> streams = new ArrayList<>();
    final List<Bucket> buckets = new ArrayList<>();
    private int members;
    private int people;

    RoomHere(int number) {
        this.number = number;
    }

    /** The stream of that kind; null when it brought nothing yet. Only a crowd is of a bucket. */
    @Nullable
    MixStream find(int stream, int bucket) {
        for (int i = 0; i < streams.size(); i++) {
            MixStream found = streams.get(i);
            if (found.stream == stream && (stream != StreamId.CROWD || found.bucket == bucket)) {
                return found;
            }
        }
        return null;
    }

    /** How many frames of that stream are kept. */
    static int keptFrames(int stream) {
        return switch (stream) {
            case StreamId.LEAD, StreamId.BACKING, StreamId.ROUND -> LONG_FRAMES;
            default -> SHORT_FRAMES;
        };
    }

    /** Puts somebody into his bucket, or another one than before. */
    void seat(Connection connection, int number, long delaySamples) {
        Bucket bucket = connection.bucketHere;
        if (bucket == null || bucket.number != number) {
            if (bucket == null) {
                members++;
                people += connection.listener == null ? 1 : 0;
            } else {
                bucket.remove(connection);
            }
            bucket = bucket(number, delaySamples);
            bucket.add(connection);
            connection.bucketHere = bucket;
        }
        bucket.delay(delaySamples);
    }

    /** Takes somebody out. */
    void leave(Connection connection) {
        Bucket bucket = connection.bucketHere;
        if (bucket != null) {
            bucket.remove(connection);
            connection.bucketHere = null;
            members--;
            people -= connection.listener == null ? 1 : 0;
        }
    }

    private Bucket bucket(int number, long delaySamples) {
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.get(i).number == number) {
                return buckets.get(i);
            }
        }
        Bucket bucket = new Bucket(this, number, delaySamples);
        buckets.add(bucket);
        return bucket;
    }

    /** Whether nobody of it is here. */
    boolean isEmpty() {
        return members == 0;
    }

    /** Whether somebody is here who is not an ear of the shard's own. */
    boolean hasPeople() {
        return people > 0;
    }

    /** How far behind now listeners hear everybody; 0 when none is here. */
    long behindSamples() {
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.get(i).number == 0) {
                return buckets.get(i).delaySamples();
            }
        }
        return 0;
    }

    /** Puts streams that are over into {@code over}, and forgets empty buckets. */
    void tidy(long now, List<MixStream> over) {
        for (int i = streams.size() - 1; i >= 0; i--) {
            MixStream stream = streams.get(i);
            if (now - stream.lastUsedClock() > STREAM_IDLE_SAMPLES + (long) stream.cache.frames() * FRAME) {
                over.add(streams.remove(i));
            }
        }
        buckets.removeIf(Bucket::isEmpty);
    }
}
