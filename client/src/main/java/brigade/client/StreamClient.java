package brigade.client;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.wire.WireException;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A singer without a sound card: plays what his bucket hears and sings to it, block by block, on the server's clock. Any
 * thread may call; {@link #tick} is for one at a time.
 *
 * <p>The block that ends at clock {@code c} is due at clock {@code c + delaySamples + bufferSamples}; a better ping moves
 * when blocks are due, never which samples they hold.
 */
public final class StreamClient implements AutoCloseable {
    private static final int BLOCK_MAX = StreamLimits.PACKETS_MAX * StreamLimits.FRAME_SAMPLES;

    /** Pings before the first sound: the first one pays for the connection. */
    private static final int PINGS_FIRST = 4;

    /** Further behind than this, playback begins anew instead of catching up. */
    private static final long BEHIND_MAX_SAMPLES = 2L * AudioFormat.SAMPLE_RATE_HZ;

    /** A move is made without the frames of the new bucket when they do not come for so long. */
    private static final long MOVE_MAX_SAMPLES = 3L * AudioFormat.SAMPLE_RATE_HZ;

    private static final int QUEUE_MAX = 64;

    private final StreamSession session;
    private final LongSupplier nowNs;
    private final OpusCodec codec;
    private final ClientOptions options;
    private int latencySamples;
    private volatile int wantedLatencySamples;
    private final ClientSound sound;
    private final SessionEvents watcher;
    private final MixLevels levels = new MixLevels();
    private final MixCounts counts = new MixCounts();
    private final MixPlayer player;
    private final VoiceSender voice;
    private final TalkBox talk;
    private final StreamMessageReader reader = new StreamMessageReader();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private final float[] heard = new float[BLOCK_MAX];
    private final float[] sung = new float[BLOCK_MAX];
    private byte[] bytes = new byte[0];

    private @Nullable Seat seat;
    private @Nullable Seat nextSeat;
    private int bufferSamples;
    private long movesAtLatest;
    private long positionSample;
    private boolean playing;
    private boolean ticking;
    private boolean closing;
    private boolean closed;

    /**
     * A client that connects with its first {@link #tick}.
     *
     * @param sound what hears and sings
     * @param watcher is told what happens, after the client has taken it
     */
    public StreamClient(
            SessionConfig config,
            ClientOptions options,
            Connector connector,
            OpusCodec codec,
            LongSupplier nowNs,
            ClientSound sound,
            SessionEvents watcher) {
        this.options = options;
        this.latencySamples = options.latencySamples();
        this.wantedLatencySamples = latencySamples;
        this.codec = codec;
        this.nowNs = nowNs;
        this.sound = sound;
        this.watcher = watcher;
        session = new StreamSession(config, connector, nowNs, new Inner());
        int longest = BLOCK_MAX + options.marginSamples();
        player = new MixPlayer(this.codec, longest, levels, counts);
        voice = new VoiceSender(this.codec, this::sendVoice);
        talk = new TalkBox(this.codec, config.headphones(), session::sendBinary);
    }

    /** The connection below. */
    public StreamSession session() {
        return session;
    }

    /** What he hears of whom. */
    public MixLevels levels() {
        return levels;
    }

    /** What was counted. */
    public MixCounts counts() {
        return counts;
    }

    /** Does what is due; local time at which it wants to be called again, at the latest. */
    public long tick() {
        synchronized (session.lock) {
            long due = session.tick();
            if (session.isEnded() || closing) {
                return Long.MAX_VALUE;
            }
            Seat here = session.seat();
            ClockSync clock = session.clock();
            if (here == null || clock.pings() < PINGS_FIRST) {
                return due;
            }
            long now = clock.samplesAt(nowNs.getAsLong());
            if (!playing) {
                begin(here, now);
            }
            ticking = true;
            while (!closing && now >= blockDue()) {
                if (now - blockDue() > BEHIND_MAX_SAMPLES) {
                    skip(now);
                }
                block();
            }
            ticking = false;
            if (closing) {
                release();
                return Long.MAX_VALUE;
            }
            return Math.min(due, clock.nsAt(blockDue()));
        }
    }

    private void begin(Seat here, long now) {
        seat = here;
        nextSeat = null;
        bufferSamples = bufferFor(here);
        positionSample = now - here.delaySamples() - bufferSamples;
        player.start(here, positionSample);
        playing = true;
    }

    private int bufferFor(Seat here) {
        return session.room().messageSamples(here.bucket()) + options.marginSamples();
    }

    private int blockSamples() {
        return session.room().messageSamples(seatNow().bucket());
    }

    /** The server's clock at which the next block has sounded. */
    private long blockDue() {
        return positionSample + blockSamples() + seatNow().delaySamples() + bufferSamples;
    }

    private Seat seatNow() {
        Seat here = seat;
        if (here == null) {
            throw new IllegalStateException("not seated");
        }
        return here;
    }

    private void skip(long now) {
        counts.skip();
        voice.end();
        positionSample = now - seatNow().delaySamples() - bufferSamples - blockSamples();
        player.skipTo(positionSample);
    }

    /** Takes so much more off the clocks of what is sung, from the next block on: another sound check. Any thread. */
    public void addLatency(int samples) {
        wantedLatencySamples = Math.clamp(
                (long) wantedLatencySamples + samples, -AudioFormat.SAMPLE_RATE_HZ, AudioFormat.SAMPLE_RATE_HZ);
    }

    /** What is taken off the clocks of what is sung. Any thread. */
    public int latencySamples() {
        return wantedLatencySamples;
    }

    private void block() {
        boolean moved = moveIfDue();
        int samples = blockSamples();
        if (moved) {
            player.move(positionSample, heard, samples);
        } else {
            player.play(heard, samples);
        }
        Arrays.fill(sung, 0, samples, 0);
        if (talksNow()) {
            talk.play(heard, samples);
            sound.talk(heard, sung, samples);
            talk.speak(sung, samples);
            Arrays.fill(sung, 0, samples, 0);
        } else {
            sound.sing(positionSample, heard, sung, samples);
        }
        if (seatNow().bucket() > 0 && !closing) {
            if (latencySamples != wantedLatencySamples) {
                voice.end();
                latencySamples = wantedLatencySamples;
            }
            voice.sing(positionSample - latencySamples, seatNow().bucket(), sung, samples);
        }
        positionSample += samples;
    }

    /** Who hears late, as listeners do, hears the song to its end while others talk already. */
    private boolean talksNow() {
        Song song = session.room().song();
        boolean hearsSong = song.hasStart() && (!song.hasEnd() || positionSample < song.endClock());
        return session.room().isTalking() && !hearsSong;
    }

    /** Changes seats when playback reaches the new one's first frames; the next block is due when it would have been. */
    private boolean moveIfDue() {
        Seat next = nextSeat;
        if (next == null) {
            return false;
        }
        int nextBuffer = bufferFor(next);
        long position = positionSample + seatNow().delaySamples() + bufferSamples - next.delaySamples() - nextBuffer;
        if (position < next.fromClock() && positionSample < movesAtLatest) {
            return false;
        }
        seat = next;
        nextSeat = null;
        bufferSamples = nextBuffer;
        positionSample = position;
        return true;
    }

    private boolean sendVoice(byte[] message, int length) {
        if (session.sendBinary(message, length)) {
            return true;
        }
        // Sung to what had come before the connection broke: it goes late, for later rows and the recording.
        ClockSync clock = session.clock();
        long closedUpTo = clock.samplesAt(session.heardFromNs()) - seatNow().delaySamples();
        if (positionSample < closedUpTo && queue.size() < QUEUE_MAX) {
            queue.add(Arrays.copyOf(message, length));
            return true;
        }
        return false;
    }

    /** What the session tells the client, and after it the watcher. */
    private final class Inner implements SessionEvents {
        @Override
        public void welcomed(boolean again) {
            Seat given = session.seat();
            if (playing && given != null && !given.sameSoundAs(latestSeat())) {
                moveTo(given);
            }
            if (again && queue.isEmpty()) {
                voice.restart();
            }
            queue.forEach(message -> session.sendBinary(message, message.length));
            queue.clear();
            watcher.welcomed(again);
        }

        @Override
        public void seated(Seat given) {
            if (playing) {
                moveTo(given);
            }
            watcher.seated(given);
        }

        @Override
        public void control(String type, JsonNode message) {
            watcher.control(type, message);
        }

        @Override
        public void binary(ByteBuffer message) {
            take(message);
            watcher.binary(message);
        }

        @Override
        public void lost(String reason) {
            voice.restart();
            watcher.lost(reason);
        }

        @Override
        public void moved(URI house) {
            // Its clock is another: playback begins anew there.
            playing = false;
            nextSeat = null;
            queue.clear();
            watcher.moved(house);
        }

        @Override
        public void ended(String reason) {
            watcher.ended(reason);
        }
    }

    private Seat latestSeat() {
        Seat next = nextSeat;
        return next != null ? next : seatNow();
    }

    private void moveTo(Seat given) {
        nextSeat = given;
        movesAtLatest = positionSample + MOVE_MAX_SAMPLES;
        player.prepare(given, given.fromClock());
    }

    private void take(ByteBuffer message) {
        int length = message.remaining();
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        message.get(message.position(), bytes, 0, length);
        try {
            reader.read(bytes, 0, length, Direction.TO_CLIENT);
        } catch (WireException e) {
            counts.oneBroken();
            return;
        }
        if (closed) {
            return;
        }
        if (reader.kind() == MessageKind.MIX) {
            player.take(reader);
        } else if (session.room().isTalking()) {
            talk.take(reader, session.room());
        }
    }

    /** Clock that is played next; 0 before playback began. */
    public long positionSample() {
        synchronized (session.lock) {
            return playing ? positionSample : 0;
        }
    }

    /** Samples that sound waits between coming and being played. */
    public int bufferSamples() {
        synchronized (session.lock) {
            return bufferSamples;
        }
    }

    /** Ends the spurt, says good-bye and frees the codecs; a sound may call it too, its block is the last one then. */
    @Override
    public void close() {
        synchronized (session.lock) {
            closing = true;
            if (!ticking) {
                release();
            }
        }
    }

    private void release() {
        if (!closed) {
            closed = true;
            playing = false;
            if (session.isWelcome()) {
                voice.end();
            }
            session.leave();
            player.close();
            voice.close();
            talk.close();
        }
    }
}
