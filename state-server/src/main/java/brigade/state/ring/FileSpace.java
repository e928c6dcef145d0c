package brigade.state.ring;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reserves the space of a file before it is mapped: {@code posix_fallocate}(3), or plain zeros where there is none. A
 * sparse file on a full tmpfs would end the process with a SIGBUS at the first missing page. Not on the agent thread.
 */
final class FileSpace {
    private static final int EINTR = 4;
    private static final int EFBIG = 27;
    private static final int ENOSPC = 28;
    private static final int O_RDWR = 2;

    private FileSpace() {}

    /**
     * Makes {@code file}, which exists, {@code bytes} long with every page there.
     *
     * @throws NoRoomForSongException when the file system has less, or may not hold so large a file
     */
    static void reserve(Path file, long bytes) throws IOException, NoRoomForSongException {
        Linker linker = Linker.nativeLinker();
        SymbolLookup libc = linker.defaultLookup();
        int error;
        if (libc.find("posix_fallocate").isPresent()) {
            error = fallocate(linker, libc, file, bytes);
        } else {
            error = writeZeros(file, bytes);
        }
        if (error == ENOSPC || error == EFBIG) {
            throw new NoRoomForSongException("no room for another song: " + bytes / 1_000_000
                    + " MB more are needed in " + file.toAbsolutePath().getParent());
        }
        if (error != 0) {
            throw new IOException("cannot reserve " + bytes + " bytes for " + file + ": errno " + error);
        }
    }

    @SuppressWarnings("restricted") // calls into libc are what this class is for
    private static int fallocate(Linker linker, SymbolLookup libc, Path file, long bytes) throws IOException {
        MethodHandle open = linker.downcallHandle(
                libc.findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        MethodHandle close = linker.downcallHandle(
                libc.findOrThrow("close"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MethodHandle allocate = linker.downcallHandle(
                libc.findOrThrow("posix_fallocate"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toString());
            int descriptor = (int) open.invokeExact(path, O_RDWR);
            if (descriptor < 0) {
                throw new IOException("cannot open " + file);
            }
            int error;
            do {
                error = (int) allocate.invokeExact(descriptor, 0L, bytes);
            } while (error == EINTR);
            int ignored = (int) close.invokeExact(descriptor);
            return error;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("cannot reserve space for " + file, e);
        }
    }

    /** Returns an errno, as the function it stands for does. */
    private static int writeZeros(Path file, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (Files.getFileStore(file).getUsableSpace() < bytes) {
                return ENOSPC;
            }
            long left = bytes;
            while (left > 0) {
                zeros.clear().limit((int) Math.min(left, zeros.capacity()));
                left -= channel.write(zeros);
            }
            return 0;
        }
    }
}
