package brigade.state.room;

import brigade.wire.json.Json;
import brigade.wire.json.JsonBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value encoded once and copied into many replies. Immutable.
 *
 * <p>To Jackson it is a string that needs no escaping; write it with {@code writeRawValue} only.
 */
final class RawJson implements SerializableString {
    /** {@code null}. */
    static final RawJson NULL = new RawJson("null".getBytes(StandardCharsets.US_ASCII));

    /** {@code []}. */
    static final RawJson EMPTY_ARRAY = new RawJson("[]".getBytes(StandardCharsets.US_ASCII));

    private final byte[] utf8;

    private RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Encodes what {@code writer} writes. */
    static RawJson of(Consumer<JsonGenerator> writer) {
        JsonBuffer buffer = new JsonBuffer(64);
        try (JsonGenerator json = Json.compactGenerator(buffer)) {
            writer.accept(json);
        }
        return new RawJson(Arrays.copyOf(buffer.bytes(), buffer.length()));
    }

    /** A number. */
    static RawJson of(long number) {
        return new RawJson(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** A finite number. */
    static RawJson of(double number) {
        return new RawJson(Double.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** True or false. */
    static RawJson of(boolean flag) {
        return new RawJson(Boolean.toString(flag).getBytes(StandardCharsets.US_ASCII));
    }

    /** A tree, written out. */
    static RawJson ofTree(JsonNode tree) {
        return new RawJson(TickRequest.MAPPER.writeValueAsBytes(tree));
    }

    /** Whether it is the same text. */
    boolean isSame(RawJson other) {
        return Arrays.equals(utf8, other.utf8);
    }

    /** A JSON string; a lone surrogate in it becomes U+FFFD. */
    static RawJson ofText(String text) {
        String wellFormed = Text.wellFormed(text);
        return of(json -> json.writeString(wellFormed));
    }

    /** The bytes of {@code buffer} as they are now. */
    static RawJson copyOf(JsonBuffer buffer) {
        return new RawJson(Arrays.copyOf(buffer.bytes(), buffer.length()));
    }

    /** Writes all of it to {@code out}. */
    void writeTo(ByteArrayOutputStream out) {
        out.writeBytes(utf8);
    }

    /** Its length in bytes. */
    int bytes() {
        return utf8.length;
    }

    @Override
    public String getValue() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public int charLength() {
        return getValue().length();
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        if (offset + utf8.length > buffer.length) {
            return -1; // Jackson then writes asUnquotedUTF8() past its buffer
        }
        System.arraycopy(utf8, 0, buffer, offset, utf8.length);
        return utf8.length;
    }

    @Override
    public byte[] asUnquotedUTF8() {
        return utf8;
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        out.write(utf8);
        return utf8.length;
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer out) {
        if (out.remaining() < utf8.length) {
            return -1;
        }
        out.put(utf8);
        return utf8.length;
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        String value = getValue();
        if (offset + value.length() > buffer.length) {
            return -1;
        }
        value.getChars(0, value.length(), buffer, offset);
        return value.length();
    }

    // It is never a quoted string.

    @Override
    public char[] asQuotedChars() {
        throw new UnsupportedOperationException("raw JSON is written with writeRawValue");
    }

    @Override
    public byte[] asQuotedUTF8() {
        throw new UnsupportedOperationException("raw JSON is written with writeRawValue");
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        throw new UnsupportedOperationException("raw JSON is written with writeRawValue");
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        throw new UnsupportedOperationException("raw JSON is written with writeRawValue");
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) {
        throw new UnsupportedOperationException("raw JSON is written with writeRawValue");
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
        throw new UnsupportedOperationException("raw JSON is written with writeRawValue");
    }

    @Override
    public String toString() {
        return getValue();
    }
}
