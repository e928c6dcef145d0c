package brigade.shard.codec;

/** Which Opus implementation an operator asks for. */
public enum CodecChoice {
    /** libopus where it is installed, else Concentus. */
    AUTO,
    /** The pure Java port: always there. */
    CONCENTUS,
    /** The native library; an error where it is missing. */
    LIBOPUS
}
