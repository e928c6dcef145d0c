package brigade.launcher.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a rehearsal's reports mean. */
class VerdictTest {
    private static List<Verdict.Robot> choir(int robots, long frames, long late, long skips) {
        return IntStream.range(0, robots)
                .mapToObj(i -> new Verdict.Robot(true, true, 0, frames, late, 0, skips, 10 + i, Set.of()))
                .toList();
    }

    @Test
    void aChoirThatHeardEverythingHolds() {
        Verdict verdict = Verdict.of(choir(4, 3_000, 30, 0), 4);
        assertThat(verdict.exitCode()).isZero();
        assertThat(verdict.lines())
                .contains(
                        "came in:     4 of 4; in the song: 4",
                        "sound:       1.00 % of 240 s came too late, 0 gaps",
                        "connections: 0 lost; round trip 12.0 ms, slowest 13.0 ms")
                .anyMatch(line -> line.startsWith("HOLDS"));
    }

    @Test
    void lateSoundAndLostConnectionsDoNotHold() {
        assertThat(Verdict.of(choir(4, 3_000, 31, 0), 4).exitCode()).isEqualTo(1);
        Verdict.Robot lost = new Verdict.Robot(true, true, 1, 3_000, 0, 0, 0, 10, Set.of("gone"));
        List<Verdict.Robot> choir =
                Stream.concat(choir(3, 3_000, 0, 0).stream(), Stream.of(lost)).toList();
        assertThat(Verdict.of(choir, 4).exitCode()).isEqualTo(1);
        assertThat(Verdict.of(choir, 4).lines()).contains("error:       gone");
        assertThat(Verdict.of(choir(4, 3_000, 0, 0), 5).exitCode())
                .as("one did not come in")
                .isEqualTo(1);
        assertThat(Verdict.of(List.of(), 2).exitCode()).isEqualTo(1);
    }

    @Test
    void robotsThatWereLateThemselvesSayNothing() {
        Verdict verdict = Verdict.of(choir(4, 3_000, 300, 5), 4);
        assertThat(verdict.exitCode()).isEqualTo(3);
        assertThat(verdict.lines().getLast()).startsWith("UNKNOWN");
    }
}
