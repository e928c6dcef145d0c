package brigade.audio.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavWriterTest {
    @TempDir
    Path dir;

    @Test
    void floatsComeBackToTheBit() throws IOException {
        float[] sound = noise(50_000, 3);
        Path file = dir.resolve("float.wav");

        WavWriter.write(file, sound, WavWriter.Encoding.FLOAT_32);

        assertThat(WavReader.read(file)).isEqualTo(sound);
    }

    @Test
    void integersComeBackWithinHalfAStepAndAreCutAtFullScale() throws IOException {
        float[] sound = noise(50_000, 1);
        sound[0] = 3;
        sound[1] = -3;
        sound[2] = -1;
        Path file = dir.resolve("int.wav");

        WavWriter.write(file, sound, WavWriter.Encoding.INT_16);

        float[] back = WavReader.read(file);
        assertThat(back).hasSize(sound.length);
        assertThat(back[0]).isEqualTo(32_767 / 32_768f);
        assertThat(back[1]).isEqualTo(-1f);
        assertThat(back[2]).isEqualTo(-1f);
        for (int i = 3; i < sound.length; i++) {
            assertThat(Math.abs(back[i] - sound[i])).isLessThanOrEqualTo(0.5f / 32_768 + 1e-7f);
        }
    }

    @Test
    void partsAddUpToAWhole() throws IOException {
        float[] sound = noise(40_000, 1);
        Path whole = dir.resolve("whole.wav");
        Path parts = dir.resolve("parts.wav");
        WavWriter.write(whole, sound, WavWriter.Encoding.INT_16);

        try (WavWriter writer = WavWriter.create(parts, WavWriter.Encoding.INT_16)) {
            writer.append(sound, 0, 17_000);
            writer.append(sound, 17_000, 23_000);
            assertThat(writer.samples()).isEqualTo(40_000);
        }

        assertThat(parts).hasSameBinaryContentAs(whole);
    }

    private static float[] noise(int samples, float peak) {
        Random random = new Random(11);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = peak * (2 * random.nextFloat() - 1);
        }
        return noise;
    }
}
