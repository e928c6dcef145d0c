package brigade.shard.takes;

import brigade.journal.JournalFolder;
import brigade.journal.JournalReader;
import brigade.shard.journal.OutageRecord;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.journal.VoiceRecord;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the journals of all shards have of one take: read once and spooled to one temporary file for each singer and one for the mix, in
 * the order in which it was journalled. One thread.
 */
public final class TakeSources implements Closeable {
    /** The mix is nobody's. */
    public static final long MIX = 0;

    /** People of a take. */
    static final int PEOPLE_MAX = 2_000;

    /** What belongs to a song may come that much after it: the last row, and slow lines. */
    private static final long AFTER_MS = 180_000;

    private static final long BEFORE_MS = 60_000;
    private static final int SPOOL_BUFFER_BYTES = 4_096;

    /** Takes one record. */
    @FunctionalInterface
    interface Sink {
        void take(VoiceRecord record) throws IOException;
    }

    private static final class Spool {
        final Path file;
        final DataOutputStream out;

        Spool(Path folder) throws IOException {
            file = Files.createTempFile(folder, ".spool", ".part");
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), SPOOL_BUFFER_BYTES));
        }
    }

    private final Map<Long, Spool> spools = new LinkedHashMap<>();
    private final List<OutageRecord> outages = new ArrayList<>();
    private long records;

    /**
     * Reads the journals.
     *
     * @param folder for temporary files
     */
    public TakeSources(Path data, Path folder, String room, long startClock, long endClock) throws IOException {
        long startMs = startClock / 48 - BEFORE_MS;
        long endMs = endClock / 48 + AFTER_MS;
        try {
            for (JournalFolder.Segment segment : JournalFolder.segments(VoiceJournal.folder(data))) {
                if (segment.startMs() <= endMs && segment.endMs() >= startMs) {
                    read(segment.folder(), folder, room, startClock, endClock);
                }
            }
            for (Spool spool : spools.values()) {
                spool.out.close();
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void read(Path segment, Path folder, String room, long startClock, long endClock) throws IOException {
        VoiceRecord record = new VoiceRecord();
        long reach = 48_000; // what is concealed, and the decoder's way into a song
        try (JournalReader reader = new JournalReader(segment, VoiceRecord.FORMAT)) {
            while (reader.next()) {
                noteOutage(OutageRecord.read(reader.record(), reader.length()), room);
                boolean mine = record.read(reader.record(), reader.length(), reader.version())
                        && record.roomId.equals(room)
                        && record.clock >= startClock - reach
                        && record.clock < endClock + reach;
                if (mine && (spools.containsKey(record.person) || spools.size() <= PEOPLE_MAX)) {
                    Spool spool = spools.get(record.person);
                    if (spool == null) {
                        spool = new Spool(folder);
                        spools.put(record.person, spool);
                    }
                    spool.out.writeInt(reader.version());
                    spool.out.writeInt(reader.length());
                    spool.out.write(reader.record(), 0, reader.length());
                    records++;
                }
            }
        }
    }

    private void noteOutage(@Nullable OutageRecord outage, String room) {
        if (outage != null && outage.roomId().equals(room)) {
            outages.add(outage);
        }
    }

    /** When state servers died, as each shard saw it; also long before and after the song. */
    List<OutageRecord> outages() {
        return outages;
    }

    /** Who sang; {@link #MIX} among them when the mix is there. */
    public Set<Long> people() {
        return spools.keySet();
    }

    /** How many records there are. */
    long records() {
        return records;
    }

    /** Hands out all records of somebody, in their order. */
    void replay(long person, Sink sink) throws IOException {
        Spool spool = spools.get(person);
        if (spool == null) {
            return;
        }
        try (TakeVoice voice = new TakeVoice(spool.file)) {
            while (voice.next()) {
                sink.take(voice.record());
            }
        }
    }

    /** The same one by one; null when there is nothing of him. */
    public @Nullable TakeVoice open(long person) throws IOException {
        Spool spool = spools.get(person);
        return spool == null ? null : new TakeVoice(spool.file);
    }

    @Override
    public void close() throws IOException {
        for (Spool spool : spools.values()) {
            spool.out.close();
            Files.deleteIfExists(spool.file);
        }
    }
}
