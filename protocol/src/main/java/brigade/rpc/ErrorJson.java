package brigade.rpc;

import java.nio.charset.StandardCharsets;

/** The one JSON text this package writes itself: {@code {"message": "..."}}. */
final class ErrorJson {
    private ErrorJson() {}

    /** {@code {"message": "..."}} as UTF-8, with all that JSON wants escaped (RFC 8259, section 7). */
    static byte[] message(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append("{\"message\":\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
