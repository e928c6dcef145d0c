package brigade.wire.json;

import brigade.wire.WireLimits;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** The one configured Jackson factory; thread-safe. */
public final class Json {
    /** Deepest nesting that is taken; client telemetry is the only deep value. */
    public static final int NESTING_MAX = 32;

    /**
     * Does not close the streams it is given, does not intern the names it meets, and writes characters outside the
     * basic plane as two escapes: so a lone surrogate, which an old client can send, passes through unchanged
     * instead of failing the reply.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(WireLimits.RPC_JSON_MAX_BYTES)
                    .maxDocumentLength(WireLimits.RPC_JSON_MAX_BYTES)
                    .maxNestingDepth(NESTING_MAX)
                    .build())
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    /** As {@link #FACTORY}, but writes characters outside the basic plane as the four bytes they are. */
    private static final JsonFactory COMPACT_FACTORY = FACTORY.rebuild()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private Json() {}

    /** Writes UTF-8 to {@code out}, which stays open and unflushed when the generator is closed. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** As {@link #generator}, in the fewest bytes; fails on a lone surrogate. */
    public static JsonGenerator compactGenerator(OutputStream out) {
        return COMPACT_FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Reads the first {@code length} UTF-8 bytes of {@code bytes}. */
    public static JsonParser parser(byte[] bytes, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, length);
    }
}
