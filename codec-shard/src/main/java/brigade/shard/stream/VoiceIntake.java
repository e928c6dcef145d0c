package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.VoiceBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Empties the inboxes at each tick and decodes what was in them, in parallel. Tick thread, with its crew. */
final class VoiceIntake {
    private final OpusCodec codec;
    private final Crew crew;
    private final StreamMetrics metrics;
    private final LongSupplier nanoTime;
    private final VoicePages pages = new VoicePages();
    private final List<Connection> ready = new ArrayList<>();
    private final Crew.Task decodeTask = this::decode;
    private long collectedNs;

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

    /** Takes and decodes all that waits. */
    void collect(Collection<Connection> connections) {
        collectedNs = nanoTime.getAsLong();
        pages.clear();
        ready.clear();
        for (Connection connection : connections) {
            if (connection.hasVoice()) {
                ready.add(connection);
            }
        }
        crew.run(ready.size(), decodeTask);
    }

    private void decode(int index) {
        Connection connection = ready.get(index);
        int messages = connection.inbox.take();
        long person = connection.person;
        if (person == 0) {
            metrics.droppedVoices.increment(messages);
            return;
        }
        long startNs = nanoTime.getAsLong();
        for (int i = 0; i < messages; i++) {
            VoiceInbox.Message message = connection.inbox.message(i);
            int age =
                    (int) (Math.max(0, collectedNs - message.arrivalNs) * AudioFormat.SAMPLE_RATE_HZ / 1_000_000_000L);
            if (message.kind == MessageKind.TALK) {
                int from = StreamLimits.HEADER_BYTES;
                pages.talk(person, message.clock, age, message.bytes, from, message.length - from);
            } else {
                decode(connection, message, person, age);
            }
        }
        metrics.decode.record(nanoTime.getAsLong() - startNs, TimeUnit.NANOSECONDS);
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
