package brigade.rpc;

import brigade.audio.ClockAnchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which boot of the machine this is: the monotonic clock of another boot means nothing now. */
final class BootId {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The kernel's boot id; {@link ClockAnchor#UNKNOWN_BOOT} on systems without one. */
    static UUID current() {
        try {
            return UUID.fromString(Files.readString(LINUX).strip());
        } catch (IOException | IllegalArgumentException e) {
            return ClockAnchor.UNKNOWN_BOOT;
        }
    }
}
