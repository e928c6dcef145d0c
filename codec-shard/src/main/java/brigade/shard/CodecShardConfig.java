package brigade.shard;

import brigade.shard.codec.CodecChoice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a codec shard needs to know; checked before anything opens.
 *
 * @param shard its number, 1..99
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param runDir the run directory, where the state server is met
 * @param data folder of what must survive; uploads go to its {@code tracks/}
 * @param codec which Opus implementation
 * @param operatorToken who sends it is the operator; null: only who has a token signed by the data folder's key
 * @param maxUsers users with codec state at a time, 1..100,000; about 0.2 MB each
 * @param uploadMaxBytes longest uploaded file
 * @param openMain whether the open room {@code main} is there although the world can reach this address
 * @param allowedOrigins origins of pages elsewhere that may open a stream, as {@code https://choir.example}
 * @param streamUrl where clients reach this shard's {@code /stream}; null: its own port
 * @param realtime whether its audio threads come before all others, if they may
 * @param recording how much of recorded voices is kept
 */
public record CodecShardConfig(
        int shard,
        String host,
        int port,
        Path runDir,
        Path data,
        CodecChoice codec,
        @Nullable String operatorToken,
        int maxUsers,
        long uploadMaxBytes,
        boolean openMain,
        List<String> allowedOrigins,
        @Nullable String streamUrl,
        boolean realtime,
        RecordingConfig recording) {
    private static final Pattern FOLDER = Pattern.compile("(/(?:[A-Za-z0-9._-]+/)*)api/[0-9]+/stream");

    /** With the usual limits of recording. */
    public CodecShardConfig(
            int shard,
            String host,
            int port,
            Path runDir,
            Path data,
            CodecChoice codec,
            @Nullable String operatorToken,
            int maxUsers,
            long uploadMaxBytes,
            boolean openMain,
            List<String> allowedOrigins,
            @Nullable String streamUrl,
            boolean realtime) {
        this(
                shard,
                host,
                port,
                runDir,
                data,
                codec,
                operatorToken,
                maxUsers,
                uploadMaxBytes,
                openMain,
                allowedOrigins,
                streamUrl,
                realtime,
                RecordingConfig.USUAL);
    }

    /** Refuses what is out of range, by an {@link IllegalArgumentException} that names the option. */
    public CodecShardConfig {
        require(shard >= 1 && shard <= 99, "--shard must be 1..99, got " + shard);
        require(port >= 0 && port <= 65_535, "--port must be 0..65535, got " + port);
        require(!host.isBlank(), "--host must not be empty");
        require(maxUsers >= 1 && maxUsers <= 100_000, "--max-users must be 1..100000, got " + maxUsers);
        require(uploadMaxBytes >= 1, "--upload-max-bytes must be at least 1, got " + uploadMaxBytes);
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            require(
                    origin.matches("https?://[^/]+"),
                    "--allowed-origin must be like https://choir.example, got " + origin);
        }
        require(
                streamUrl == null || streamUrl.matches("[!-~&&[^\"\\\\]]+"),
                "--stream-url must be a plain URL or path");
        require(operatorToken == null || !operatorToken.isBlank(), "--operator-token must not be empty");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Folder under which clients reach this house, from / to /: what a stream URL like {@code /1/api/02/stream} has before
     * {@code api}. Links to rooms begin with it, so that they name the house where the room lives.
     */
    String folder() {
        Matcher found = streamUrl == null ? null : FOLDER.matcher(streamUrl);
        return found != null && found.matches() ? found.group(1) : "/";
    }

    /** Whether this shard takes uploads to the room that is open for all. */
    boolean mainIsOpen() {
        try {
            return openMain || InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
