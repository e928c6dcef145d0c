package brigade.audio.file;

import java.io.IOException;

/** A sound file that cannot be used. Its message is one line for people: which file, what is wrong with it. */
public final class AudioFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message one line, the file's name included */
    public AudioFileException(String message) {
        super(message);
    }

    /**
     * @param message one line, the file's name included
     * @param cause what the system said
     */
    public AudioFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
