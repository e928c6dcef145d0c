package brigade.shard.codec;

import org.jspecify.annotations.Nullable;

/** The Opus implementation failed where it must not: our fault, not the singer's. */
public final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
