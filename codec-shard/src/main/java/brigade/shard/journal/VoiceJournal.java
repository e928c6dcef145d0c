package brigade.shard.journal;

import brigade.journal.FreeSpace;
import brigade.journal.JournalFigures;
import brigade.journal.JournalLimits;
import brigade.journal.JournalThread;
import brigade.journal.JournalWriter;
import brigade.journal.RecordQueue;
import brigade.shard.exchange.OldVoice;
import brigade.shard.exchange.OldVoiceTap;
import brigade.shard.listen.ListenSource;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.PacketListener;
import brigade.shard.stream.RecordingTap;
import brigade.shard.stream.VoiceMessage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals what is recorded on this shard. Sockets' threads and the tick with its crew put records in and never wait; a thread of its own
 * looks which rooms are recorded, and one writes. Nothing is opened, and no memory taken, before the first room is recorded.
 */
public final class VoiceJournal implements RecordingTap, OldVoiceTap, AutoCloseable {
    /** Records that may wait: a second of the messages of 400 singers. 5 MB. */
    private static final int WAITING_MAX = 8_192;

    private static final long LOOK_NS = 100_000_000L;

    /** A room that does not let its mix be heard is asked again after so long. */
    private static final long AGAIN_NS = 2_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(VoiceJournal.class);

    /** An ear in a room: while it is there, the room's mix comes to this shard. */
    private static final class Ear implements PacketListener {
        private volatile boolean ended;

        @Override
        public void packet(long clock, boolean reset, byte[] bytes, int offset, int length) {
            // journalled as it was encoded: what comes too late to be heard as well
        }

        @Override
        public void ended(String reason) {
            ended = true;
        }
    }

    /** A room whose mix is journalled. */
    private record Recorder(Ear ear, ListenSource.Link link) {}

    /** Makes a connection's number one that no other process gives: time in 128 ms, shard (7 bits), then the connection (22 bits). */
    private final long processBase;

    private final JournalWriter writer;
    private final LongSupplier nowNs;
    private final RecordedRooms wanted;
    private final Map<String, Recorder> recorders = new HashMap<>();
    private final Thread keeper;
    private @Nullable ListenSource source;
    private @Nullable Function<String, RoomInfo> rooms;
    private volatile @Nullable RecordQueue queue;
    private volatile @Nullable JournalThread thread;
    private volatile boolean closing;
    private long againNs;
    private String toldTrouble = "";

    /**
     * Records nothing yet.
     *
     * @param data folder of what must survive; the journal is its {@code journal/voice}, which all shards share
     * @param unixMs milliseconds since 1970
     * @param nowNs monotonic nanoseconds
     */
    public VoiceJournal(
            Path data, int shard, JournalLimits limits, FreeSpace space, LongSupplier unixMs, LongSupplier nowNs) {
        this.nowNs = nowNs;
        this.wanted = new RecordedRooms(nowNs);
        this.againNs = nowNs.getAsLong();
        this.processBase = ((unixMs.getAsLong() >> 7) << 29) | ((long) shard << 22);
        this.writer = new JournalWriter(
                folder(data),
                String.format(Locale.ROOT, "shard-%02d", shard),
                VoiceRecord.FORMAT,
                limits,
                space,
                unixMs);
        this.keeper =
                Thread.ofPlatform().name("voice-journal-keeper").daemon(true).unstarted(this::keep);
    }

    /** Where it is. */
    public static Path folder(Path data) {
        return data.resolve("journal").resolve("voice");
    }

    /**
     * Begins.
     *
     * @param mixes lets hear a room's mix
     * @param info asks the state server for a room
     */
    public void start(ListenSource mixes, Function<String, RoomInfo> info, MeterRegistry registry) {
        source = mixes;
        rooms = info;
        FunctionCounter.builder(
                        "brigade.shard.journal.written",
                        this,
                        journal -> journal.figures().written())
                .description("records of voices and mixes that were journalled")
                .register(registry);
        FunctionCounter.builder(
                        "brigade.shard.journal.lost",
                        this,
                        journal -> journal.figures().lost())
                .description("records that were not: no room on the disk, or in the queue")
                .register(registry);
        Gauge.builder(
                        "brigade.shard.journal.lag.seconds",
                        this,
                        journal -> journal.figures().lagNs() / 1e9)
                .description("how long the oldest record waits to be written, at most")
                .register(registry);
        keeper.start();
    }

