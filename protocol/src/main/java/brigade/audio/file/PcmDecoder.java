package brigade.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;

/** Turns the bytes of PCM frames into mono floats. One owner, one thread; allocates nothing after construction. */
final class PcmDecoder {
    /** How one sample lies in its bytes. */
    private enum Width {
        UNSIGNED_8(1),
        SIGNED_8(1),
        SIGNED_16(2),
        SIGNED_24(3),
        SIGNED_32(4),
        FLOAT_32(4),
        FLOAT_64(8);

        private final int bytes;

        Width(int bytes) {
            this.bytes = bytes;
        }
    }

    private final Width width;
    private final int channels;
    private final ByteOrder order;

    private PcmDecoder(Width width, int channels, ByteOrder order) {
        this.width = width;
        this.channels = channels;
        this.order = order;
    }

    /**
     * The decoder for {@code format}.
     *
     * @throws AudioFileException when there is none
     */
    static PcmDecoder of(AudioFormat format, String name) throws AudioFileException {
        int channels = format.getChannels();
        if (channels < 1 || channels > AudioFileLimits.CHANNELS_MAX) {
            throw new AudioFileException(
                    name + ": " + channels + " channels, 1 to " + AudioFileLimits.CHANNELS_MAX + " are taken");
        }
        // The container decides, not the valid bits: shorter samples lie in its upper bits (RIFF,
        // WAVEFORMATEXTENSIBLE).
        int bytes = format.getFrameSize() / channels;
        for (Width width : Width.values()) {
            if (width.bytes == bytes && encodingOf(width).equals(format.getEncoding())) {
                ByteOrder order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
                return new PcmDecoder(width, channels, order);
            }
        }
        throw new AudioFileException(name + ": " + format.getEncoding() + " of " + format.getSampleSizeInBits()
                + " bits; taken are integers of 8, 16, 24, 32 bits and floats of 32, 64 bits");
    }

    private static AudioFormat.Encoding encodingOf(Width width) {
        return switch (width) {
            case UNSIGNED_8 -> AudioFormat.Encoding.PCM_UNSIGNED;
            case SIGNED_8, SIGNED_16, SIGNED_24, SIGNED_32 -> AudioFormat.Encoding.PCM_SIGNED;
            case FLOAT_32, FLOAT_64 -> AudioFormat.Encoding.PCM_FLOAT;
        };
    }

    /** Bytes of one sample of every channel. */
    int frameBytes() {
        return width.bytes * channels;
    }

    /**
     * Decodes {@code frames} frames; channels are averaged.
     *
     * @param mono takes one sample a frame
     * @return false when a sample is NaN or infinite
     */
    boolean decode(byte[] bytes, int frames, float[] mono) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
        double sumOfAll = 0;
        int offset = 0;
        for (int frame = 0; frame < frames; frame++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += sample(in, offset);
                offset += width.bytes;
            }
            mono[frame] = (float) (sum / channels);
            sumOfAll += mono[frame];
        }
        // NaN and infinity stay in a sum: one look at the end finds any of them.
        return Double.isFinite(sumOfAll);
    }

    private double sample(ByteBuffer in, int offset) {
        return switch (width) {
            case UNSIGNED_8 -> ((in.get(offset) & 0xFF) - 128) / 128.0;
            case SIGNED_8 -> in.get(offset) / 128.0;
            case SIGNED_16 -> in.getShort(offset) / 32_768.0;
            case SIGNED_24 -> signed24(in, offset) / 8_388_608.0;
            case SIGNED_32 -> in.getInt(offset) / 2_147_483_648.0;
            case FLOAT_32 -> in.getFloat(offset);
            case FLOAT_64 -> in.getDouble(offset);
        };
    }

    private static int signed24(ByteBuffer in, int offset) {
        boolean big = in.order() == ByteOrder.BIG_ENDIAN;
        int high = in.get(offset + (big ? 0 : 2));
        int low = in.get(offset + (big ? 2 : 0)) & 0xFF;
        return high << 16 | (in.get(offset + 1) & 0xFF) << 8 | low;
    }
}
