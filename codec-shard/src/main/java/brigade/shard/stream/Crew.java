package brigade.shard.stream;

import brigade.thread.AudioThreads;
import brigade.thread.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a tick's tasks in parallel: the caller and some helpers pull from an atomic counter. One caller at a time. With no
 * helper, or one task, it is a loop.
 */
final class Crew implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** A task of a round. */
    @FunctionalInterface
    interface Task {
        /** Does task {@code index}; what it throws is logged, and the others go on. */
        void run(int index);
    }

    private static final class Round {
        final Task task;
        final int tasks;
        final Thread caller = Thread.currentThread();
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger left;

        Round(Task task, int tasks) {
            this.task = task;
            this.tasks = tasks;
            this.left = new AtomicInteger(tasks);
        }

        void pull() {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                runOne(task, i);
                if (left.decrementAndGet() == 0) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    private final List<Thread> helpers = new ArrayList<>();
    private volatile @Nullable Round current;
    private volatile boolean closed;

    /** Starts {@code helpers} daemon threads; 0 is allowed. */
    Crew(String name, int helpers, AudioThreads threads) {
        for (int i = 1; i <= helpers; i++) {
            this.helpers.add(threads.unstarted(name + "-" + i, Urgency.TICK, this::help));
        }
        this.helpers.forEach(Thread::start);
    }

    /** Runs tasks 0..tasks-1 and returns when all are done. */
    void run(int tasks, Task task) {
        if (tasks <= 1 || helpers.isEmpty()) {
            for (int i = 0; i < tasks; i++) {
                runOne(task, i);
            }
            return;
        }
        Round round = new Round(task, tasks);
        current = round;
        for (int i = 0; i < Math.min(helpers.size(), tasks - 1); i++) {
            LockSupport.unpark(helpers.get(i));
        }
        round.pull();
        while (round.left.get() > 0) {
            LockSupport.park(this);
        }
        current = null;
    }

    private static void runOne(Task task, int index) {
        try {
            task.run(index);
        } catch (RuntimeException e) {
            LOG.error("a task of the tick failed", e);
        }
    }

    private void help() {
        Round seen = null;
        while (!closed) {
            Round round = current;
            if (round == null || round == seen) {
                LockSupport.park(this);
            } else {
                seen = round;
                round.pull();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
    }
}
