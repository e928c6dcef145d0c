package brigade.shard;

import brigade.wire.stream.StreamLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Knocks at this shard's own door as people do, for a room that is not there: the first who really come, when a shard is replaced
 * in the middle of a song, find the code of sockets and tokens loaded, and are back half a second sooner. One thread.
 */
final class DoorWarmer {
    /** A legal id that no room has: rooms' ids end in a number. */
    static final String ROOM = "warming-up";

    private static final int KNOCKS_MAX = 12;
    private static final long LIMIT_NS = 2_000_000_000L;
    private static final int PATIENCE_MS = 1_000;
    private static final int TEXT_FRAME = 0x81;
    private static final int MASKED_16_BITS = 0x80 | 126;

    private final InetSocketAddress door;
    private final String hello;
    private final LongSupplier nanoTime;

    /**
     * Knows the door.
     *
     * @param host where the shard listens; a wildcard means this machine
     * @param token a link's token for {@link #ROOM}
     * @param resume a resume token for it
     */
    DoorWarmer(String host, int port, String token, String resume, LongSupplier nanoTime) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        door = new InetSocketAddress(address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port);
        hello = String.format(
                Locale.ROOT,
                "{\"type\":\"hello\",\"protocol\":%d,\"room\":\"%s\",\"mode\":\"sing\",\"name\":\"-\",\"token\":\"%s\",\"resume\":\"%s\"}",
                StreamLimits.PROTOCOL,
                ROOM,
                token,
                resume);
        this.nanoTime = nanoTime;
    }

    /**
     * Knocks a few times; blocks for two seconds at most, a moment where the state server is away.
     *
     * @return how often it was answered
     */
    int knock() {
        long endNs = nanoTime.getAsLong() + LIMIT_NS;
        int answered = 0;
        for (int i = 0; i < KNOCKS_MAX && nanoTime.getAsLong() < endNs; i++) {
            try {
                ask();
                if (!comeIn()) {
                    break; // no state server: people wait too
                }
                answered++;
            } catch (IOException e) {
                break; // nothing depends on it
            }
        }
        return answered;
    }

    private void ask() throws IOException {
        try (Socket socket = open()) {
            write(socket, "GET /api/join?room=" + ROOM + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            socket.getInputStream().readAllBytes();
        }
    }

    /** Says hello over a WebSocket, and whether the house said goodbye. */
    private boolean comeIn() throws IOException {
        try (Socket socket = open()) {
            write(
                    socket,
                    "GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + "Sec-WebSocket-Protocol: " + StreamLimits.SUBPROTOCOL + "\r\n\r\n");
            byte[] text = hello.getBytes(StandardCharsets.UTF_8);
            byte[] frame = new byte[8 + text.length]; // a mask of zeros changes nothing
            frame[0] = (byte) TEXT_FRAME;
            frame[1] = (byte) MASKED_16_BITS;
            frame[2] = (byte) (text.length >> 8);
            frame[3] = (byte) text.length;
            System.arraycopy(text, 0, frame, 8, text.length);
            socket.getOutputStream().write(frame);
            return reads(socket.getInputStream(), "\"bye\"");
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(door, PATIENCE_MS);
        return socket;
    }

    private static void write(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean reads(InputStream in, String wanted) throws IOException {
        StringBuilder said = new StringBuilder();
        byte[] block = new byte[2_048];
        for (int read = in.read(block); read > 0; read = in.read(block)) {
            said.append(new String(block, 0, read, StandardCharsets.ISO_8859_1));
            if (said.indexOf(wanted) >= 0) {
                return true;
            }
        }
        return false;
    }
}
