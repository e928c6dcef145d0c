package brigade.audio.file;

/** What a sound file may be. Over a limit the reader says which one; it never runs out of memory. */
public final class AudioFileLimits {
    /** Bytes of a file. 15 minutes of 48 kHz stereo at 24 bits are 259 MB; a longer file is hardly one song. */
    public static final long FILE_MAX_BYTES = 300_000_000;

    /** Seconds of sound: 900 s are 173 MB of float samples in memory. */
    public static final int DURATION_MAX_SECONDS = 900;

    /** Channels, all mixed to one. */
    public static final int CHANNELS_MAX = 32;

    /** Lowest sample rate. */
    public static final int RATE_MIN_HZ = 4_000;

    /** Highest sample rate. */
    public static final int RATE_MAX_HZ = 768_000;

    private AudioFileLimits() {}
}
