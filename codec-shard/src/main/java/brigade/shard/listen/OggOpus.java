package brigade.shard.listen;

import brigade.audio.AudioFormat;
import brigade.wire.stream.StreamLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one Ogg Opus stream of 20 ms packets, mono (RFC 7845). One thread at a time.
 *
 * <p>Our packets are cut out of a longer stream, so the decoder first needs some that are not heard: pre-skip = {@value
 * #PREROLL_FRAMES} frames and the codec delay of 312 samples. The first sample that is heard is then exactly the sound of
 * the clock at which the frame after the pre-roll begins.
 */
public final class OggOpus {
    static final int FRAME_SAMPLES = StreamLimits.FRAME_SAMPLES;

    /** RFC 7845, 4.6 asks for 80 ms at least; with 200 ms what is heard differs from an unbroken stream by less than 0.003 (SegmentMakerTest). */
    public static final int PREROLL_FRAMES = 10;

    /** Decoded samples that are thrown away. */
    static final int PRE_SKIP_SAMPLES = PREROLL_FRAMES * FRAME_SAMPLES + AudioFormat.CODEC_DELAY_SAMPLES;

    private final OggPages pages;
    private long samples;

    /** Begins with the two header pages. */
    public OggOpus(int serial) {
        pages = new OggPages(serial);
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put(ascii("OpusHead")).put((byte) 1).put((byte) 1).putShort((short) PRE_SKIP_SAMPLES);
        head.putInt(AudioFormat.SAMPLE_RATE_HZ).putShort((short) 0).put((byte) 0);
        pages.packet(head.array(), 0, head.position());
        pages.endPage(0, OggPages.FIRST);
        byte[] vendor = ascii("Brigade");
        ByteBuffer tags = ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
        tags.put(ascii("OpusTags")).putInt(vendor.length).put(vendor).putInt(0);
        pages.packet(tags.array(), 0, tags.position());
        pages.endPage(0, 0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds one packet of 20 ms; ends the page first when it is full. */
    public void packet(byte[] packet) {
        if (!pages.fits(packet.length)) {
            endPage();
        }
        pages.packet(packet, 0, packet.length);
        samples += FRAME_SAMPLES;
    }

    /** Samples of all packets so far, those that are not heard included. */
    long samples() {
        return samples;
    }

    /** Ends the page, so that what was added can be sent. */
    public void endPage() {
        pages.endPage(samples, 0);
    }

    /**
     * Ends the stream.
     *
     * @param heardSamples how much of it is heard; what is over is cut off
     */
    public void end(long heardSamples) {
        pages.endPage(Math.min(samples, PRE_SKIP_SAMPLES + heardSamples), OggPages.LAST);
    }

    /** The bytes since the last call. */
    public byte[] take() {
        return pages.take();
    }
}
