package brigade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a journal's records are: said in the file {@value #FILE} of every segment, and looked at before any is read.
 *
 * @param kind a word, as {@code voice}
 * @param version of the records' form, from 1: what is written
 * @param oldest version that can be read
 */
public record JournalFormat(String kind, int version, int oldest) {
    /** What happens in rooms: one event a record, as JSON. Written by the state server, read by shards and operators. */
    public static final JournalFormat EVENTS = new JournalFormat("events", 1);

    /** What the rings of recorded rooms were told, for a replay. Written by the state server, read by operators. */
    public static final JournalFormat MOVES = new JournalFormat("moves", 1);

    private static final String FILE = "FORMAT";
    private static final Pattern TEXT = Pattern.compile("brigade-journal ([a-z-]{1,30}) ([0-9]{1,9})\n");
    private static final int TEXT_MAX_BYTES = 200;

    /** One that can be read in this version alone. */
    public JournalFormat(String kind, int version) {
        this(kind, version, version);
    }

    void write(Path segment) throws IOException {
        Files.writeString(segment.resolve(FILE), "brigade-journal " + kind + " " + version + "\n");
    }

    /**
     * Refuses a segment of another kind or version by one sentence.
     *
     * @return its version
     * @throws JournalFormatException what it is, and what is read here
     */
    int check(Path segment) throws IOException {
        Matcher found;
        try {
            if (Files.size(segment.resolve(FILE)) > TEXT_MAX_BYTES) {
                throw new JournalFormatException(segment + " is no journal of ours");
            }
            found = TEXT.matcher(Files.readString(segment.resolve(FILE)));
        } catch (NoSuchFileException | java.nio.charset.CharacterCodingException e) {
            throw new JournalFormatException(segment + " is no journal of ours");
        }
        if (!found.matches()) {
            throw new JournalFormatException(segment + " is no journal of ours");
        }
        if (!found.group(1).equals(kind)) {
            throw new JournalFormatException(
                    segment + " is a journal of kind " + found.group(1) + ", and " + kind + " is wanted");
        }
        int written = Integer.parseInt(found.group(2));
        if (written < oldest || written > version) {
            throw new JournalFormatException(segment + " was written in version " + written
                    + " of its format; this program reads version " + (oldest == version ? "" : oldest + " to ")
                    + version);
        }
        return written;
    }
}
