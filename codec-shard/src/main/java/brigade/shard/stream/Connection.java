package brigade.shard.stream;

import brigade.wire.stream.StreamMessageReader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One member of a room on this shard: a socket, or the shard's own listener. What is below "socket" belongs to the socket's
 * thread, what is below "tick" to the tick thread; the rest says itself.
 */
final class Connection {
    /** Its number, in every call to the state server. */
    final long number;

    /** Null for the shard's own listeners. */
    final @Nullable SocketOut out;

    /** Null for sockets. */
    final @Nullable PacketListener listener;

    /** IP address of the client. */
    final String address;

    /** What it sent and the tick has not read. */
    final VoiceInbox inbox = new VoiceInbox();

    /** When it was made, and by then it has to have said hello. */
    final long openedNs;

    // Socket.
    final StreamMessageReader reader = new StreamMessageReader();

    /** Carries a voice to the journal. */
    final VoiceMessage journalled = new VoiceMessage();

    final TokenBucket controlBudget;
    final TokenBucket controlFlood;
    final TokenBucket pingBudget;
    final TokenBucket voiceBudget;
    int unreadable;
    long lastBadClockNs;
    long lastTooFastNs;

    /** Whether the access check let it in. Guarded by this. */
    boolean admitted;

    /** What it said after hello, until it was let in. Guarded by this. */
    @Nullable
    ArrayDeque<ControlEvent> held;

    /** The hello without its secrets; kept for a state server that knows nothing of it. */
    volatile String helloJson = "{}";

    /** What the access check found out. */
    volatile String accessJson = "{}";

    /** Stands for the address. */
    volatile String addressHash = "";

    /** Whether he was asked to come again because this shard drains. The drain's thread alone. */
    boolean sentAway;

    /** Whether a hello was taken: the next one is an error. */
    volatile boolean saidHello;

    /** Whether it is over. */
    volatile boolean gone;

    /** Who it is; set by the tick, read by the threads that decode. 0 before it has a seat. */
    volatile long person;

    /** As whom he is journalled; null while nothing of him is recorded. Set by the tick, read by the socket's thread. */
    volatile @Nullable Recorded recorded;

    private byte[] scratch = new byte[0];

    // Tick.
    /** What the desk has his voice at. */
    float gain = 1;

    /** Whether he had a seat at a state server that is gone, and the next one has not given him his. */
    boolean waitsForSeat;

    /** Whether the state server was told of it. */
    boolean announced;

    @Nullable
    RoomHere room;

    @Nullable
    Bucket bucketHere;

    @Nullable
    VoiceDecoder decoder;

    String role = "";
    boolean hearsSolo;
    long fromClock;
    private long closingSinceNs;

    /** What resumes it at a new state server: the claims of its latest welcome. */
    @Nullable
    String resumeClaims;

    Connection(long number, @Nullable SocketOut out, @Nullable PacketListener listener, String address, long nowNs) {
        this.number = number;
        this.out = out;
        this.listener = listener;
        this.address = address;
        this.openedNs = nowNs;
        controlBudget = new TokenBucket(50, 100, nowNs);
        controlFlood = new TokenBucket(100, 200, nowNs);
        pingBudget = new TokenBucket(10, 20, nowNs);
        voiceBudget = new TokenBucket(100, 200, nowNs);
        lastBadClockNs = nowNs - 10_000_000_000L;
        lastTooFastNs = lastBadClockNs;
    }

    /**
     * Whose voice a journal has it for.
     *
     * @param room id in UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Recorded(byte[] room, long person, float gain) {}

    /** Socket: memory for a message that does not lie in an array. */
    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(1_024, bytes)];
        }
        return scratch;
    }

    /** Tick: when the tick first saw that its socket is being closed. */
    long closingSinceNs(long nowNs) {
        if (closingSinceNs == 0) {
            closingSinceNs = nowNs;
        }
        return closingSinceNs;
    }

    /** Whether it has sent anything for the tick. */
    boolean hasVoice() {
        return inbox.isWaiting();
    }

    /** Sends an error. */
    void error(String code, String message, @Nullable String about) {
        SocketOut socket = out;
        if (socket != null) {
            socket.text("{\"type\":\"error\",\"code\":\"" + code + "\",\"message\":\"" + message + "\""
                    + (about == null ? "" : ",\"about\":\"" + about + "\"") + "}");
        }
    }
}
