package brigade.journal;

import java.io.IOException;

/** A segment is not what it should be; the message is one sentence for people. */
public final class JournalFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalFormatException(String sentence) {
        super(sentence);
    }
}
