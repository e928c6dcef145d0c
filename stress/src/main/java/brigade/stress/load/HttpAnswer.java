package brigade.stress.load;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads HTTP/1.1 answers (RFC 9112) from one connection, one after the other; plain or chunked, gzip or not. Reused;
 * the latest answer stays valid until the next {@link #read}. One thread.
 */
public final class HttpAnswer {
    private static final int LINE_MAX_BYTES = 32_768;
    private static final int BODY_MAX_BYTES = 16 << 20;

    private final byte[] buffer = new byte[16_384];
    private int at;
    private int end;

    private int status;
    private String metadata = "";
    private boolean closes;
    private byte[] body = new byte[8_192];
    private int bodyBytes;
    private byte[] line = new byte[512];

    HttpAnswer() {}

    /** The status code. */
    public int status() {
        return status;
    }

    /** Value of {@code X-Audio-Metadata}; empty without. */
    public String metadata() {
        return metadata;
    }

    /** Whether the server ends the connection after it. */
    boolean closes() {
        return closes;
    }

    /** The body, valid up to {@link #bodyBytes()}. */
    public byte[] body() {
        return body;
    }

    /** Bytes of the body. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /**
     * Reads one answer. Bytes of an earlier connection must be gone: a connection that failed is not read again.
     *
     * @throws EOFException when the connection ends first
     * @throws IOException when it fails, or is not HTTP/1.1 within our limits
     */
    void read(InputStream in) throws IOException {
        at = 0;
        end = 0;
        String statusLine = readLine(in);
        if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12) {
            throw new IOException("an answer without a status line");
        }
        status = number(statusLine.substring(9, 12), 10);
        metadata = "";
        closes = statusLine.startsWith("HTTP/1.0");
        bodyBytes = 0;
        int length = -1;
        boolean chunked = false;
        boolean gzip = false;
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                throw new IOException("a header without a colon");
            }
            String value = header.substring(colon + 1).trim();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = number(value, 10);
                case "transfer-encoding" ->
                    chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
                case "content-encoding" -> gzip = value.equalsIgnoreCase("gzip");
                case "connection" -> closes |= value.equalsIgnoreCase("close");
                case "x-audio-metadata" -> metadata = value;
                default -> {}
            }
        }
        if (chunked) {
            readChunks(in);
        } else if (length >= 0) {
            readBody(in, length);
        } else {
            throw new IOException("an answer that does not say how long it is");
        }
        if (gzip) {
            unzip();
        }
    }

    private void readChunks(InputStream in) throws IOException {
        while (true) {
            String size = readLine(in);
            int semicolon = size.indexOf(';');
            int bytes = number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
            if (bytes == 0) {
                break;
            }
            readBody(in, bytes);
            readLine(in);
        }
        while (!readLine(in).isEmpty()) {
            // trailers tell us nothing
        }
    }

    private void readBody(InputStream in, int bytes) throws IOException {
        if (bytes > BODY_MAX_BYTES - bodyBytes) {
            throw new IOException("an answer over " + BODY_MAX_BYTES + " bytes");
        }
        if (body.length < bodyBytes + bytes) {
            body = Arrays.copyOf(body, 2 * (bodyBytes + bytes));
        }
        int left = bytes;
        while (left > 0) {
            if (at == end) {
                fill(in);
            }
            int here = Math.min(left, end - at);
            System.arraycopy(buffer, at, body, bodyBytes, here);
            at += here;
            bodyBytes += here;
            left -= here;
        }
    }

    private void unzip() throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body, 0, bodyBytes))) {
            byte[] unzipped = plain.readNBytes(BODY_MAX_BYTES);
            body = unzipped;
            bodyBytes = unzipped.length;
        }
    }

    private String readLine(InputStream in) throws IOException {
        int length = 0;
        while (true) {
            if (at == end) {
                fill(in);
            }
            byte next = buffer[at++];
            if (next == '\n') {
                break;
            }
            if (length == line.length) {
                if (length >= LINE_MAX_BYTES) {
                    throw new IOException("a header over " + LINE_MAX_BYTES + " bytes");
                }
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = next;
        }
        int trimmed = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, trimmed, StandardCharsets.ISO_8859_1);
    }

    private void fill(InputStream in) throws IOException {
        at = 0;
        end = 0;
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException("the connection ended");
        }
        end = read;
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            int number = Integer.parseInt(digits.trim(), radix);
            if (number < 0) {
                throw new IOException("a length below 0");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IOException("'" + digits + "' where a number belongs", e);
        }
    }
}
