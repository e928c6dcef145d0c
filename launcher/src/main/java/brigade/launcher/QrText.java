package brigade.launcher;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A QR code for a terminal with a dark ground: two rows of modules to a line, light ones drawn. Stateless. */
final class QrText {
    /** Modules of light around it; phones want two at least. */
    private static final int MARGIN = 2;

    private QrText() {}

    /** The lines. */
    static List<String> of(String text) {
        BitMatrix code = code(text);
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < code.getHeight(); y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < code.getWidth(); x++) {
                boolean above = !code.get(x, y);
                boolean below = y + 1 < code.getHeight() && !code.get(x, y + 1);
                line.append(above ? (below ? '\u2588' : '\u2580') : (below ? '\u2584' : ' '));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static BitMatrix code(String text) {
        try {
            // Size 0: one module is one cell.
            return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, MARGIN));
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code: " + text, e);
        }
    }
}
