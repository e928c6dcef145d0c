package brigade.thread;

/** How urgent an audio thread is among audio threads: who is waited for comes before who waits. */
public enum Urgency {
    /** A shard's tick and the threads that help it. */
    TICK(2),
    /** The state server's agent: the ticks of all shards wait for it. */
    AGENT(3),
    /** The Java machine's own thread that collects garbage: everybody stands still until it is through. */
    MACHINE(4);

    private final int priority;

    Urgency(int priority) {
        this.priority = priority;
    }

    /** For sched(7): 1..99; small ones, so that the kernel's own threads, at 50, come first. */
    int priority() {
        return priority;
    }
}
