package brigade.audio.file;

import brigade.audio.AudioFormat;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A long WAV file as {@link WavWriter} makes it (48 kHz, mono, 16 bits), read where it lies: it takes no memory of the program's own, only the
 * system's file cache. The file must not be written to while it is used; it may be deleted or replaced by another. Any thread; the mapping goes
 * with the last reference.
 */
public final class MappedWav {
    private static final int RIFF = 0x4646_4952;
    private static final int WAVE = 0x4556_4157;
    private static final int FORMAT = 0x2074_6d66;
    private static final int DATA = 0x6174_6164;
    private static final int CHUNK_HEAD_BYTES = 8;
    private static final int FORMAT_BYTES = 16;
    private static final int PCM = 1;

    private final ShortBuffer samples;

    private MappedWav(ShortBuffer samples) {
        this.samples = samples;
    }

    /**
     * Maps a file; null when it is no WAV of that kind, for {@link WavReader} to look at.
     *
     * @throws IOException when it cannot be read
     */
    public static @Nullable MappedWav open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size();
            if (bytes > Integer.MAX_VALUE) {
                return null;
            }
            ByteBuffer all =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes).order(ByteOrder.LITTLE_ENDIAN);
            return all.remaining() < 12 || all.getInt(0) != RIFF || all.getInt(8) != WAVE ? null : of(all.position(12));
        }
    }

    private static @Nullable MappedWav of(ByteBuffer chunks) {
        boolean isOurs = false;
        try {
            while (chunks.remaining() >= CHUNK_HEAD_BYTES) {
                int kind = chunks.getInt();
                long length = Integer.toUnsignedLong(chunks.getInt());
                int there = (int) Math.min(length, chunks.remaining());
                if (kind == DATA) {
                    ByteBuffer sound = chunks.slice(chunks.position(), there).order(ByteOrder.LITTLE_ENDIAN);
                    return isOurs ? new MappedWav(sound.asShortBuffer()) : null;
                }
                if (kind == FORMAT && there >= FORMAT_BYTES) {
                    ByteBuffer format = chunks.slice(chunks.position(), there).order(ByteOrder.LITTLE_ENDIAN);
                    isOurs = format.getShort(0) == PCM
                            && format.getShort(2) == 1
                            && format.getInt(4) == AudioFormat.SAMPLE_RATE_HZ
                            && format.getShort(14) == Short.SIZE;
                }
                // Chunks begin at even places.
                chunks.position((int) Math.min(chunks.limit(), chunks.position() + length + (length & 1)));
            }
        } catch (BufferUnderflowException e) {
            return null;
        }
        return null;
    }

    /** How many there are. */
    public int samples() {
        return samples.limit();
    }

    /** One of them, full scale ±32,768; {@code index} from 0. */
    public short at(int index) {
        return samples.get(index);
    }
}
