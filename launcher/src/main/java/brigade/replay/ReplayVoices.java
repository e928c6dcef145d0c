package brigade.replay;

import brigade.shard.codec.OpusCodec;
import brigade.shard.journal.VoiceRecord;
import brigade.shard.stream.VoiceReplay;
import brigade.shard.takes.TakeSources;
import brigade.shard.takes.TakeVoice;
import brigade.state.ring.RingReplay;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Voices of a take, decoded as they were when they came, in the pieces in which they came. One thread. */
final class ReplayVoices implements RingReplay.Voices, Closeable {
    /** So far is looked ahead for a piece: another shard's may lie behind it. */
    private static final int AHEAD_RECORDS = 2_000;

    /** Pieces that nobody asked for are forgotten. */
    private static final int WAITING_MAX = 4_000;

    /** A piece of sound. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(long start, float[] sound) {}

    private static final class Singer {
        final @Nullable TakeVoice records;
        final Map<Long, VoiceReplay> decoders = new HashMap<>();
        final ArrayDeque<Piece> waiting = new ArrayDeque<>();

        Singer(@Nullable TakeVoice records) {
            this.records = records;
        }
    }

    private final TakeSources sources;
    private final OpusCodec codec;
    private final Map<Long, Singer> singers = new HashMap<>();

    ReplayVoices(TakeSources sources, OpusCodec codec) {
        this.sources = sources;
        this.codec = codec;
    }

    @Override
    public float @Nullable [] sound(long who, long start, int samples) {
        try {
            Singer singer = singers.get(who);
            if (singer == null) {
                singer = new Singer(sources.open(who));
                singers.put(who, singer);
            }
            float[] found = take(singer, start, samples);
            for (int i = 0; found == null && i < AHEAD_RECORDS && read(singer); i++) {
                found = take(singer, start, samples);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float @Nullable [] take(Singer singer, long start, int samples) {
        for (Iterator<Piece> all = singer.waiting.iterator(); all.hasNext(); ) {
            Piece piece = all.next();
            if (piece.start == start && piece.sound.length == samples) {
                all.remove();
                return piece.sound;
            }
        }
        return null;
    }

    /** Decodes the next message; what was concealed before it is a piece of its own. */
    private boolean read(Singer singer) throws IOException {
        TakeVoice records = singer.records;
        if (records == null || !records.next()) {
            return false;
        }
        VoiceRecord record = records.record();
        VoiceReplay decoder =
                singer.decoders.computeIfAbsent(record.connection, each -> new VoiceReplay(codec.newDecoder()));
        decoder.decode(record);
        int concealed = decoder.concealedSamples();
        add(singer, decoder, 0, concealed);
        add(singer, decoder, concealed, decoder.samples());
        return true;
    }

    private static void add(Singer singer, VoiceReplay decoder, int from, int to) {
        if (to > from) {
            singer.waiting.addLast(
                    new Piece(decoder.startClock() + from, Arrays.copyOfRange(decoder.sound(), from, to)));
            if (singer.waiting.size() > WAITING_MAX) {
                singer.waiting.removeFirst();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Singer singer : singers.values()) {
            singer.decoders.values().forEach(VoiceReplay::close);
            if (singer.records != null) {
                singer.records.close();
            }
        }
    }
}
