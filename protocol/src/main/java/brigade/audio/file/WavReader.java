package brigade.audio.file;

import brigade.audio.AudioFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Reads a WAV file as Brigade's sound: mono, 48 kHz, float.
 *
 * <p>Taken: integers of 8, 16, 24 and 32 bits, floats of 32 and 64 bits, plain or as {@code WAVE_FORMAT_EXTENSIBLE},
 * within {@link AudioFileLimits}. Channels are averaged. A file that is cut short gives what it holds. Floats beyond
 * full scale are kept; NaN and infinity are refused.
 *
 * <p>The JDK parses the header; the samples are decoded here: its converters do not reach 32-bit floats from every width.
 * Blocks and allocates; any thread that may.
 */
public final class WavReader {
    private static final int BLOCK_FRAMES = 8_192;

    private WavReader() {}

    /**
     * The whole file as 48 kHz mono.
     *
     * @throws AudioFileException when it is missing, is no WAV, has an encoding not taken, or is over a limit
     */
    public static float[] read(Path file) throws AudioFileException {
        String name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file)) {
            throw new AudioFileException(file + ": no such file");
        }
        try {
            long bytes = Files.size(file);
            if (bytes > AudioFileLimits.FILE_MAX_BYTES) {
                throw new AudioFileException(name + ": " + bytes + " bytes, more than the "
                        + AudioFileLimits.FILE_MAX_BYTES + " that a sound file may have");
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                return read(in, name);
            }
        } catch (AudioFileException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioFileException(name + ": cannot be read: " + oneLine(e), e);
        }
    }

    /**
     * How long a file lasts, by its header, after which nothing is read.
     *
     * @throws AudioFileException when {@link #read(Path)} would refuse it by its header, or that does not say
     */
    public static double seconds(Path file) throws AudioFileException {
        String name = String.valueOf(file.getFileName());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            AudioFileFormat header = AudioSystem.getAudioFileFormat(in);
            PcmDecoder.of(header.getFormat(), name);
            int rateHz = checkedRate(header.getFormat().getSampleRate(), name);
            if (!AudioFileFormat.Type.WAVE.equals(header.getType()) || header.getFrameLength() < 0) {
                throw new AudioFileException(name + ": no WAV file that says how long it is");
            }
            return header.getFrameLength() / (double) rateHz;
        } catch (UnsupportedAudioFileException e) {
            throw new AudioFileException(name + ": not a WAV file of integers or floats", e);
        } catch (AudioFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new AudioFileException(name + ": broken WAV file: " + oneLine(e), e);
        }
    }

    /**
     * A whole stream as 48 kHz mono.
     *
     * @param in supports mark and reset; not closed here
     * @param name for messages
     * @throws AudioFileException as {@link #read(Path)}
     */
    public static float[] read(InputStream in, String name) throws AudioFileException {
        try {
            AudioFileFormat header = AudioSystem.getAudioFileFormat(in);
            if (!AudioFileFormat.Type.WAVE.equals(header.getType())) {
                throw new AudioFileException(name + ": " + header.getType() + ", only WAV files are taken");
            }
            AudioInputStream audio = AudioSystem.getAudioInputStream(in);
            PcmDecoder decoder = PcmDecoder.of(audio.getFormat(), name);
            int rateHz = checkedRate(audio.getFormat().getSampleRate(), name);
            checkDuration(audio.getFrameLength(), rateHz, name);
            return read(audio, decoder, rateHz, name);
        } catch (UnsupportedAudioFileException e) {
            throw new AudioFileException(name + ": not a WAV file of integers or floats", e);
        } catch (AudioFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The JDK's parsers answer some broken headers with unchecked exceptions.
            throw new AudioFileException(name + ": broken WAV file: " + oneLine(e), e);
        }
    }

    private static float[] read(InputStream in, PcmDecoder decoder, int rateHz, String name) throws IOException {
        Resampler resampler = new Resampler(rateHz, AudioFormat.SAMPLE_RATE_HZ);
        FloatList sound = new FloatList();
        byte[] bytes = new byte[BLOCK_FRAMES * decoder.frameBytes()];
        float[] mono = new float[BLOCK_FRAMES];
        long input = 0;
        int frames;
        do {
            frames = in.readNBytes(bytes, 0, bytes.length) / decoder.frameBytes();
            input += frames;
            // A header may not say how much follows.
            checkDuration(input, rateHz, name);
            if (!decoder.decode(bytes, frames, mono)) {
                throw new AudioFileException(name + ": holds samples that are no numbers (NaN or infinity)");
            }
            resampler.push(mono, frames, sound);
        } while (frames == BLOCK_FRAMES);
        resampler.finish(sound);
        return sound.toArray();
    }

    private static void checkDuration(long frames, int rateHz, String name) throws AudioFileException {
        if (frames > (long) AudioFileLimits.DURATION_MAX_SECONDS * rateHz) {
            throw new AudioFileException(name + ": longer than the " + AudioFileLimits.DURATION_MAX_SECONDS
                    + " s that a sound file may last");
        }
    }

    private static int checkedRate(float rateHz, String name) throws AudioFileException {
        if (!(rateHz >= AudioFileLimits.RATE_MIN_HZ && rateHz <= AudioFileLimits.RATE_MAX_HZ)) {
            throw new AudioFileException(name + ": sample rate of " + rateHz + " Hz, " + AudioFileLimits.RATE_MIN_HZ
                    + " to " + AudioFileLimits.RATE_MAX_HZ + " are taken");
        }
        return Math.round(rateHz);
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
