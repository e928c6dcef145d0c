package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The units in systemd/: systemd itself has nothing against them, and they start what there is. */
class SystemdTest {
    private static final Path FOLDER = ProjectFiles.root().resolve("systemd");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path copy;

    private static List<Path> units() throws Exception {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(file -> !file.toString().endsWith(".md")).sorted().toList();
        }
    }

    @Test
    void systemdVerifiesThem() throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not installed");
        Path program = copy.resolve("program");
        Files.writeString(program, "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of(ANALYZE.toString(), "verify", "--man=no"));
        for (Path unit : units()) {
            Path copied = copy.resolve(unit.getFileName().toString().replace("@.", "@3."));
            // Neither Brigade nor nginx has to be installed for this.
            Files.writeString(
                    copied,
                    Files.readString(unit)
                            .replaceAll("(?m)^(Exec\\w+=)(/opt/brigade/brigade|/usr/sbin/nginx)", "$1" + program));
            command.add(copied.toString());
        }
        assertThat(command).hasSize(7);
        Process verify = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    void everyUnitIsHardenedAndStartsAgain() throws Exception {
        for (Path unit : units()) {
            if (unit.toString().endsWith(".service")) {
                assertThat(Files.readString(unit))
                        .as("%s", unit)
                        .contains("Restart=always", "StartLimitIntervalSec=0", "LimitNOFILE=65536")
                        .contains("NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system-service");
            }
        }
    }

    /** Options that a unit passes are options that the program has. */
    @Test
    void optionsAreThoseOfTheProgram() throws Exception {
        String state = Files.readString(FOLDER.resolve("brigade-state.service"));
        assertThat(state)
                .contains("state-server --run-dir /dev/shm/brigade --data /var/lib/brigade --health-port 8079");
        String shard = Files.readString(FOLDER.resolve("brigade-shard@.service"));
        String arguments = shard.replaceAll("(?s).*exec /opt/brigade/brigade codec-shard ([^']*)'.*", "$1")
                .replace("$$((8080 + %i))", "8083")
                .replace("%i", "3");
        CommandLine parser =
                new CommandLine(new brigade.shard.CodecShardCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        assertThat(parser.parseArgs(arguments.split(" ", -1)).unmatched()).isEmpty();
    }
}
