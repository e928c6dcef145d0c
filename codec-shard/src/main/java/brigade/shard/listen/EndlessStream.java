package brigade.shard.listen;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Feeds one listener from a {@link RoomBroadcast} until he goes, the room ends, or he is too slow. A thread of its own runs it and
 * blocks when the listener does not read: nobody else waits for him. Between songs he hears silence in real time, since
 * players give up on a stream that stands still.
 */
final class EndlessStream {
    private static final int FRAME = OggOpus.FRAME_SAMPLES;
    private static final long FRAME_NS = 20_000_000L;

    /** A page of 200 ms. */
    private static final int PAGE_FRAMES = 10;

    /** Who joins gets that much at once, so that his player can begin. */
    private static final int HEAD_START_FRAMES = 50;

    /** Without packets for so long there is a pause between songs. Less than the head start, so that the player does not run dry. */
    private static final int STALL_FRAMES = 40;

    /** A hole of packets up to this is filled with silence; a longer one is a pause between songs. */
    private static final int HOLE_MAX_FRAMES = 50;

    /** Who lags by more than this is let go. */
    static final int LAG_MAX_FRAMES = 1_000;

    private static final long LOOK_INTERVAL_NS = 200_000_000L;

    private final RoomBroadcast room;
    private final OggOpus ogg;
    private final OutputStream out;
    private final LongSupplier nowNs;

    /** The frame that comes next; meaningless while {@link #paused}. */
    private long cursor;

    private boolean paused;
    private long sentFrames;
    private int pageFrames;

    /**
     * Sends nothing yet.
     *
     * @param serial of the Ogg stream
     * @param nowNs monotonic nanoseconds
     */
    EndlessStream(RoomBroadcast room, int serial, OutputStream out, LongSupplier nowNs) {
        this.room = room;
        this.ogg = new OggOpus(serial);
        this.out = out;
        this.nowNs = nowNs;
    }

    /** How it ended. */
    enum End {
        /** The room takes no listeners any more. */
        ROOM,
        /** This listener may not hear it any more. */
        BARRED,
        /** He read too slowly. */
        SLOW
    }

    /**
     * Runs until the end.
     *
     * @param mayGoOn asked about five times a second
     * @throws IOException when the listener has gone
     */
    End run(BooleanSupplier mayGoOn) throws IOException, InterruptedException {
        begin();
        long startNs = nowNs.getAsLong();
        long headStart = sentFrames;
        while (true) {
            if (!sendWhatCame()) {
                return End.SLOW;
            }
            long dueFrames = (nowNs.getAsLong() - startNs) / FRAME_NS + headStart;
            paused |= sentFrames < dueFrames - STALL_FRAMES;
            while (paused && sentFrames < dueFrames) {
                send(room.silence());
            }
            flush();
            boolean roomEnded = room.ended() != null;
            if (roomEnded || !mayGoOn.getAsBoolean()) {
                ogg.end(Long.MAX_VALUE / 2);
                out.write(ogg.take());
                out.flush();
                return roomEnded ? End.ROOM : End.BARRED;
            }
            LockSupport.parkNanos(LOOK_INTERVAL_NS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Headers, what is not heard, and a head start: the latest second, or silence. */
    private void begin() throws IOException {
        int frames = OggOpus.PREROLL_FRAMES + HEAD_START_FRAMES;
        paused = !room.isSounding();
        cursor = paused ? room.endClock() : room.endClock() - (long) frames * FRAME;
        for (int i = 0; i < frames; i++) {
            if (paused) {
                send(room.silence());
            } else {
                send(room.atOrSilence(cursor));
                cursor += FRAME;
            }
        }
        flush();
    }

    /** Sends the packets up to the latest; false when he lags too much. */
    private boolean sendWhatCame() throws IOException {
        long end = room.endClock();
        if (cursor < 0) {
            cursor = Math.max(0, end - (long) RoomBroadcast.KEPT_FRAMES * FRAME);
        }
        while (cursor < end) {
            if (!paused && end - cursor > (long) LAG_MAX_FRAMES * FRAME) {
                return false;
            }
            byte[] packet = room.at(cursor);
            if (packet == null) {
                long next = nextPacket(cursor, end);
                if (next < 0) {
                    cursor = end;
                    break;
                }
                boolean hole = !paused && next - cursor <= (long) HOLE_MAX_FRAMES * FRAME;
                if (!hole) {
                    cursor = next;
                }
                packet = room.atOrSilence(cursor);
            }
            paused = false;
            send(packet);
            cursor += FRAME;
        }
        return true;
    }

    /** The next frame that has a packet; -1 when there is none. */
    private long nextPacket(long from, long end) {
        long oldest = Math.max(from, end - (long) RoomBroadcast.KEPT_FRAMES * FRAME);
        for (long clock = oldest; clock < end; clock += FRAME) {
            if (room.at(clock) != null) {
                return clock;
            }
        }
        return -1;
    }

    private void send(byte[] packet) throws IOException {
        ogg.packet(packet);
        sentFrames++;
        if (++pageFrames == PAGE_FRAMES) {
            ogg.endPage();
            pageFrames = 0;
            out.write(ogg.take());
        }
    }

    private void flush() throws IOException {
        out.flush();
    }
}
