package brigade.stress.choir;

import brigade.client.ClientLoop;
import brigade.client.ControlJson;
import brigade.client.Seat;
import brigade.client.SessionConfig;
import brigade.client.SessionEvents;
import brigade.client.StreamSession;
import brigade.client.StreamSocket;
import brigade.stress.stream.MixHeader;
import brigade.wire.stream.StreamMessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One singer over stream v2, or the listener: a session that sings what was encoded beforehand at the clocks at which a
 * client sings that hears what comes, and hands over what it is sent. The loop's thread ticks it; the socket's thread
 * tells it what comes.
 */
final class V2Peer implements SessionEvents {
    private static final long SAMPLES_PER_MS = 48;

    /** Sound waits so long beyond a message before it is sung to. */
    private static final int MARGIN_MS = 80;

    private static final int PINGS_FIRST = 4;
    private static final long BEHIND_MAX_SAMPLES = 2 * 48_000;
    private static final long IDLE_NS = 100_000_000L;

    /** Something that waits until the network lets it through. */
    private record Waiting(
            long atNs, @Nullable V2Message voice, @Nullable V2Sent of, boolean endsChirp, boolean endsAll) {}

    private final ChoirSinger singer;
    private final V2Run run;
    private final V2Link link;
    private final V2Voice voice;
    private final StreamSession session;
    private final List<V2Sent> sent = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Long, Waiting> pinged = new HashMap<>();
    private @Nullable Seat seat;
    private long positionSample = -1;
    private long nextClock = -1;
    private boolean knowsSong;
    private long lastPingT;
    private StreamSocket.@Nullable Events held;
    private volatile int shard;

    V2Peer(ChoirSinger singer, String name, V2Run run) {
        this.singer = singer;
        this.run = run;
        link = new V2Link(run.plan().settings(), singer);
        boolean hit = run.fault().hits(singer);
        voice = new V2Voice(
                run.spurts(),
                run.humOf(singer.index()),
                run.writer(),
                this::send,
                hit && run.fault().drops(),
                hit ? run.fault().shiftSamples() : 0);
        for (Burst burst : run.plan().bursts()) {
            if (burst.singer() == singer.index()) {
                sent.add(new V2Sent(burst));
            }
        }
        SessionConfig who = SessionConfig.of(
                run.room(), name, singer.sings() ? SessionConfig.Mode.SING : SessionConfig.Mode.LISTEN);
        session = new StreamSession(who, this::connect, this::localNs, this);
    }

    /** His clock, which may run too fast or too slow. */
    private long localNs() {
        return run.toLocalNs(singer, run.nowNs());
    }

    ChoirSinger singer() {
        return singer;
    }

    StreamSession session() {
        return session;
    }

    V2Link link() {
        return link;
    }

    List<V2Sent> sent() {
        return sent;
    }

    void start(ClientLoop loop) {
        link.gathers(run.gatherNs());
        loop.add(session, this::tick);
    }

    /** Holds who is away back; called by the session in the loop's thread. */
    private void connect(StreamSocket.Events events) {
        if (link.awayUntilNs(run.nowNs()) > run.nowNs()) {
            held = events;
        } else {
            run.door().connect(singer.index(), events, number -> shard = number);
        }
    }

    private long tick() {
        long nowNs = run.nowNs();
        learnSong();
        if (link.awayUntilNs(nowNs) > nowNs) {
            if (session.isWelcome()) {
                session.cut();
            }
            waiting.clear();
        } else if (held != null) {
            StreamSocket.Events events = held;
            held = null;
            connect(events);
        }
        long dueNs = Math.min(run.toRealNs(singer, session.tick()), nowNs + IDLE_NS);
        if (session.isEnded()) {
            return Long.MAX_VALUE;
        }
        dueNs = Math.min(dueNs, sing());
        return Math.min(dueNs, sendWaiting());
    }

    private void learnSong() {
        if (!knowsSong && run.songStartClock() > 0) {
            knowsSong = true;
            link.sings(run.songStartNs());
            voice.song(run.songStartClock(), sent);
        }
    }

