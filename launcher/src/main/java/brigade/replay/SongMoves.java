package brigade.replay;

import brigade.journal.JournalFolder;
import brigade.journal.JournalFormat;
import brigade.journal.JournalReader;
import brigade.state.journal.MoveJournal;
import brigade.state.ring.RingMoves;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the rings of one room were told from when they were made, for one song, out of the state server's journal. One thread; read
 * twice: to find them, and to make them once more.
 */
final class SongMoves {
    private static final int MOVE_BYTES = 1 + 4 * Long.BYTES;
    private static final long REACH_MS = 3_600_000;
    /** Of what follows in the same rings so much is played as well. */
    private static final long AFTER_SAMPLES = 48_000;

    private static final String CRASH =
            "The state server was started again in this song: what a crash took cannot be replayed.";

    /** Takes one move. */
    @FunctionalInterface
    interface Sink {
        void move(int kind, long now, long who, long at, long value) throws IOException;
    }

    private final Path data;
    private final String room;
    private final long startClock;
    private final long endClock;
    private final long run;
    private long runOfStart = -1;
    private boolean recovered;
    private long delaySamples;
    private long closedClock;

    /**
     * Finds them.
     *
     * @throws ReplayException when they are not there, or not all of them
     */
    SongMoves(Path data, String room, long startClock, long endClock) throws IOException, ReplayException {
        this.data = data;
        this.room = room;
        this.startClock = startClock;
        this.endClock = endClock;
        readAll((of, number, kind, now, who, at, value) -> {
            if (kind == RingMoves.SONG_STARTED && at == startClock && runOfStart < 0) {
                runOfStart = of;
            }
            recovered |= kind == RingMoves.MADE && value != 0 && now > startClock && now < endClock;
        });
        run = runOfStart;
        if (recovered) {
            throw new ReplayException(CRASH);
        }
        if (run < 0) {
            throw new ReplayException(
                    "There is no journal of this song's rings: recording has to be on before the song is armed, and"
                            + " nothing of the song before may still be heard.");
        }
        play((kind, now, who, at, value) -> {
            delaySamples = kind == RingMoves.ALL_OPENED || kind == RingMoves.ALL_DELAY ? at : delaySamples;
            closedClock = kind == RingMoves.ALL_CLOSED ? now - delaySamples : closedClock;
        });
        if (closedClock < endClock) {
            throw new ReplayException("The journal of this song's rings ends " + (endClock - closedClock) / 48
                    + " ms before the song: the state server or the recording ended.");
        }
    }

    /** The clock at which its rings were made. */
    long firstClock() {
        return run;
    }

    /** Hands out all moves of the song's rings up to its end, in order. */
    void play(Sink sink) throws IOException, ReplayException {
        int[] latest = {-1};
        boolean[] hole = new boolean[1];
        long[] closed = new long[2];
        readAll((of, number, kind, now, who, at, value) -> {
            if (of == run && closed[0] < endClock + AFTER_SAMPLES) {
                closed[1] = kind == RingMoves.ALL_OPENED || kind == RingMoves.ALL_DELAY ? at : closed[1];
                closed[0] = kind == RingMoves.ALL_CLOSED ? now - closed[1] : closed[0];
                hole[0] |= number > latest[0] + 1;
                latest[0] = number;
                if (!hole[0]) {
                    sink.move(kind, now, who, at, value);
                }
            }
        });
        if (hole[0]) {
            throw new ReplayException("The journal of this song's rings has a hole.");
        }
    }

    /** Takes moves of all runs, with the number of the record that each was in. */
    @FunctionalInterface
    private interface Reader {
        void move(long run, int number, int kind, long now, long who, long at, long value) throws IOException;
    }

    private void readAll(Reader reader) throws IOException {
        long fromMs = startClock / 48 - REACH_MS;
        long toMs = endClock / 48 + REACH_MS;
        for (JournalFolder.Segment segment : JournalFolder.segments(MoveJournal.folder(data))) {
            if (segment.endMs() < fromMs || segment.startMs() > toMs) {
                continue;
            }
            try (JournalReader records = new JournalReader(segment.folder(), JournalFormat.MOVES)) {
                while (records.next()) {
                    read(ByteBuffer.wrap(records.record(), 0, records.length()), reader);
                }
            }
        }
    }

    private void read(ByteBuffer record, Reader reader) throws IOException {
        byte[] id = new byte[record.get() & 0xff];
        record.get(id);
        if (!new String(id, StandardCharsets.UTF_8).equals(room)) {
            return;
        }
        long of = record.getLong();
        int number = record.getInt();
        while (record.remaining() >= MOVE_BYTES) {
            int kind = record.get();
            long now = record.getLong();
            reader.move(of, number, kind, now, record.getLong(), record.getLong(), record.getLong());
        }
    }
}
