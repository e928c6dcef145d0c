package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.VoiceBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Empties the inboxes at each tick and decodes what was in them, in parallel. Tick thread, with its crew.
 *
 * <p>A tick decodes for {@link #BUDGET_NS} at most; what is left then gets a turn of its own as soon as the tick has sent what
 * all hear. Otherwise a tick after a stall would first decode all that had piled up, be late itself, and find as much again.
 */
final class VoiceIntake {
    /** A quarter of the 20 ms between two ticks: the voices of 150 singers, and time left for calls, encoders and sockets. */
    static final long BUDGET_NS = 5_000_000L;

    private final OpusCodec codec;
    private final Crew crew;
    private final StreamMetrics metrics;
    private final LongSupplier nanoTime;
    private final VoicePages pages = new VoicePages();
    private final List<Connection> ready = new ArrayList<>();
    private final Crew.Task decodeTask = this::decode;
    private long collectedNs;

    /** Who is decoded first in the next turn: the first that this one had no time for. Null when all were. */
    private @Nullable Connection first;

    /** The smallest index that there was no time for. Guarded by this. */
    private int leftFrom;

    VoiceIntake(OpusCodec codec, Crew crew, StreamMetrics metrics, LongSupplier nanoTime) {
        this.codec = codec;
        this.crew = crew;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** What the latest {@link #collect} found. */
    VoicePages pages() {
        return pages;
    }

    /** Takes and decodes what waits, as far as the time allows. */
    void collect(Collection<Connection> connections) {
        collectedNs = nanoTime.getAsLong();
        pages.clear();
        ready.clear();
        for (Connection connection : connections) {
            if (connection.hasVoice() && !connection.waitsForSeat) {
                ready.add(connection);
            }
        }
        if (first != null) {
            Collections.rotate(ready, -Math.max(0, ready.indexOf(first)));
        }
        leaveFrom(Integer.MAX_VALUE);
        crew.run(ready.size(), decodeTask);
        int from = leftFrom();
        first = from < ready.size() ? ready.get(from) : null;
    }

    private void decode(int index) {
        Connection connection = ready.get(index);
        // The first is always decoded, so that a slow machine goes on at all.
        if (index > 0 && nanoTime.getAsLong() - collectedNs > BUDGET_NS) {
            leaveFrom(index);
            return;
        }
        int messages = connection.inbox.take();
        long person = connection.person;
        if (person == 0) {
            metrics.droppedVoices.increment(messages);
        }
        long startNs = nanoTime.getAsLong();
        for (int i = 0; i < messages; i++) {
            VoiceInbox.Message message = connection.inbox.message(i);
            int age =
                    (int) (Math.max(0, collectedNs - message.arrivalNs) * AudioFormat.SAMPLE_RATE_HZ / 1_000_000_000L);
            if (message.kind == MessageKind.TALK) {
                int from = StreamLimits.HEADER_BYTES;
                if (person != 0) {
                    pages.talk(person, message.clock, age, message.bytes, from, message.length - from);
                }
            } else if (person != 0) {
                decode(connection, message, person, age);
            }
        }
        metrics.decode.record(nanoTime.getAsLong() - startNs, TimeUnit.NANOSECONDS);
    }

    private synchronized void leaveFrom(int index) {
        leftFrom = index == Integer.MAX_VALUE ? index : Math.min(leftFrom, index);
    }

    private synchronized int leftFrom() {
        return leftFrom;
    }

    /** Whether the latest {@link #collect} had no time for somebody. */
    boolean hasLeft() {
        return first != null;
    }

    private void decode(Connection connection, VoiceInbox.Message message, long person, int age) {
        VoiceDecoder decoder = connection.decoder;
        if (decoder == null) {
            decoder = new VoiceDecoder(codec.newDecoder());
            connection.decoder = decoder;
        }
        decoder.decode(message);
        int concealed = decoder.concealedSamples();
        int samples = decoder.samples() - concealed;
        if (concealed > 0) {
            metrics.concealedSamples.increment(concealed);
            pages.sound(
                    person,
                    decoder.startClock(),
                    message.bucket,
                    VoiceBlock.CONCEALED,
                    age,
                    decoder.sound(),
                    0,
                    concealed);
        }
        if (samples > 0) {
            metrics.decodedPackets.increment(message.packets);
            pages.sound(
                    person,
                    decoder.startClock() + concealed,
                    message.bucket,
                    0,
                    age,
                    decoder.sound(),
                    concealed,
                    samples);
        }
    }
}
