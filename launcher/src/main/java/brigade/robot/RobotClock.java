package brigade.robot;

/** Time as a robot sees it; passed in, so that tests run songs in virtual time. */
public interface RobotClock {
    /** Monotonic nanoseconds from an origin of its own. */
    long nowNs();

    /** Waits until {@link #nowNs} reaches {@code timeNs}; at once when it has. */
    void awaitNs(long timeNs) throws InterruptedException;
}
