package brigade.shard;

import brigade.journal.JournalLimits;

/**
 * How much of recorded voices is kept.
 *
 * @param journalMaxBytes the voice journal of all shards together; the oldest go
 * @param journalMaxHours how long it is kept
 * @param journalFreeBytes recording stops while the disk has less room
 * @param takesMaxBytes finished takes of all rooms together; the oldest go
 * @param takesMaxHours how long they are kept
 */
public record RecordingConfig(
        long journalMaxBytes, long journalMaxHours, long journalFreeBytes, long takesMaxBytes, long takesMaxHours) {
    /** 8 GiB for a week; 256 MiB of the disk stay free; takes: 16 GiB for 90 days. */
    public static final RecordingConfig USUAL = new RecordingConfig(8L << 30, 168, 256L << 20, 16L << 30, 2_160);

    /** Refuses what is out of range. */
    public RecordingConfig {
        require(journalMaxBytes >= 8L << 20, "--journal-max-bytes must be at least 8388608, got " + journalMaxBytes);
        require(journalMaxHours >= 1, "--journal-max-hours must be at least 1, got " + journalMaxHours);
        require(journalFreeBytes >= 0, "--journal-free-bytes must be at least 0, got " + journalFreeBytes);
        require(takesMaxBytes >= 1, "--takes-max-bytes must be at least 1, got " + takesMaxBytes);
        require(takesMaxHours >= 1, "--takes-max-hours must be at least 1, got " + takesMaxHours);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The journal's. */
    JournalLimits journal() {
        return JournalLimits.of(journalMaxBytes, journalMaxHours * 3_600, journalFreeBytes);
    }
}
