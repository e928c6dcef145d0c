package brigade.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int FRAMES = 4_800;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "1,  8, 1, 0.01",
        "1, 16, 1, 4e-5",
        "1, 16, 2, 4e-5",
        "1, 24, 1, 2e-7",
        "1, 24, 6, 2e-7",
        "1, 32, 2, 2e-7",
        "3, 32, 1, 1e-7",
        "3, 32, 2, 1e-7",
        "3, 64, 1, 1e-7",
        "3, 64, 3, 1e-7"
    })
    void everyWidthIsRead_plainAndExtensible(int tag, int bits, int channels, float tolerance) throws IOException {
        for (boolean extensible : new boolean[] {false, true}) {
            float[] read = WavReader.read(file(wav(tag, bits, channels, 48_000, extensible, ramp(channels))));

            assertThat(read).hasSize(FRAMES);
            for (int i = 0; i < FRAMES; i++) {
                assertThat((double) read[i])
                        .as("sample %d, extensible %s", i, extensible)
                        .isCloseTo(rampAt(i), org.assertj.core.data.Offset.offset((double) tolerance));
            }
        }
    }

    @Test
    void whatTheJdkWritesIsRead() throws IOException {
        byte[] bigEndian = new byte[FRAMES * 2];
        for (int i = 0; i < FRAMES; i++) {
            ByteBuffer.wrap(bigEndian).putShort(2 * i, (short) (rampAt(i) * 32_768));
        }
        AudioFormat format = new AudioFormat(24_000, 16, 1, true, true);
        Path file = dir.resolve("jdk.wav");
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(bigEndian), format, FRAMES),
                AudioFileFormat.Type.WAVE,
                file.toFile());

        assertThat(WavReader.read(file)).hasSize(2 * FRAMES);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 22_050, 44_100, 96_000})
    void everyRateBecomes48000(int rateHz) throws IOException {
        float[] read = WavReader.read(file(wav(PCM, 16, 1, rateHz, false, ramp(1))));

        assertThat(read.length).isEqualTo((int) Math.ceil(FRAMES * 48_000.0 / rateHz));
    }

    @Test
    void channelsAreAveraged() throws IOException {
        double[] leftOnly = new double[2 * FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            leftOnly[2 * i] = 0.5;
        }

        assertThat(WavReader.read(file(wav(FLOAT, 32, 2, 48_000, false, leftOnly)))[100])
                .isEqualTo(0.25f);
    }

    @Test
    void aFileCutShortGivesWhatItHolds() throws IOException {
        byte[] whole = wav(PCM, 16, 1, 48_000, false, ramp(1));

        assertThat(WavReader.read(file(java.util.Arrays.copyOf(whole, whole.length - 1_001))))
                .hasSize(FRAMES - 501);
    }

    @Test
    void notANumberIsRefused() throws IOException {
        double[] samples = ramp(1);
        samples[4_000] = Double.NaN;
        assertRefused(wav(FLOAT, 32, 1, 48_000, false, samples), "NaN");
        samples[4_000] = Double.NEGATIVE_INFINITY;
        assertRefused(wav(FLOAT, 64, 1, 48_000, false, samples), "NaN");
    }

    @Test
    void whatIsNoWavOfOursIsRefusedInOneLine() throws IOException {
        assertRefused("this is text".getBytes(StandardCharsets.US_ASCII), "not a WAV");
        assertRefused(new byte[0], "not a WAV");
        assertRefused(new byte[5_000], "not a WAV");
        assertRefused(wav(A_LAW, 8, 1, 48_000, false, ramp(1)), "ALAW of 8 bits");
        assertRefused(wav(PCM, 16, 33, 48_000, false, ramp(33)), "33 channels");
        assertRefused(wav(PCM, 16, 1, 3_999, false, ramp(1)), "sample rate");
        assertRefused(wav(PCM, 16, 1, 768_001, false, ramp(1)), "sample rate");
        assertThatThrownBy(() -> WavReader.read(dir.resolve("missing.wav")))
                .isInstanceOf(AudioFileException.class)
                .hasMessage(dir.resolve("missing.wav") + ": no such file");
        assertThatThrownBy(() -> WavReader.read(dir)).hasMessageContaining("no such file");
    }

    @Test
    void otherSoundFilesAreRefused() throws IOException {
        Path file = dir.resolve("sound.au");
        AudioSystem.write(
                new AudioInputStream(
                        new ByteArrayInputStream(new byte[200]), new AudioFormat(48_000, 16, 1, true, true), 100),
                AudioFileFormat.Type.AU,
                file.toFile());

        assertThatThrownBy(() -> WavReader.read(file)).hasMessageContaining("only WAV");
    }

    @Test
    void aFileOverTheLimitsIsRefused() throws IOException {
        Path big = dir.resolve("big.wav");
        try (var channel = java.nio.channels.FileChannel.open(
                big, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), AudioFileLimits.FILE_MAX_BYTES);
        }
        assertThatThrownBy(() -> WavReader.read(big)).hasMessageContaining("bytes, more than");

        double[] tooLong = new double[(AudioFileLimits.DURATION_MAX_SECONDS * 4_000) + 1];
        assertRefused(wav(PCM, 8, 1, 4_000, false, tooLong), "longer than the 900 s");
    }

    @Test
    void everyBrokenHeaderIsOneLineOrSound() throws IOException {
        long seed = 7;
        java.util.Random random = new java.util.Random(seed);
        byte[] good = wav(PCM, 16, 1, 48_000, true, ramp(1));
        for (int round = 0; round < 500; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 3; i++) {
                bad[random.nextInt(68)] = (byte) random.nextInt();
            }
            try {
                WavReader.read(new ByteArrayInputStream(bad), "bad.wav");
            } catch (AudioFileException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", seed, round).startsWith("bad.wav: ");
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> WavReader.read(file))
                .isInstanceOf(AudioFileException.class)
                .hasMessageStartingWith("sound.wav: ")
                .hasMessageContaining(reason)
                .extracting(e -> String.valueOf(e.getMessage()).lines().count())
                .isEqualTo(1L);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(dir.resolve("sound.wav"), bytes);
    }

    private static double rampAt(int i) {
        return -1 + 1.9 * i / FRAMES;
    }

    private static double[] ramp(int channels) {
        double[] ramp = new double[FRAMES * channels];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = rampAt(i / channels);
        }
        return ramp;
    }

    /** A WAV file after the RIFF specification, made by hand so that the JDK checks nothing but the reader. */
    private static byte[] wav(int tag, int bits, int channels, int rateHz, boolean extensible, double[] samples) {
        int data = samples.length * bits / 8;
        int fmt = extensible ? 40 : 16;
        ByteBuffer out = ByteBuffer.allocate(28 + fmt + data).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(20 + fmt + data).put(ascii("WAVEfmt ")).putInt(fmt);
        out.putShort((short) (extensible ? 0xFFFE : tag)).putShort((short) channels);
        out.putInt(rateHz).putInt(rateHz * channels * bits / 8);
        out.putShort((short) (channels * bits / 8)).putShort((short) bits);
        if (extensible) {
            out.putShort((short) 22).putShort((short) bits).putInt((1 << channels) - 1);
            // The sub-format GUID: the tag, then the fixed tail 0000-0010-8000-00AA00389B71.
            out.putInt(tag).putShort((short) 0).putShort((short) 0x10);
            out.put(new byte[] {(byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71});
        }
        out.put(ascii("data")).putInt(data);
        for (double sample : samples) {
            put(out, tag, bits, sample);
        }
        return out.array();
    }

    private static void put(ByteBuffer out, int tag, int bits, double sample) {
        if (tag == FLOAT) {
            if (bits == 32) {
                out.putFloat((float) sample);
            } else {
                out.putDouble(sample);
            }
            return;
        }
        long value = Math.round(sample * (1L << (bits - 1))) + (bits == 8 ? 128 : 0);
        for (int shift = 0; shift < bits; shift += 8) {
            out.put((byte) (value >> shift));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
