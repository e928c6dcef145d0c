package brigade.stress.choir;

import java.nio.ByteBuffer;

/** The bytes of a binary message of stream v2; nobody changes them. */
final class V2Message {
    private final byte[] bytes;

    /** Keeps {@code bytes}. */
    V2Message(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of what remains in {@code message}, whose position stays. */
    static V2Message copyOf(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        return new V2Message(bytes);
    }

    /** All of it. */
    byte[] bytes() {
        return bytes;
    }
}
