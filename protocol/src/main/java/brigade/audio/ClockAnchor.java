package brigade.audio;

import java.util.UUID;

/**
 * The moment at which wall clock and monotonic clock were read together; all processes of one boot share it through
 * the state server's file.
 *
 * @param bootId which boot of the machine the monotonic clock belongs to; all zero when the system does not say
 * @param unixNs nanoseconds since the Unix epoch at that moment
 * @param monotonicNs the monotonic clock ({@code System.nanoTime}, on Linux CLOCK_MONOTONIC) at that moment
 */
public record ClockAnchor(UUID bootId, long unixNs, long monotonicNs) {
    /** The boot id of a system that has none: an anchor with it is never taken over by a later process. */
    public static final UUID UNKNOWN_BOOT = new UUID(0, 0);

    /** Whether a process of boot {@code currentBootId} may go on with this anchor. */
    public boolean isOfBoot(UUID currentBootId) {
        return !bootId.equals(UNKNOWN_BOOT) && bootId.equals(currentBootId);
    }
}
