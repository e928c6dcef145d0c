package brigade.state.room;

import brigade.state.ring.ClosedStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The people of one room on one shard, and how far each stream that they hear was sent there. Agent thread only;
 * allocates only when somebody came, left or moved.
 */
final class ShardRoom {
    /** How far one stream was sent. */
    private static final class Cursor {
        final ClosedStream stream;
        long next;
        boolean gap = true;

        Cursor(ClosedStream stream, long next) {
            this.stream = stream;
            this.next = next;
        }
    }

    final ShardLink link;
    final Stage stage;
    final List<Connection> members = new ArrayList<>();

    private final List<Cursor> cursors = new ArrayList<>();

    /** How far each stream was ever sent, by its key: a stream that is opened again never goes back. */
    private final long[] sentUpTo = new long[StageStreams.KEYS];

    private int streamsSeen = -1;
    private boolean seatsChanged = true;

    /** Whether the shard has to be told of the room's settings. */
    boolean roomToTell = true;

    ShardRoom(ShardLink link, Stage stage) {
        this.link = link;
        this.stage = stage;
    }

    /** Somebody came, left or moved: other streams may be wanted. */
    void seatsChanged() {
        seatsChanged = true;
    }

    /**
     * Adds all closed frames that were not sent yet.
     *
     * @return whether all fitted
     */
    boolean send(FrameOut out) {
        if (seatsChanged || streamsSeen != stage.streams().version()) {
            refresh();
        }
        for (int i = 0; i < cursors.size(); i++) {
            Cursor cursor = cursors.get(i);
            ClosedStream stream = cursor.stream;
            long oldest = stream.oldestSample();
            if (cursor.next < oldest) {
                // Where rows move closer many frames close at once, or are left out, and who hears them begins behind:
                // what lies before nobody was to hear.
                long heardFrom = Math.max(stream.unbrokenFromSample(), firstWanted(stream));
                long missed = oldest - Math.max(cursor.next, heardFrom);
                stage.counts().slippedFrames += Math.max(0, missed) / ClosedStream.FRAME_SAMPLES;
                cursor.next = oldest;
                cursor.gap = true;
            }
            long end = stream.closedUpToSample();
            if (cursor.next < end) {
                long sent = out.add(stage.number(), stream, cursor.next, end, cursor.gap);
                cursor.gap &= sent == cursor.next;
                cursor.next = sent;
                sentUpTo[StageStreams.key(stream)] = sent;
                if (sent < end) {
                    return false;
                }
            }
        }
        return true;
    }

    private void refresh() {
        seatsChanged = false;
        streamsSeen = stage.streams().version();
        List<ClosedStream> open = stage.streams().open();
        cursors.removeIf(cursor -> !open.contains(cursor.stream) || firstWanted(cursor.stream) == Long.MAX_VALUE);
        for (ClosedStream stream : open) {
            long from = firstWanted(stream);
            if (from != Long.MAX_VALUE && !isSent(stream)) {
                long first = Math.clamp(from, stream.oldestSample(), stream.closedUpToSample());
                cursors.add(new Cursor(stream, Math.max(first, sentUpTo[StageStreams.key(stream)])));
            }
        }
    }

    private boolean isSent(ClosedStream stream) {
        for (Cursor cursor : cursors) {
            if (cursor.stream == stream) {
                return true;
            }
        }
        return false;
    }

    /** First clock of {@code stream} that somebody here hears; {@link Long#MAX_VALUE} when nobody does. */
    private long firstWanted(ClosedStream stream) {
        long first = Long.MAX_VALUE;
        for (Connection member : members) {
            Person person = member.person;
            boolean hears = switch (stream.kind()) {
                case LEAD -> person.bucket >= 2;
                case BACKING, ROUND -> person.bucket >= 1;
                case CROWD -> person.bucket == stream.bucket();
                case SOLO -> person.hearsSolo;
                case ALL -> person.bucket == 0;
            };
            if (hears) {
                first = Math.min(first, person.fromClock);
            }
        }
        // The shard keeps these for all rows, also for those that somebody may move to.
        boolean cached = switch (stream.kind()) {
            case LEAD, BACKING, ROUND -> true;
            case CROWD, SOLO, ALL -> false;
        };
        return cached && first != Long.MAX_VALUE ? Math.min(first, stage.oldestHeardSample()) : first;
    }
}