    @Override
    public void recording(String room, boolean on) {
        if (wanted.ofTick(room, on)) {
            LockSupport.unpark(keeper);
        }
    }

    @Override
    public void oldClient(String room, boolean recorded) {
        if (wanted.ofOldClient(room, recorded)) {
            LockSupport.unpark(keeper);
        }
    }

    @Override
    public void voice(OldVoice voice) {
        RecordQueue to = queue;
        if (to == null) {
            return; // as below
        }
        byte[] room = voice.room().getBytes(StandardCharsets.UTF_8);
        RecordQueue.Place place = to.claim(VoiceRecord.oldLength(room, voice));
        if (place != null) {
            VoiceRecord.writeOld(place.bytes(), room, processBase + voice.decoder(), voice);
            to.publish(place);
        }
    }

    @Override
    public void voice(VoiceMessage message) {
        RecordQueue to = queue;
        if (to == null) {
            return; // for the 0.1 s before the first recording begins
        }
        RecordQueue.Place place = to.claim(VoiceRecord.length(message));
        if (place != null) {
            VoiceRecord.write(place.bytes(), VoiceRecord.VOICE, processBase + message.connection, message);
            to.publish(place);
        }
    }

    @Override
    public void mix(byte[] room, long encoder, long clock, boolean reset, byte[] bytes, int offset, int length) {
        RecordQueue to = queue;
        if (to == null) {
            return;
        }
        RecordQueue.Place place = to.claim(VoiceRecord.mixLength(room, length));
        if (place != null) {
            VoiceRecord.writeMix(place.bytes(), room, processBase + encoder, clock, reset, bytes, offset, length);
            to.publish(place);
        }
    }

    @Override
    public void outage(byte[] room, long fromClock, long toClock, long behindSamples) {
        RecordQueue to = queue;
        if (to == null) {
            return;
        }
        RecordQueue.Place place = to.claim(OutageRecord.length(room));
        if (place != null) {
            OutageRecord.write(place.bytes(), room, fromClock, toClock, behindSamples);
            to.publish(place);
        }
    }

    private void keep() {
        while (!closing) {
            try {
                follow();
            } catch (RuntimeException e) {
                LOG.warn("a turn of the voice journal failed: {}", e.toString());
            }
            if (wanted.isEmpty() && recorders.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(LOOK_NS);
            }
        }
        recorders.values().forEach(recorder -> recorder.link().close());
        recorders.clear();
    }

    private void follow() {
        Set<String> now = wanted.current();
        if (!now.isEmpty() && thread == null) {
            RecordQueue made = new RecordQueue(WAITING_MAX);
            JournalThread writes = new JournalThread("voice-journal", made, writer, () -> {}, nowNs);
            queue = made;
            thread = writes;
            writes.start();
            LOG.info("voices are recorded");
        }
        for (Iterator<Map.Entry<String, Recorder>> all = recorders.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Recorder> entry = all.next();
            if (!now.contains(entry.getKey()) || entry.getValue().ear().ended) {
                all.remove();
                entry.getValue().link().close();
                againNs = nowNs.getAsLong() + AGAIN_NS;
            }
        }
        ListenSource from = source;
        Function<String, RoomInfo> info = rooms;
        for (String room : now) {
            boolean mayListen = nowNs.getAsLong() - againNs >= 0;
            if (from != null && info != null && mayListen && !recorders.containsKey(room)) {
                againNs = nowNs.getAsLong() + AGAIN_NS; // unless it succeeds
                Ear ear = new Ear();
                recorders.put(room, new Recorder(ear, from.listen(info.apply(room), ear)));
                againNs = nowNs.getAsLong();
                toldTrouble = ""; // whoever hears now knows nothing yet
            }
        }
        tellTrouble();
    }

    private void tellTrouble() {
        JournalThread writes = thread;
        String trouble = writes == null || writes.trouble() == null ? "" : writes.trouble();
        if (!toldTrouble.equals(trouble)) {
            toldTrouble = trouble;
            recorders.values().forEach(recorder -> recorder.link().journal(trouble));
        }
    }

    private JournalFigures figures() {
        JournalThread writes = thread;
        return writes == null ? JournalFigures.NONE : writes.figures();
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(keeper);
        try {
            keeper.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        JournalThread writes = thread;
        if (writes != null) {
            writes.close();
        }
    }
}
