package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.ClockAnchor;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFileTest {
    private static final UUID BOOT = new UUID(3, 4);

    @TempDir
    Path runDir;

    private ServerFile takeOver(long monotonicNs, long unixNs, UUID boot) throws Exception {
        return ServerFile.takeOver(runDir, () -> monotonicNs, () -> unixNs, boot);
    }

    @Test
    void restartKeepsTheAnchorAndBeginsANewGeneration() throws Exception {
        ServerFile first = takeOver(100, 1_000, BOOT);
        assertThat(first.anchor()).isEqualTo(new ClockAnchor(BOOT, 1_000, 100));
        assertThat(first.heartbeat()).isEqualTo(100);
        long firstGeneration = first.generation();
        ServerFile second = takeOver(200, 999_999, BOOT);
        assertThat(second.anchor()).isEqualTo(new ClockAnchor(BOOT, 1_000, 100));
        assertThat(second.generation()).isGreaterThan(firstGeneration);
        assertThat(first.generation()).as("the old mapping sees it").isEqualTo(second.generation());
        assertThat(first.heartbeat()).isEqualTo(200);
    }

    @Test
    void generationGrowsWhenTheWallClockGoesBack() throws Exception {
        long firstGeneration = takeOver(1, 1_000_000, BOOT).generation();
        assertThat(takeOver(2, 5, BOOT).generation()).isGreaterThan(firstGeneration);
    }

    @Test
    void anchorOfAnotherBootIsTakenAnew() throws Exception {
        takeOver(100, 1_000, BOOT);
        UUID next = new UUID(5, 6);
        assertThat(takeOver(7, 2_000, next).anchor()).isEqualTo(new ClockAnchor(next, 2_000, 7));
    }

    @Test
    void unknownBootIsNeverGoneOnWith() throws Exception {
        takeOver(100, 1_000, ClockAnchor.UNKNOWN_BOOT);
        assertThat(takeOver(7, 2_000, ClockAnchor.UNKNOWN_BOOT).anchor().unixNs())
                .isEqualTo(2_000);
    }

    @Test
    void fileThatIsNotOursIsRefusedAndReplaced() throws Exception {
        Path path = RunDir.stateFile(runDir);
        assertThatThrownBy(() -> ServerFile.open(path)).isInstanceOf(NoSuchFileException.class);
        Files.write(path, new byte[17]);
        assertThatThrownBy(() -> ServerFile.open(path))
                .isInstanceOf(RpcFormatException.class)
                .hasMessageContaining("17 bytes");
        Files.write(path, new byte[ServerFileLayout.FILE_BYTES]);
        assertThatThrownBy(() -> ServerFile.open(path))
                .isInstanceOf(RpcFormatException.class)
                .hasMessageContaining("magic");
        assertThat(takeOver(1, 1_000, BOOT).anchor().unixNs()).isEqualTo(1_000);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {9, 9, 9, 9}), ServerFileLayout.VERSION_OFFSET);
        }
        assertThatThrownBy(() -> ServerFile.open(path))
                .isInstanceOf(RpcFormatException.class)
                .hasMessageContaining("version");
        assertThat(takeOver(1, 3_000, BOOT).anchor().unixNs()).isEqualTo(3_000);
    }

    @Test
    void thisMachineSaysWhichBootItIs() throws Exception {
        boolean says = Files.exists(Path.of("/proc/sys/kernel/random/boot_id"));
        assertThat(BootId.current().equals(ClockAnchor.UNKNOWN_BOOT)).isNotEqualTo(says);
        assertThat(BootId.current()).isEqualTo(BootId.current());
    }
}
