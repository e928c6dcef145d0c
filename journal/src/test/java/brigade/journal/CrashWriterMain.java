package brigade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes numbers until it is killed, and says after each how far it is. */
final class CrashWriterMain {
    static final JournalFormat FORMAT = new JournalFormat("crash", 1);
    static final int RECORD_BYTES = 300;

    private CrashWriterMain() {}

    /** Folder and first number. */
    public static void main(String[] arguments) throws IOException {
        byte[] record = new byte[RECORD_BYTES];
        JournalLimits limits = new JournalLimits(64L << 20, 3_600, 0, 2L << 20);
        try (JournalWriter writer = new JournalWriter(
                Path.of(arguments[0]), "source", FORMAT, limits, FreeSpace.OF_DISK, System::currentTimeMillis)) {
            for (long number = Long.parseLong(arguments[1]); ; number++) {
                ByteBuffer.wrap(record).putLong(0, number);
                writer.append(record, RECORD_BYTES);
                System.out.println(number);
            }
        }
    }
}
