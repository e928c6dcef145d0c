package brigade.shard.codec;

/**
 * An Opus implementation: makes encoders and decoders for mono sound at 48 kHz. Stateless; any thread.
 *
 * <p>Encoders use application AUDIO and the automatic bitrate (49 kb/s for 60 ms packets of mono), with a
 * variable rate.
 */
public interface OpusCodec {
    /** What people read: implementation and version. */
    String name();

    /** The encoders' complexity, 0..10. */
    int complexity();

    /** A new encoder for v1's packets; the caller closes it. */
    PacketEncoder newEncoder();

    /** A new encoder of that rate; the caller closes it. */
    PacketEncoder newEncoder(EncoderSettings settings);

    /** A new decoder; the caller closes it. */
    PacketDecoder newDecoder();

    /**
     * The codec of that choice; {@code AUTO} is libopus where it is installed, else Concentus.
     *
     * @throws IllegalStateException when libopus is asked for and not installed
     */
    static OpusCodec open(CodecChoice choice) {
        return switch (choice) {
            case CONCENTUS -> new ConcentusCodec();
            case LIBOPUS ->
                LibopusCodec.find()
                        .<OpusCodec>map(found -> found)
                        .orElseThrow(() -> new IllegalStateException(
                                "libopus is not installed (Debian: apt-get install libopus0); use --codec concentus"));
            case AUTO -> LibopusCodec.find().<OpusCodec>map(found -> found).orElseGet(ConcentusCodec::new);
        };
    }
}
