package brigade.state.ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of singers in the ring file's header. Agent thread only; opening and closing may allocate. */
final class SingerTable {
    /** No row: the table is full. */
    static final int NO_ROW = -1;

    private final RingHeader header;
    private final boolean[] used = new boolean[RingLayout.SINGERS_MAX];
    private final Map<Long, Integer> recovered = new HashMap<>();
    private int searchFrom;

    SingerTable(RingHeader header, boolean recovered) {
        this.header = header;
        for (int row = 0; recovered && row < used.length; row++) {
            if (header.isSinger(row)) {
                used[row] = true;
                this.recovered.put(header.singerId(row), row);
            }
        }
    }

    List<Long> recovered() {
        return new ArrayList<>(recovered.keySet());
    }

    /** A row for {@code userId}: his former one, a new one, or {@link #NO_ROW}. */
    int open(long userId) {
        Integer former = recovered.remove(userId);
        if (former != null) {
            return former;
        }
        for (int i = 0; i < used.length; i++) {
            int row = (searchFrom + i) % used.length;
            if (!used[row]) {
                used[row] = true;
                searchFrom = row + 1;
                header.addSinger(row, userId);
                return row;
            }
        }
        return NO_ROW;
    }

    void close(int row) {
        if (row != NO_ROW) {
            header.removeSinger(row);
            used[row] = false;
        }
    }

    long writtenUpTo(int row) {
        return row == NO_ROW ? 0 : header.writtenUpTo(row);
    }

    void writtenUpTo(int row, long sample) {
        if (row != NO_ROW) {
            header.writtenUpTo(row, sample);
        }
    }

    long delaySamples(int row) {
        return row == NO_ROW ? 0 : header.delaySamples(row);
    }

    void delaySamples(int row, long samples) {
        if (row != NO_ROW) {
            header.delaySamples(row, samples);
        }
    }
}
