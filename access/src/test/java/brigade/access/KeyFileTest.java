package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key is made once, whoever comes, and only its owner reads it. */
class KeyFileTest {
    @TempDir
    Path data;

    @Test
    void theKeyStaysTheSame() throws IOException {
        byte[] first = KeyFile.openOrMake(data, new Random(1));
        assertThat(first).hasSize(KeyFile.KEY_BYTES);
        assertThat(KeyFile.openOrMake(data, new Random(2))).isEqualTo(first);
        assertThat(KeyFile.open(data)).isEqualTo(first);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        KeyFile.openOrMake(data, new Random(1));
        Path file = KeyFile.in(data);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("keys"))))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyFile.open(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void whoStartsAtTheSameTimeAgreesOnOneKey() throws Exception {
        int starters = 16;
        for (int round = 0; round < 20; round++) {
            Path folder = data.resolve("round-" + round);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<byte[]>> keys = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(starters)) {
                for (int i = 0; i < starters; i++) {
                    long seed = 100L * round + i;
                    keys.add(threads.submit(() -> {
                        go.await();
                        return KeyFile.openOrMake(folder, new Random(seed));
                    }));
                }
                go.countDown();
            }
            assertThat(distinct(keys)).hasSize(1);
            try (var files = Files.list(folder.resolve("keys"))) {
                assertThat(files).containsExactly(KeyFile.in(folder));
            }
        }
    }

    private static Set<String> distinct(List<Future<byte[]>> keys) throws InterruptedException, ExecutionException {
        Set<String> distinct = new TreeSet<>();
        for (Future<byte[]> key : keys) {
            distinct.add(HexFormat.of().formatHex(key.get()));
        }
        return distinct;
    }

    @Test
    void aBrokenKeyIsNotReplacedInSilence() throws IOException {
        KeyFile.openOrMake(data, new Random(1));
        Files.writeString(KeyFile.in(data), "not a key");
        assertThatThrownBy(() -> KeyFile.openOrMake(data, new Random(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold a key");
    }
}
