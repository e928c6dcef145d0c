package brigade.rpc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * futex(2) through the C library's {@code syscall}, not PRIVATE, so that it works between processes and containers.
 *
 * <p>Addresses travel as plain numbers: no slice is made per call, and an address that is no longer mapped is an EFAULT
 * of the kernel, not a crash. All errors mean "look again" (EAGAIN changed already, EINTR, ETIMEDOUT).
 */
final class LinuxFutex implements Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** Number of the futex call: x86-64 202 (syscall_64.tbl), arm64 98 (asm-generic/unistd.h); -1 unknown. */
    private static final long FUTEX_CALL = futexCall();

    private static final @Nullable MethodHandle SYSCALL = FUTEX_CALL < 0 ? null : linkSyscall();

    /** struct timespec {i64 seconds; i64 nanoseconds}, relative. */
    private final MemorySegment timespec = Arena.ofAuto().allocate(16, 8);

    /** Whether this system has the call under a number we know. */
    static boolean isSupported() {
        return SYSCALL != null;
    }

    private static long futexCall() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return -1;
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> 202;
            case "aarch64" -> 98;
            default -> -1;
        };
    }

    // Restricted: linking native code is what this class is for; every process runs with --enable-native-access.
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle linkSyscall() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
        return linker.defaultLookup()
                .find("syscall")
                .map(symbol -> linker.downcallHandle(symbol, shape, Linker.Option.firstVariadicArg(1)))
                .orElse(null);
    }

    @Override
    public void await(MemorySegment words, long offset, int expected, long timeoutNs) {
        if (timeoutNs <= 0) {
            return;
        }
        timespec.set(JAVA_LONG, 0, timeoutNs / NS_PER_SECOND);
        timespec.set(JAVA_LONG, 8, timeoutNs % NS_PER_SECOND);
        futex(words.address() + offset, FUTEX_WAIT, expected, timespec.address());
    }

    @Override
    public void wake(MemorySegment words, long offset) {
        futex(words.address() + offset, FUTEX_WAKE, 1, 0);
    }

    private static void futex(long address, int operation, int value, long timespecAddress) {
        MethodHandle syscall = SYSCALL;
        if (syscall == null) {
            throw new IllegalStateException("no futex on this system");
        }
        try {
            long ignored = (long) syscall.invokeExact(FUTEX_CALL, address, operation, value, timespecAddress, 0L, 0);
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing", e);
        }
    }
}
