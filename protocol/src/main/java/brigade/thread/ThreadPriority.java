package brigade.thread;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import brigade.thread.AudioThreads.Standing;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Raises the calling thread with the C library: pthread_setschedparam(3) with SCHED_FIFO, which wants CAP_SYS_NICE or a limit
 * (RLIMIT_RTPRIO), else setpriority(2), which on Linux is for a thread and wants the same. Linux only; elsewhere, and where
 * both are refused, nothing changes.
 */
final class ThreadPriority {
    /** sched(7): runs until it waits; and threads that it starts are ordinary ones again. */
    private static final int FIFO_RESET_ON_FORK = 1 | 0x4000_0000;

    private static final int PRIO_PROCESS = 0;

    /** A tenfold share of an ordinary thread's, roughly: each step of nice is a quarter more. */
    private static final int NICE = -10;

    private static final @Nullable MethodHandle SELF = link("pthread_self", FunctionDescriptor.of(JAVA_LONG));

    private static final @Nullable MethodHandle SET_SCHEDULING =
            link("pthread_setschedparam", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, ValueLayout.ADDRESS));

    private static final @Nullable MethodHandle SET_SCHEDULER =
            link("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ValueLayout.ADDRESS));

    private static final @Nullable MethodHandle SET_NICE =
            link("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

    private ThreadPriority() {}

    /** The calling thread, as far as it may. */
    static Standing raise(Urgency urgency) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread's carrier is not its own");
        }
        if (setRealtime(urgency.priority())) {
            return Standing.REALTIME;
        }
        return setNice() ? Standing.NICE : Standing.NORMAL;
    }

    /** Another thread of this process, by the kernel's number; whether it could be. Not with musl, which has no such call. */
    static boolean raise(int threadId, Urgency urgency) {
        MethodHandle set = SET_SCHEDULER;
        if (set == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            return (int) set.invokeExact(threadId, FIFO_RESET_ON_FORK, parameters(arena, urgency.priority())) == 0;
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing", e);
        }
    }

    /** struct sched_param begins with int sched_priority; musl's is longer, the rest unused. */
    private static MemorySegment parameters(Arena arena, int priority) {
        MemorySegment parameters = arena.allocate(MemoryLayout.sequenceLayout(16, JAVA_INT));
        parameters.set(JAVA_INT, 0, priority);
        return parameters;
    }

    private static boolean setRealtime(int priority) {
        MethodHandle self = SELF;
        MethodHandle set = SET_SCHEDULING;
        if (self == null || set == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            return (int) set.invokeExact((long) self.invokeExact(), FIFO_RESET_ON_FORK, parameters(arena, priority))
                    == 0;
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing", e);
        }
    }

    private static boolean setNice() {
        MethodHandle set = SET_NICE;
        if (set == null) {
            return false;
        }
        try {
            return (int) set.invokeExact(PRIO_PROCESS, 0, NICE) == 0;
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing", e);
        }
    }

    // Restricted: linking native code is what this class is for; every process runs with --enable-native-access.
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle link(String name, FunctionDescriptor shape) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(symbol -> linker.downcallHandle(symbol, shape))
                .orElse(null);
    }
}
