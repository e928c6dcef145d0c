package brigade.robot;

/** Time that passes only when somebody waits for it. One thread. */
final class VirtualClock implements RobotClock {
    private long nowNs = 5_000_000_000L;

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void awaitNs(long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
    }

    void pass(long ns) {
        nowNs += ns;
    }
}
