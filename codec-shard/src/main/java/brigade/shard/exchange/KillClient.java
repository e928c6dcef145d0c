package brigade.shard.exchange;

/**
 * The header by which old clients learn that they must stop: {@code X-Audio-Metadata: {"kill_client": true, "message":
 * "..."}}. ASCII only, since headers are; the message on one line.
 */
public final class KillClient {
    private KillClient() {}

    /** The header's value for {@code message}. */
    public static String header(String message) {
        StringBuilder json = new StringBuilder("{\"kill_client\": true, \"message\": \"");
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                json.append(c);
            } else {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json.append(Character.forDigit((c >> shift) & 15, 16));
                }
            }
        }
        return json.append("\"}").toString();
    }

    /** {@code message} as a body of one line. */
    public static String line(String message) {
        return message.replaceAll("[\\r\\n]+", " ") + "\n";
    }
}
