package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrTextTest {
    /** Read back from the characters, as a phone reads them from the screen. */
    @Test
    void whatIsShownIsTheLink() throws Exception {
        String link = "https://192.168.1.20:8443/?room=spring-choir-abc-0#token=eyJhbGciOi";
        List<String> lines = QrText.of(link);
        int width = lines.getFirst().length();
        assertThat(lines).allMatch(line -> line.length() == width).hasSize((width + 1) / 2);
        int margin = 2;
        BitMatrix dark = new BitMatrix(width - 2 * margin);
        for (int y = margin; y < width - margin; y++) {
            for (int x = margin; x < width - margin; x++) {
                char cell = lines.get(y / 2).charAt(x);
                boolean light = cell == '\u2588' || cell == (y % 2 == 0 ? '\u2580' : '\u2584');
                if (!light) {
                    dark.set(x - margin, y - margin);
                }
            }
        }
        assertThat(new Decoder().decode(dark).getText()).isEqualTo(link);
        assertThat(lines.getFirst()).as("light around it").matches("\u2588+");
    }
}
