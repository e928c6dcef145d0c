package brigade.shard.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * The functions of native libopus (opus.h, 1.x) that we use: the only class that binds it. Loaded once and kept for
 * the life of the process. Memory is the caller's: {@code opus_*_init} works in place, so an arena frees all.
 *
 * <p>Handles are static finals, which the compiler folds into direct calls. Nobody uses {@code
 * Linker.Option.critical}: it makes these calls twice as slow and stops the collector while they run.
 */
@SuppressWarnings("restricted") // binding native code is what this class is for
final class Libopus {
    static final int APPLICATION_AUDIO = 2049;
    static final int SET_BITRATE = 4002;
    static final int SET_COMPLEXITY = 4010;
    static final int RESET_STATE = 4028;

    private static final List<String> FILE_NAMES = List.of("libopus.so.0", "libopus.0.dylib", "opus.dll");
    private static final Optional<SymbolLookup> LIBRARY = find();

    private Libopus() {}

    /** Whether the library is installed. Without it no other method may be called. */
    static boolean installed() {
        return LIBRARY.isPresent();
    }

    private static Optional<SymbolLookup> find() {
        return FILE_NAMES.stream().flatMap(name -> load(name).stream()).findFirst();
    }

    private static Optional<SymbolLookup> load(String fileName) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(fileName, Arena.global()));
        } catch (IllegalArgumentException absent) {
            return Optional.empty(); // the loader knows no such file
        }
    }

    /** The bound functions, in a class of their own: it is loaded only where the library is. */
    private static final class Bound {
        private static final SymbolLookup SYMBOLS = LIBRARY.orElseThrow();
        static final MethodHandle VERSION = bind("opus_get_version_string", ADDRESS);
        static final MethodHandle ENCODER_SIZE = bind("opus_encoder_get_size", JAVA_INT, JAVA_INT);
        static final MethodHandle DECODER_SIZE = bind("opus_decoder_get_size", JAVA_INT, JAVA_INT);
        static final MethodHandle ENCODER_INIT =
                bind("opus_encoder_init", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle DECODER_INIT = bind("opus_decoder_init", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle ENCODER_CTL = bindVariadic("opus_encoder_ctl");
        static final MethodHandle DECODER_CTL = bindVariadic("opus_decoder_ctl");
        static final MethodHandle ENCODE =
                bind("opus_encode_float", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle DECODE =
                bind("opus_decode_float", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle PARSE =
                bind("opus_packet_parse", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle SAMPLES = bind("opus_packet_get_nb_samples", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

        private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
            return Linker.nativeLinker()
                    .downcallHandle(SYMBOLS.findOrThrow(name), FunctionDescriptor.of(result, arguments));
        }

        /** {@code int f(state, int request, ...)} with one int behind; a request without a value ignores it. */
        private static MethodHandle bindVariadic(String name) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            SYMBOLS.findOrThrow(name),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                            Linker.Option.firstVariadicArg(2));
        }
    }

    /** For example {@code libopus 1.3.1}. */
    static String version() {
        try {
            MemorySegment text = (MemorySegment) Bound.VERSION.invokeExact();
            return text.reinterpret(100).getString(0);
        } catch (Throwable e) {
            throw failed("opus_get_version_string", e);
        }
    }

    /** Bytes of a mono encoder's state. */
    static int encoderBytes() {
        try {
            return (int) Bound.ENCODER_SIZE.invokeExact(1);
        } catch (Throwable e) {
            throw failed("opus_encoder_get_size", e);
        }
    }

    /** Bytes of a mono decoder's state. */
    static int decoderBytes() {
        try {
            return (int) Bound.DECODER_SIZE.invokeExact(1);
        } catch (Throwable e) {
            throw failed("opus_decoder_get_size", e);
        }
    }

    /** Makes {@code state} a mono encoder. */
    static void initEncoder(MemorySegment state, int sampleRateHz, int application) {
        int result;
        try {
            result = (int) Bound.ENCODER_INIT.invokeExact(state, sampleRateHz, 1, application);
        } catch (Throwable e) {
            throw failed("opus_encoder_init", e);
        }
        check("opus_encoder_init", result);
    }

    /** Makes {@code state} a mono decoder. */
    static void initDecoder(MemorySegment state, int sampleRateHz) {
        int result;
        try {
            result = (int) Bound.DECODER_INIT.invokeExact(state, sampleRateHz, 1);
        } catch (Throwable e) {
            throw failed("opus_decoder_init", e);
        }
        check("opus_decoder_init", result);
    }

    /** A setting or a command; {@code value} is ignored by commands. */
    static void encoderControl(MemorySegment state, int request, int value) {
        int result;
        try {
            result = (int) Bound.ENCODER_CTL.invokeExact(state, request, value);
        } catch (Throwable e) {
            throw failed("opus_encoder_ctl", e);
        }
        check("opus_encoder_ctl " + request, result);
    }

    /** A command. */
    static void decoderControl(MemorySegment state, int request) {
        int result;
        try {
            result = (int) Bound.DECODER_CTL.invokeExact(state, request, 0);
        } catch (Throwable e) {
            throw failed("opus_decoder_ctl", e);
        }
        check("opus_decoder_ctl " + request, result);
    }

    /** Encodes {@code samples} floats; bytes of the packet, or a negative error. */
    static int encode(MemorySegment state, MemorySegment pcm, int samples, MemorySegment packet, int maxBytes) {
        try {
            return (int) Bound.ENCODE.invokeExact(state, pcm, samples, packet, maxBytes);
        } catch (Throwable e) {
            throw failed("opus_encode_float", e);
        }
    }

    /** Decodes a packet to at most {@code maxSamples} floats; how many, or a negative error. */
    static int decode(MemorySegment state, MemorySegment packet, int bytes, MemorySegment pcm, int maxSamples) {
        try {
            return (int) Bound.DECODE.invokeExact(state, packet, bytes, pcm, maxSamples, 0);
        } catch (Throwable e) {
            throw failed("opus_decode_float", e);
        }
    }

    /**
     * What libopus' own parser says of a packet: its length in samples at 48 kHz, or a negative error. For the test
     * that compares {@code OpusPacket} with it.
     *
     * @param lengths room for 48 16-bit frame lengths
     */
    static int parsedSamples(MemorySegment packet, int bytes, MemorySegment lengths) {
        try {
            int frames = (int) Bound.PARSE.invokeExact(
                    packet, bytes, MemorySegment.NULL, MemorySegment.NULL, lengths, MemorySegment.NULL);
            return frames < 0 ? frames : (int) Bound.SAMPLES.invokeExact(packet, bytes, 48_000);
        } catch (Throwable e) {
            throw failed("opus_packet_parse", e);
        }
    }

    private static void check(String what, int result) {
        if (result != 0) {
            throw new CodecException(what + " failed with " + result, null);
        }
    }

    /** A downcall throws only when it was called wrongly: always our mistake. */
    private static CodecException failed(String what, Throwable cause) {
        return new CodecException(what + " could not be called", cause);
    }
}