    /** Sings what is due; when there is more, by the real clock. */
    private long sing() {
        Seat here = session.seat();
        if (!singer.sings()
                || here == null
                || here.bucket() == 0
                || !session.isWelcome()
                || session.clock().pings() < PINGS_FIRST) {
            positionSample = -1;
            return Long.MAX_VALUE;
        }
        int samples = session.room().messageSamples(here.bucket());
        long now = session.clock().samplesAt(localNs());
        long behind = here.delaySamples() + samples + (MARGIN_MS + link.bufferMs()) * SAMPLES_PER_MS;
        if (!here.equals(seat) || positionSample < 0 || now - behind - positionSample > BEHIND_MAX_SAMPLES) {
            if (seat != null && here.equals(seat) && positionSample >= 0) {
                run.counts().behind((now - behind - positionSample) / (double) SAMPLES_PER_MS);
            }
            seat = here;
            positionSample = onOwnGrid(now - behind, samples);
            voice.beginAt(positionSample);
        }
        long end = voice.blockEnd(positionSample, samples);
        while (now >= end + behind) {
            run.counts().behind((now - end - behind) / (double) SAMPLES_PER_MS);
            voice.sing(positionSample, end, here.bucket());
            positionSample = end;
            end = voice.blockEnd(positionSample, samples);
        }
        return run.toRealNs(singer, session.clock().nsAt(end + behind));
    }

    /** Blocks begin where his sound card's do: a move changes nothing of that, and no two singers' are the same. */
    private long onOwnGrid(long sample, int samples) {
        return sample - Math.floorMod(sample - singer.phaseMs() * SAMPLES_PER_MS, samples);
    }

    private boolean send(StreamMessageWriter message, @Nullable V2Sent of, boolean endsChirp, boolean endsAll) {
        long nowNs = run.nowNs();
        if (run.isPerfect()) {
            return deliver(message.bytes(), message.length(), new Waiting(nowNs, null, of, endsChirp, endsAll));
        }
        V2Message bytes = new V2Message(Arrays.copyOf(message.bytes(), message.length()));
        waiting.add(new Waiting(link.arrivalNs(nowNs), bytes, of, endsChirp, endsAll));
        return true;
    }

    private long sendWaiting() {
        for (Waiting first = waiting.peek(); first != null; first = waiting.peek()) {
            if (first.atNs() > run.nowNs()) {
                return first.atNs();
            }
            waiting.remove();
            V2Message bytes = first.voice();
            V2Sent of = first.of();
            if (bytes != null && !deliver(bytes.bytes(), bytes.bytes().length, first) && of != null) {
                of.failed();
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean deliver(byte[] bytes, int length, Waiting what) {
        V2Sent of = what.of();
        long nowNs = run.nowNs();
        if (!session.sendBinary(bytes, length)) {
            return false;
        }
        run.counts().sent();
        if (of != null) {
            of.left(seat == null ? 0 : seat.bucket(), nowNs);
            if (what.endsChirp() || what.endsAll()) {
                ping(what);
            }
        }
        return true;
    }

    /** The shard reads a socket in order: when it answers this, it has all that was sent before. */
    private void ping(Waiting what) {
        lastPingT = Math.max(lastPingT + 1, localNs());
        synchronized (pinged) {
            pinged.put(lastPingT, what);
        }
        session.send(ControlJson.message("ping").put("t", lastPingT));
    }

    @Override
    public void control(String type, JsonNode message) {
        long nowNs = run.nowNs();
        switch (type) {
            case "pong" -> {
                Waiting what;
                synchronized (pinged) {
                    what = pinged.remove(message.path("t").asLong(0));
                }
                V2Sent of = what == null ? null : what.of();
                if (what != null && of != null) {
                    if (what.endsChirp()) {
                        of.chirpReceived(nowNs);
                    }
                    if (what.endsAll()) {
                        of.allReceived(nowNs);
                    }
                }
            }
            case "error" ->
                run.counts().error("the server says " + message.path("code").asString(""), nowNs);
            case "song" -> run.sawSong(session.room().song());
            default -> {}
        }
    }

    @Override
    public void binary(ByteBuffer message) {
        Seat here = session.seat();
        if (!MixHeader.isMix(message) || here == null || !session.clock().isKnown()) {
            return;
        }
        MixHeader header = MixHeader.of(message);
        boolean mine = header.bucket() == here.bucket() && header.clock() >= here.fromClock();
        long gapSamples = mine && nextClock >= 0 && header.packets() > 0 ? header.clock() - nextClock : 0;
        long missing = header.packets() == 0 ? 0 : Math.ceilDiv(gapSamples, header.packets() * 960L);
        nextClock = mine ? header.endClock() : -1;
        if (mine) {
            long closedNs = run.toRealNs(singer, session.clock().nsAt(header.endClock() + here.delaySamples()));
            run.heard(shard, here, header, message, singer.name(), closedNs, missing);
        }
    }

    @Override
    public void seated(Seat given) {
        nextClock = -1;
    }

    @Override
    public void welcomed(boolean again) {
        nextClock = -1;
        run.counts().welcomed(again);
    }

    @Override
    public void lost(String reason) {
        nextClock = -1;
        long nowNs = run.nowNs();
        if (!link.isAwayWithin(nowNs - IDLE_NS, nowNs)) {
            run.counts().error("connection lost: " + reason, nowNs);
        }
    }
}
