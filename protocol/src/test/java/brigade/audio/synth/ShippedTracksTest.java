package brigade.audio.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import brigade.audio.file.WavReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedTracksTest {
    @TempDir
    Path dir;

    @Test
    void bothTunesAreWrittenOnce() throws IOException {
        Path tracks = dir.resolve("data/tracks");

        ShippedTracks.writeTo(tracks);

        try (var files = Files.list(tracks)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("frere-jacques.wav", "ode-to-joy.wav");
        }
        float[] sound = WavReader.read(tracks.resolve("frere-jacques.wav"));
        assertThat(sound).hasSize(2 * Melody.FRERE_JACQUES.samples());
        float peak = 0;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isBetween(0.49f, 0.51f);
    }

    @Test
    void aTrackThatIsThereIsLeftAlone() throws IOException {
        Path mine = Files.writeString(dir.resolve("ode-to-joy.wav"), "mine");

        ShippedTracks.writeTo(dir);

        assertThat(mine).hasContent("mine");
    }

    @Test
    void theTunesFillTheirBars() {
        assertThat(Melody.FRERE_JACQUES.beats()).isEqualTo(32);
        assertThat(Melody.ODE_TO_JOY.beats()).isEqualTo(64);
        assertThat(Melody.parse("x", 120, "60:1 -1:3").samples()).isEqualTo(96_000);
        assertThat(Melody.parse("x", 120, "60:1 -1:3").transposed(12).notes())
                .containsExactly(new Note(72, 1), new Note(Note.REST, 3));
    }

    @Test
    void whatIsNoMusicIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Note(128, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Note(60, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Note(60, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Melody("x", 0, List.of(new Note(60, 1))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Melody("x", 60, List.of()));
    }
}
