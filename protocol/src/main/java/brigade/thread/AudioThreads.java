package brigade.thread;

/**
 * Makes the threads that sound waits for: before all others on the machine where the system permits it, as JACK does with its
 * own (ADR 9); like any other where it does not. Any thread.
 *
 * <p>They run for milliseconds and then wait. Compilers, sockets and health pages of the same process get what they leave, and
 * the kernel keeps 5 % of each core from them whatever they do (sched(7)).
 */
public final class AudioThreads {
    /** What an audio thread got. */
    public enum Standing {
        /** Real-time: runs as soon as it is woken. */
        REALTIME,
        /** A larger share than others. */
        NICE,
        /** The same as others. */
        NORMAL
    }

    private final boolean urgent;

    private AudioThreads(boolean urgent) {
        this.urgent = urgent;
    }

    /** Threads like any other: for tests, rehearsals and who does not want more. */
    public static AudioThreads normal() {
        return new AudioThreads(false);
    }

    /** Threads that come first if they may. */
    public static AudioThreads urgent() {
        return new AudioThreads(true);
    }

    /** A daemon thread, not yet started. */
    public Thread unstarted(String name, Urgency urgency, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            if (urgent) {
                ThreadPriority.raise(urgency);
            }
            task.run();
        });
    }

    /**
     * What these threads get here; asks the system with a thread of its own. If it is real time, the Java machine's own thread
     * gets it too: whom it stops must not wait for a place in line besides. For a process's start.
     */
    public Standing begin() {
        if (!urgent) {
            return Standing.NORMAL;
        }
        Standing[] got = {Standing.NORMAL};
        Thread probe = Thread.ofPlatform()
                .daemon()
                .name("audio-probe")
                .start(() -> got[0] = ThreadPriority.raise(Urgency.TICK));
        try {
            probe.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Standing.NORMAL;
        }
        if (got[0] == Standing.REALTIME) {
            MachineThread.raise();
        }
        return got[0];
    }
}
