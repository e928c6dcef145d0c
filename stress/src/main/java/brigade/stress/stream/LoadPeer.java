package brigade.stress.stream;

import brigade.client.ClientLoop;
import brigade.client.ClientSound;
import brigade.client.Connector;
import brigade.client.Seat;
import brigade.client.SessionConfig;
import brigade.client.SessionEvents;
import brigade.client.StreamSession;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A singer or listener who neither decodes nor encodes: what he sends was encoded beforehand and carries the clocks of a
 * {@linkplain ClientSound client that does}; of what comes he looks at the header. One loop ticks him; counts are in
 * {@link PeerCounts}.
 */
final class LoadPeer implements SessionEvents {
    /** Sound waits so long beyond a message before it is sung to. */
    private static final long MARGIN_SAMPLES = 80 * 48;

    private static final int PINGS_FIRST = 4;
    private static final long BEHIND_MAX_SAMPLES = 2 * 48_000;
    private static final int CLOCK_AT = StreamLimits.HEADER_BYTES + 4;
    private static final int PACKETS_AT = StreamLimits.HEADER_BYTES + 2;

    private final StreamSession session;
    private final @Nullable VoiceLoop voice;
    private final PeerCounts counts;
    private final LongSupplier nowNs;
    private final StreamMessageWriter writer;
    private final long startPacket;
    private @Nullable Seat seat;
    private long positionSample = -1;
    private long packetNumber;
    private volatile boolean reset = true;
    private long nextClock = -1;
    private volatile boolean singing;

    /**
     * @param voice null for a listener
     * @param startPacket where in the voice he begins, so that not all sing the same
     * @param writer shared by all who are ticked by one loop
     */
    LoadPeer(
            SessionConfig config,
            Connector connector,
            LongSupplier nowNs,
            @Nullable VoiceLoop voice,
            long startPacket,
            StreamMessageWriter writer,
            PeerCounts counts) {
        this.voice = voice;
        this.startPacket = startPacket;
        this.counts = counts;
        this.nowNs = nowNs;
        this.writer = writer;
        session = new StreamSession(config, connector, nowNs, this);
    }

    void start(ClientLoop loop) {
        loop.add(session, this::tick);
    }

    StreamSession session() {
        return session;
    }

    /** Sings from now on. */
    void sing() {
        singing = true;
    }

    private long tick() {
        long due = session.tick();
        Seat here = session.seat();
        if (voice == null || here == null || !singing || session.clock().pings() < PINGS_FIRST) {
            return voice == null || singing || session.isEnded()
                    ? due
                    : Math.min(due, nowNs.getAsLong() + 100_000_000L);
        }
        int samples = session.room().messageSamples(here.bucket());
        long now = session.clock().samplesAt(nowNs.getAsLong());
        long behind = here.delaySamples() + samples + MARGIN_SAMPLES;
        if (!here.equals(seat) || positionSample < 0 || now - behind - positionSample > BEHIND_MAX_SAMPLES) {
            seat = here;
            positionSample = now - behind;
            packetNumber = startPacket;
            reset = true;
        }
        while (now >= positionSample + samples + behind) {
            send(voice, here.bucket(), samples / StreamLimits.FRAME_SAMPLES);
            positionSample += samples;
        }
        return Math.min(due, session.clock().nsAt(positionSample + samples + behind));
    }

    private void send(VoiceLoop loop, int bucket, int packets) {
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, positionSample, reset || loop.isFirst(packetNumber));
        for (int i = 0; i < packets; i++) {
            byte[] packet = loop.packet(packetNumber++);
            writer.packet(packet, 0, packet.length);
        }
        reset = !session.sendBinary(writer.bytes(), writer.length());
        counts.sent();
    }

    @Override
    public void welcomed(boolean again) {
        counts.welcomed(again);
    }

    @Override
    public void lost(String reason) {
        counts.lost(reason);
        reset = true;
    }

    @Override
    public void binary(ByteBuffer message) {
        int at = message.position();
        if (message.get(at) != MessageKind.MIX) {
            return;
        }
        long clock = message.getLong(at + CLOCK_AT);
        long end = clock + (long) message.get(at + PACKETS_AT) * StreamLimits.FRAME_SAMPLES;
        Seat here = session.seat();
        if (end == clock
                || here == null
                || clock < here.fromClock()
                || !session.clock().isKnown()) {
            nextClock = end;
            return;
        }
        double lateMs = (session.clock().samplesAt(nowNs.getAsLong()) - end - here.delaySamples()) / 48.0;
        counts.came(lateMs, message.remaining(), nextClock >= 0 && clock != nextClock);
        nextClock = end;
    }
}
