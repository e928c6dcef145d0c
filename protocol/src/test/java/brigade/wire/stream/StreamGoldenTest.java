package brigade.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The golden files: {@code NAME.hex} is a message, {@code NAME.json} what is in it, or the status it is refused with.
 * The TypeScript client's tests read the same files.
 */
class StreamGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/brigade/wire/stream");

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void coverEveryKindAndEveryRefusal() throws IOException {
        assertThat(messages()).hasSizeGreaterThanOrEqualTo(25);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areReadAndWritten(Path hexFile) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(Files.readString(hexFile).replaceAll("\\s", ""));
        String description = Files.readString(Path.of(hexFile.toString().replace(".hex", ".json")));
        Direction direction =
                description.contains("\"direction\": \"toServer\"") ? Direction.TO_SERVER : Direction.TO_CLIENT;
        StreamMessageReader reader = new StreamMessageReader();
        int refused = description.indexOf("\"refused\": ");
        if (refused >= 0) {
            int status = Integer.parseInt(description.substring(refused + 11, refused + 14));
            assertThatThrownBy(() -> reader.read(bytes, 0, bytes.length, direction))
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.status()).isEqualTo(status));
            assertThat(reader.kind()).isZero();
            assertThat(reader.sections()).isZero();
        } else {
            reader.read(bytes, 0, bytes.length, direction);
            assertThat(MessageText.describe(reader, direction)).isEqualTo(description);
            assertThat(MessageText.write(reader)).isEqualTo(bytes);
        }
    }
}
