package brigade.audio.file;

import brigade.audio.AudioFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes 48 kHz mono sound to a WAV file as it comes. The header is made true on {@link #close()}; a file whose
 * writer died still plays in most programs.
 *
 * <p>Blocks; one owner, one thread.
 */
public final class WavWriter implements Closeable {
    /** How samples are stored. */
    public enum Encoding {
        /** Integers, rounded to the nearest and cut at full scale; no dither, so that files repeat to the bit. */
        INT_16(1, 2),
        /** As they are. */
        FLOAT_32(3, 4);

        private final int formatTag;
        private final int bytes;

        Encoding(int formatTag, int bytes) {
            this.formatTag = formatTag;
            this.bytes = bytes;
        }
    }

    /** "RIFF" + "fmt " (16 bytes) + "fact" (4 bytes) + the head of "data". */
    private static final int HEADER_BYTES = 12 + 24 + 12 + 8;

    private static final int BLOCK_SAMPLES = 16_384;

    private final FileChannel channel;
    private final Encoding encoding;
    private final ByteBuffer block;
    private long samples;

    private WavWriter(FileChannel channel, Encoding encoding) {
        this.channel = channel;
        this.encoding = encoding;
        this.block = ByteBuffer.allocate(BLOCK_SAMPLES * encoding.bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Opens {@code file} anew; what it held is lost. */
    public static WavWriter create(Path file, Encoding encoding) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        WavWriter writer = new WavWriter(channel, encoding);
        try {
            writer.writeHeader();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return writer;
    }

    /** Writes all of {@code sound} to {@code file}. */
    public static void write(Path file, float[] sound, Encoding encoding) throws IOException {
        try (WavWriter writer = create(file, encoding)) {
            writer.append(sound, 0, sound.length);
        }
    }

    /** Adds {@code count} samples of {@code sound} from index {@code from}. */
    public void append(float[] sound, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int part = Math.min(BLOCK_SAMPLES, count - done);
            block.clear();
            for (int i = 0; i < part; i++) {
                put(sound[from + done + i]);
            }
            write(block.flip());
            samples += part;
            done += part;
        }
    }

    /** Samples written so far. */
    public long samples() {
        return samples;
    }

    /** Writes the true lengths and closes the file. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.position(0);
            writeHeader();
        }
    }

    private void put(float sample) {
        switch (encoding) {
            case INT_16 -> block.putShort((short) Math.clamp(Math.round(sample * 32_768.0), -32_768, 32_767));
            case FLOAT_32 -> block.putFloat(sample);
        }
    }

    private void writeHeader() throws IOException {
        long dataBytes = samples * encoding.bytes;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tag(header, "RIFF").putInt((int) Math.min(HEADER_BYTES - 8 + dataBytes, 0xFFFF_FFFFL));
        tag(header, "WAVE");
        tag(header, "fmt ").putInt(16).putShort((short) encoding.formatTag).putShort((short) 1);
        header.putInt(AudioFormat.SAMPLE_RATE_HZ).putInt(AudioFormat.SAMPLE_RATE_HZ * encoding.bytes);
        header.putShort((short) encoding.bytes).putShort((short) (8 * encoding.bytes));
        tag(header, "fact").putInt(4).putInt((int) samples);
        tag(header, "data").putInt((int) Math.min(dataBytes, 0xFFFF_FFFFL));
        write(header.flip());
    }

    private static ByteBuffer tag(ByteBuffer header, String tag) {
        return header.put(tag.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
