package brigade.e2e;

import java.nio.ByteBuffer;
import java.util.Random;

/** What somebody may send who means harm or has a broken client: seeded, half of it nearly right. One thread. */
final class Nonsense {
    /** Within all limits of a socket, so that every message is looked at. */
    static final int MESSAGES_A_SOCKET = 40;

    private static final String[] TYPES = {
        "hello", "ping", "stats", "ready", "calibration", "mode", "name", "chat", "lead", "give", "arm", "start",
                "stop",
        "abort", "track", "tempo", "rounds", "lyrics", "mark", "seat", "pin", "fader", "mute", "solo", "levels", "hear",
        "remove", "lock", "settings", "revoke", "talk", "setlist", "recording", "correction", "nonsense", ""
    };
    private static final String[] FIELDS = {
        "t",
        "state",
        "mode",
        "name",
        "text",
        "to",
        "clock",
        "bpm",
        "bpr",
        "repeats",
        "id",
        "who",
        "bucket",
        "value",
        "muted",
        "room",
        "solo",
        "role",
        "on",
        "scope",
        "password",
        "resume",
        "token",
        "protocol"
    };
    private static final String[] VALUES = {
        "0",
        "-1",
        "1e308",
        "9223372036854775807",
        "null",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "\"\\u0000\"",
        "\"1\"",
        "[[[[[[[[]]]]]]]]",
        "0.5",
        "\"ä€😀\""
    };

    private final Random random;

    Nonsense(long seed) {
        random = new Random(seed);
    }

    /** Whether the next message is to be one of control. */
    boolean isControlNext() {
        return random.nextBoolean();
    }

    /** A control message, or what looks like one. */
    String control() {
        if (random.nextInt(10) == 0) {
            return "{\"type\":\"chat\",\"text\":".substring(0, random.nextInt(22));
        }
        StringBuilder json = new StringBuilder("{\"type\":\"" + TYPES[random.nextInt(TYPES.length)] + "\"");
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(",\"")
                    .append(FIELDS[random.nextInt(FIELDS.length)])
                    .append("\":")
                    .append(VALUES[random.nextInt(VALUES.length)]);
        }
        return json.append('}').toString();
    }

    /** A binary message, or what looks like one; most voices are of {@code clock} and the seconds before. */
    byte[] binary(long clock) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (bytes.length >= 20 && random.nextInt(4) > 0) {
            // Nearly right: a voice header, then anything.
            ByteBuffer.wrap(bytes)
                    .put((byte) (random.nextInt(3) == 0 ? 3 : 1))
                    .put((byte) 1)
                    .putShort((short) 0)
                    .put((byte) (random.nextInt(3) == 0 ? 7 : 0))
                    .put((byte) random.nextInt(4))
                    .put((byte) random.nextInt(3))
                    .put((byte) random.nextInt(2))
                    .putLong(clock - random.nextInt(500_000));
        }
        return bytes;
    }
}
