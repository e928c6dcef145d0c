package brigade.state.room;

import brigade.audio.AudioFormat;
import org.jspecify.annotations.Nullable;

/**
 * The people of one room: found by id, listed by when they were heard last, and the active ones in
 * the order of their delays in the user table.
 */
final class Singers {
    /** Largest delay that is told apart, in seconds; the ring ends before. */
    private static final int DELAY_MAX_SECONDS = 0xFFFF;

    /** Delays that differ by less, rounded, are one bucket: just over half the spacing. */
    private static final int SAME_BUCKET_SECONDS = RoomLimits.SPACING_SECONDS / 2 + 1;

    private final LongMap<Singer> byId = new LongMap<>();
    private final UserTable table = new UserTable();
    private final int max;

    private @Nullable Singer oldest;
    private @Nullable Singer newest;

    /** The longest silent one who still counts as active; all newer ones are active too. */
    private @Nullable Singer oldestActive;

    Singers(int max) {
        this.max = max;
    }

    /** The rows of those who were heard lately. */
    UserTable table() {
        return table;
    }

    /** How many there can be. */
    int max() {
        return max;
    }

    /** How many were heard lately. */
    int active() {
        return table.size();
    }

    /** How many are known. */
    int known() {
        return byId.size();
    }

    /** Who has this id, or null. */
    @Nullable
    Singer get(long id) {
        return byId.get(id);
    }

    /** The one who was not heard for the longest time; go on with {@link Singer#newer}. */
    @Nullable
    Singer oldest() {
        return oldest;
    }

    /**
     * Adds somebody new, heard at {@code now}; when the room is full in place of the one who has been silent longest.
     *
     * @return null when the room is full of active people
     */
    @Nullable
    Singer add(long id, long now) {
        Singer silent = oldest;
        if (byId.size() >= max) {
            if (silent == null || silent.isActive()) {
                return null;
            }
            remove(silent);
        }
        Singer singer = new Singer(id);
        byId.put(id, singer);
        append(singer);
        singer.lastHeard = now;
        return singer;
    }

    /** Notes that {@code singer} was heard at {@code now}, with the delay that he shows now. */
    void heard(Singer singer, long now, long delaySamples) {
        int seconds = Math.clamp(
                (delaySamples + AudioFormat.SAMPLE_RATE_HZ / 2) / AudioFormat.SAMPLE_RATE_HZ, 0, DELAY_MAX_SECONDS);
        singer.delaySamples = delaySamples;
        singer.lastHeard = now;
        if (singer != newest) {
            unlink(singer);
            append(singer);
        }
        if (singer.isActive()) {
            if (seconds != singer.delaySeconds) {
                singer.delaySeconds = seconds;
                table.moveByDelay(singer);
            }
        } else {
            singer.delaySeconds = seconds;
            table.add(singer);
        }
        if (oldestActive == null) {
            oldestActive = singer;
        }
    }

    /** Drops those not heard for 5 s from the active, and those not heard for an hour altogether. */
    void expire(long now) {
        Singer silent = oldestActive;
        while (silent != null && now - silent.lastHeard >= RoomLimits.ACTIVE_SAMPLES) {
            deactivate(silent);
            silent = silent.newer;
        }
        oldestActive = silent;
        Singer gone = oldest;
        while (gone != null && now - gone.lastHeard > RoomLimits.FORGET_SAMPLES) {
            Singer next = gone.newer;
            remove(gone);
            gone = next;
        }
    }

    /** One of those in the next occupied bucket behind {@code singer}; null when there is none. */
    @Nullable
    Singer nextBehind(Singer singer) {
        int row = table.rowFrom(singer.delaySeconds + SAME_BUCKET_SECONDS);
        return row < table.size() ? table.at(row) : null;
    }

    /** Largest read clock of all active singers in buckets behind {@code singer}; 0 when there are none. */
    long furthestReadBehind(Singer singer) {
        long furthest = 0;
        for (int row = table.rowFrom(singer.delaySeconds + SAME_BUCKET_SECONDS); row < table.size(); row++) {
            furthest = Math.max(furthest, table.at(row).lastReadClock);
        }
        return furthest;
    }

    /** Largest delay of those active, in seconds; 0 when nobody is. */
    int largestDelaySeconds() {
        return table.size() == 0 ? 0 : table.at(table.size() - 1).delaySeconds;
    }

    private void deactivate(Singer singer) {
        table.remove(singer);
    }

    private void remove(Singer singer) {
        if (singer == oldestActive) {
            oldestActive = singer.newer;
        }
        if (singer.isActive()) {
            deactivate(singer);
        }
        unlink(singer);
        byId.remove(singer.id);
        if (singer.voice != null) {
            singer.voice.close();
        }
        singer.leaveRings();
        if (singer.person != null) {
            singer.person.forgotten(singer);
        }
    }

    private void append(Singer singer) {
        singer.older = newest;
        singer.newer = null;
        if (newest == null) {
            oldest = singer;
        } else {
            newest.newer = singer;
        }
        newest = singer;
    }

    private void unlink(Singer singer) {
        if (singer == oldestActive) {
            oldestActive = singer.newer;
        }
        Singer before = singer.older;
        Singer after = singer.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
    }
}
