package brigade.shard.takes;

import brigade.shard.journal.VoiceRecord;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** All that the journals have of one voice, or of the mix, in the order in which it was journalled. One thread. */
public final class TakeVoice implements Closeable {
    private final DataInputStream in;
    private final VoiceRecord record = new VoiceRecord();
    private byte[] bytes = new byte[0];

    TakeVoice(Path spool) throws IOException {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(spool)));
    }

    /** Goes to the next record; false at the end. */
    public boolean next() throws IOException {
        while (true) {
            int version;
            try {
                version = in.readInt();
            } catch (EOFException e) {
                return false;
            }
            int length = in.readInt();
            bytes = bytes.length < length ? new byte[2 * length] : bytes;
            in.readFully(bytes, 0, length);
            if (record.read(bytes, length, version)) {
                return true;
            }
        }
    }

    /** The record of the latest {@link #next}; the next call changes it. */
    public VoiceRecord record() {
        return record;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
