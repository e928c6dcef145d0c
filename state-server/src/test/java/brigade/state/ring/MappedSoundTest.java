package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import brigade.audio.file.MappedWav;
import brigade.audio.file.WavWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A track that is read from its file is the same sound as one in memory. */
class MappedSoundTest {
    private static final int SAMPLES = 3 * 48_000 + 7;
    private static final float GAIN = 0.5f;

    @TempDir
    private Path folder;

    @Test
    void soundsAsOneInMemory_fromItsFirstSampleToItsLast() throws Exception {
        SplittableRandom chance = new SplittableRandom(5);
        float[] steps = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            steps[i] = chance.nextInt(-32_768, 32_768) / 32_768f;
        }
        Path file = folder.resolve("take.wav");
        WavWriter.write(file, steps, WavWriter.Encoding.INT_16);
        MappedWav wav = Objects.requireNonNull(MappedWav.open(file));
        // It may be deleted while it plays.
        Files.delete(file);
        float[] sound = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            sound[i] = wav.at(i) / 32_768f * GAIN;
            assertThat(Math.abs(wav.at(i) / 32_768f - steps[i])).isLessThanOrEqualTo(1 / 32_768f);
        }
        BackingSound mapped = BackingSound.mapped(wav, GAIN);
        BackingSound track = BackingSound.track(sound);
        assertThat(mapped.samples()).isEqualTo(track.samples());
        BackingSound.Piece one = new BackingSound.Piece();
        BackingSound.Piece other = new BackingSound.Piece();
        for (long at :
                new long[] {0, 1, 959, 48_000, SAMPLES - RingSize.BLOCK_SAMPLES, SAMPLES - 3, SAMPLES, SAMPLES + 5}) {
            int count = RingSize.BLOCK_SAMPLES;
            boolean sounds = mapped.locate(at, count, one);
            assertThat(sounds).isEqualTo(track.locate(at, count, other));
            if (sounds) {
                for (int i = 0; i < count; i++) {
                    int value = one.samples[one.at + i];
                    assertThat(value).isCloseTo(other.samples[other.at + i], within(1));
                    assertThat(Math.abs(value)).isLessThanOrEqualTo(one.peak);
                }
            }
        }
    }

    @Test
    void filesOfOtherKindsAreNotTaken() throws Exception {
        Path floats = folder.resolve("floats.wav");
        WavWriter.write(floats, new float[10], WavWriter.Encoding.FLOAT_32);
        assertThat(MappedWav.open(floats)).isNull();
        Path nonsense = folder.resolve("nonsense.wav");
        for (byte[] bytes : new byte[][] {{}, "RIFF".getBytes(StandardCharsets.US_ASCII), new byte[100]}) {
            Files.write(nonsense, bytes);
            assertThat(MappedWav.open(nonsense)).isNull();
        }
        Path cut = folder.resolve("cut.wav");
        WavWriter.write(cut, new float[100], WavWriter.Encoding.INT_16);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), (int) Files.size(cut) - 21));
        assertThat(Objects.requireNonNull(MappedWav.open(cut)).samples()).isEqualTo(89);
    }
}
