package brigade.state;

import brigade.journal.JournalLimits;
import java.nio.file.Path;

/**
 * All settings of the state server, checked once, before anything opens.
 *
 * @param runDir folder where processes meet; made when missing
 * @param dataDir folder of what must survive; backing tracks are in its {@code tracks}
 * @param healthPort port of the health page on loopback; 0 any free one, -1 none
 * @param openMain whether there is a room {@code main}, open to everybody
 * @param usersMax people that each room takes, 1..65535
 * @param instanceName name of the house that clients are shown; empty for none
 * @param realtime whether its agent comes before all other threads, if it may
 * @param journal how much of what happened in rooms is kept
 * @param rehearse whether a made-up choir warms it up after the start, while nobody is there
 * @param ordinal number of this house among those that share an address, 0..999; its rooms' ids end in it
 * @param drainMaxSeconds how long SIGTERM lets songs go on that run; 0: it ends at once
 */
public record StateServerConfig(
        Path runDir,
        Path dataDir,
        int healthPort,
        boolean openMain,
        int usersMax,
        String instanceName,
        boolean realtime,
        JournalLimits journal,
        boolean rehearse,
        int ordinal,
        int drainMaxSeconds) {
    /** Most people in a room: their count is 16 bits on the wire. */
    public static final int USERS_MAX = 65_535;

    /** People in a room unless told. */
    public static final int USERS_MAX_DEFAULT = 2_000;

    /** 1 GiB, 90 days; 256 MiB of the disk stay free. */
    public static final JournalLimits JOURNAL_DEFAULT = JournalLimits.of(1L << 30, 90L * 86_400, 256L << 20);

    /** Largest number of a house. */
    public static final int ORDINAL_MAX = 999;

    /** An hour: nobody sings a longer song. */
    public static final int DRAIN_MAX_SECONDS = 3_600;

    /** Characters of {@code instanceName}. */
    public static final int INSTANCE_NAME_MAX_CHARS = 100;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with one line that names the key
     */
    public StateServerConfig {
        require(!runDir.toString().isEmpty(), "run-dir must not be empty");
        require(!dataDir.toString().isEmpty(), "data must not be empty");
        require(healthPort >= -1 && healthPort <= 65_535, "health-port must be -1..65535, not " + healthPort);
        require(usersMax >= 1 && usersMax <= USERS_MAX, "max-users must be 1.." + USERS_MAX + ", not " + usersMax);
        require(ordinal >= 0 && ordinal <= ORDINAL_MAX, "ordinal must be 0.." + ORDINAL_MAX + ", not " + ordinal);
        require(
                drainMaxSeconds >= 0 && drainMaxSeconds <= DRAIN_MAX_SECONDS,
                "drain-max-seconds must be 0.." + DRAIN_MAX_SECONDS + ", not " + drainMaxSeconds);
        require(
                instanceName.length() <= INSTANCE_NAME_MAX_CHARS
                        && instanceName.chars().noneMatch(Character::isISOControl),
                "instance-name must be at most " + INSTANCE_NAME_MAX_CHARS + " characters on one line");
    }

    /** With the usual journal and a rehearsal, alone at its address. */
    public StateServerConfig(
            Path runDir,
            Path dataDir,
            int healthPort,
            boolean openMain,
            int usersMax,
            String instanceName,
            boolean realtime) {
        this(runDir, dataDir, healthPort, openMain, usersMax, instanceName, realtime, JOURNAL_DEFAULT, true, 0, 0);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Folder of backing tracks. */
    public Path tracksDir() {
        return dataDir.resolve("tracks");
    }
}
