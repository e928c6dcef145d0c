package brigade.stress.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    private static InputStream of(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String body(HttpAnswer answer) {
        return new String(answer.body(), 0, answer.bodyBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsALength() throws IOException {
        HttpAnswer answer = new HttpAnswer();
        answer.read(of("HTTP/1.1 200 OK\r\nX-Audio-Metadata: {\"a\": 1}\r\nContent-Length: 3\r\n\r\nabc"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.metadata()).isEqualTo("{\"a\": 1}");
        assertThat(body(answer)).isEqualTo("abc");
        assertThat(answer.closes()).isFalse();
    }

    @Test
    void readsChunks() throws IOException {
        HttpAnswer answer = new HttpAnswer();
        String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nConnection: close\r\n\r\n";
        answer.read(of(head.concat("3;x=y\r\nabc\r\n0a\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")));
        assertThat(body(answer)).isEqualTo("abc0123456789");
        assertThat(answer.closes()).isTrue();
    }

    @Test
    void unzips() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("sung ".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1));
        }
        HttpAnswer answer = new HttpAnswer();
        answer.read(of("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n"
                + zipped.toString(StandardCharsets.ISO_8859_1)));
        assertThat(body(answer)).isEqualTo("sung ".repeat(10_000));
    }

    @Test
    void refusesWhatIsNotHttp() {
        HttpAnswer answer = new HttpAnswer();
        assertThatThrownBy(() -> answer.read(of("hello\r\n\r\n"))).hasMessageContaining("status line");
        assertThatThrownBy(() -> answer.read(of("HTTP/1.1 200 OK\r\n\r\n"))).hasMessageContaining("how long");
        assertThatThrownBy(() -> answer.read(of("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n")))
                .hasMessageContaining("below 0");
        assertThatThrownBy(() -> answer.read(of("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab")))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> answer.read(of("HTTP/1.1 200 OK\r\nx: " + "y".repeat(40_000))))
                .hasMessageContaining("header over");
    }
}
