package brigade.shard.rooms;

import brigade.audio.AudioFormat;
import brigade.audio.file.AudioFileException;
import brigade.audio.file.WavReader;
import brigade.audio.file.WavWriter;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.wire.WireException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files that hosts upload for their rooms: {@code files/R/ID.bin} as it was sent and {@code ID.json} about it; of a track also
 * {@code tracks/rooms/R/NAME.wav}, decoded, where the state server looks. A file appears whole or not at all. Any thread.
 */
public final class RoomFiles {
    /** Bytes that may be sent. */
    static final long TRACK_MAX_BYTES = 30L << 20;

    static final long IMAGE_MAX_BYTES = 8L << 20;

    /** Of one room. */
    static final long ROOM_MAX_BYTES = 500L << 20;

    static final int ROOM_MAX_FILES = 500;

    /** Longest track: 10 minutes. */
    static final long TRACK_MAX_SAMPLES = 600L * AudioFormat.SAMPLE_RATE_HZ;

    /** Longest take that becomes a track: an hour. Decoded it takes 346 MB of disk, and no memory: the state server reads it where it lies. */
    static final long TAKE_MAX_SAMPLES = 3_600L * AudioFormat.SAMPLE_RATE_HZ;

    /** Bytes of such a take's mix, which is ours: an hour has 43 MB. */
    static final long TAKE_MAX_BYTES = 100L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RoomFiles.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final int ID_BYTES = 16;
    private static final int NAME_MAX_CHARS = 60;
    private static final int HEAD_BYTES = 12;
    private static final Map<String, String> IMAGES = Map.of(
            "89504e470d0a1a0a",
            "image/png",
            "ffd8ff",
            "image/jpeg",
            "47494638",
            "image/gif",
            "52494646........57454250",
            "image/webp");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path data;
    private final OpusCodec codec;
    private final RandomGenerator chance;

    /** Decoding is work: one at a time, so that the singers' own sound has the other cores. */
    private final Object decoding = new Object();

    /** @param data the data folder, that all shards and the state server share */
    public RoomFiles(Path data, OpusCodec codec, RandomGenerator chance) {
        this.data = data;
        this.codec = codec;
        this.chance = chance;
    }

    /** A file as it is served. */
    record Served(Path file, String contentType) {}

    /** What a track was made of, and when that was made, Unix ms. */
    private record Take(String name, long madeMs) {}

    private Path folder(String room) {
        return data.resolve("files").resolve(room);
    }

    private Path trackFile(String room, String name) {
        return data.resolve("tracks").resolve("rooms").resolve(room).resolve(name + ".wav");
    }

    /** What there is of a room, oldest first. */
    List<ObjectNode> list(String room) throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        if (!Files.isDirectory(folder(room))) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(room), "*.json")) {
            for (Path file : files) {
                try {
                    JsonNode about = JSON.readTree(Files.readAllBytes(file));
                    if (about instanceof ObjectNode object) {
                        all.add(object);
                    }
                } catch (JacksonException e) {
                    LOG.warn("{} says nothing of a file", file);
                }
            }
        }
        all.sort((a, b) -> Long.compare(a.path("at").asLong(), b.path("at").asLong()));
        return all;
    }

    /** How much a room has. */
    static long bytes(List<ObjectNode> files) {
        return files.stream().mapToLong(file -> file.path("bytes").asLong()).sum();
    }

    /**
     * Keeps a file that was sent.
     *
     * @param at when, for the order
     * @throws WireException 413, 415 or 507
     */
    ObjectNode save(String room, boolean isTrack, String wantedName, InputStream in, long at) throws IOException {
        return save(room, isTrack, wantedName, in, at, null, newId());
    }

    /**
     * Keeps a file that comes from another house, under the id that it had there; one of that id is replaced.
     *
     * @throws WireException 400, 413, 415 or 507
     */
    ObjectNode takeIn(String room, String id, boolean isTrack, String wantedName, InputStream in, long at)
            throws IOException {
        if (!ID.matcher(id).matches()) {
            throw WireException.malformed("id has to be 32 hexadecimal digits");
        }
        return save(room, isTrack, wantedName, in, at, null, id);
    }

    private String newId() {
        byte[] random = new byte[ID_BYTES];
        synchronized (chance) {
            chance.nextBytes(random);
        }
        return HexFormat.of().formatHex(random);
    }

    /**
     * Makes a track of a take, so that all can listen to it together; it goes with the take.
     *
     * @throws WireException 413 when it is longer than a track may be, 507
     */
    ObjectNode saveTake(String room, String take, String wantedName, Path ogg, long at) throws IOException {
        Take made = new Take(take, Files.getLastModifiedTime(ogg).toMillis());
        try (InputStream in = Files.newInputStream(ogg)) {
            return save(room, true, wantedName, in, at, made, newId());
        }
    }

    /** The track that was made of a take as it is now; empty before, and when the take was made anew since. */
    Optional<ObjectNode> trackOf(String room, String take, Path ogg) throws IOException {
        long oggMs = Files.getLastModifiedTime(ogg).toMillis();
        return list(room).stream()
                .filter(file -> file.path("take").asString("").equals(take)
                        && file.path("takeMadeMs").asLong() == oggMs
                        && Files.isRegularFile(trackFile(room, file.path("name").asString())))
                .findFirst();
    }

    /** Whether it is a track that was made of a take. */
    static boolean isOfTake(JsonNode file) {
        return file.has("take");
    }

    /** Deletes the tracks that were made of a take. */
    void deleteTake(String room, String take) throws IOException {
        for (ObjectNode file : list(room)) {
            if (file.path("take").asString("").equals(take)) {
                delete(room, file.path("id").asString());
            }
        }
    }

    private ObjectNode save(
            String room, boolean isTrack, String wantedName, InputStream in, long at, @Nullable Take take, String id)
            throws IOException {
        List<ObjectNode> there = list(room);
        there.removeIf(file -> file.path("id").asString("").equals(id));
        if (there.size() >= ROOM_MAX_FILES || bytes(there) >= ROOM_MAX_BYTES) {
            throw new WireException(507, "this room has no space for more files");
        }
        Path folder = Files.createDirectories(folder(room));
        ObjectNode about = JSON.createObjectNode()
                .put("id", id)
                .put("kind", isTrack ? "track" : "image")
                .put("name", safeName(wantedName, isTrack));
        if (take != null) {
            about.put("take", take.name()).put("takeMadeMs", take.madeMs());
        }
        Path part = Files.createTempFile(folder, ".upload", ".part");
        try {
            long maxBytes = take != null ? TAKE_MAX_BYTES : isTrack ? TRACK_MAX_BYTES : IMAGE_MAX_BYTES;
            about.put("bytes", copy(in, part, maxBytes)).put("at", at);
            byte[] head;
            try (InputStream written = Files.newInputStream(part)) {
                head = written.readNBytes(HEAD_BYTES);
            }
            if (isTrack) {
                about.put("contentType", isWav(head) ? "audio/wav" : "audio/ogg");
                about.put(
                        "seconds",
                        decode(
                                part,
                                isWav(head),
                                room,
                                about.path("name").asString(),
                                take != null ? TAKE_MAX_SAMPLES : TRACK_MAX_SAMPLES));
            } else {
                about.put(
                        "contentType",
                        imageType(head)
                                .orElseThrow(
                                        () -> new WireException(415, "only PNG, JPEG, GIF and WebP images are taken")));
            }
            Files.move(part, folder.resolve(id + ".bin"), StandardCopyOption.ATOMIC_MOVE);
            Files.write(folder.resolve(id + ".json"), JSON.writeValueAsBytes(about));
        } finally {
            Files.deleteIfExists(part);
        }
        if (isTrack) {
            for (ObjectNode old : there) {
                if (old.path("kind").asString().equals("track")
                        && old.path("name").asString().equals(about.path("name").asString())) {
                    deleteFiles(room, old.path("id").asString());
                }
            }
        }
        return about;
    }

    private static long copy(InputStream in, Path to, long maxBytes) throws IOException {
        byte[] chunk = new byte[16_384];
        long length = 0;
        try (var out = Files.newOutputStream(to)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                length += read;
                if (length > maxBytes) {
                    throw new WireException(413, "the file is longer than " + maxBytes + " bytes");
                }
                out.write(chunk, 0, read);
            }
        }
        return length;
    }

    /** Makes the WAV of a track; returns its length in seconds. */
    private double decode(Path file, boolean isWav, String room, String name, long maxSamples) throws IOException {
        Path wav = trackFile(room, name);
        Files.createDirectories(wav.getParent());
        Path part = Files.createTempFile(wav.getParent(), ".track", ".part");
        try {
            double seconds;
            if (isWav) {
                seconds = secondsOfWav(file);
                Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            } else {
                seconds = decodeOpus(file, part, maxSamples);
            }
            Files.move(part, wav, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Math.round(seconds * 10) / 10.0;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static double secondsOfWav(Path file) {
        try {
            double seconds = WavReader.seconds(file);
            if (seconds > TRACK_MAX_SAMPLES / (double) AudioFormat.SAMPLE_RATE_HZ) {
                throw new WireException(413, "the track is longer than 10 minutes");
            }
            return seconds;
        } catch (AudioFileException e) {
            throw new WireException(415, "the WAV file cannot be read, or does not say how long it is");
        }
    }

    private double decodeOpus(Path file, Path part, long maxSamples) throws IOException {
        synchronized (decoding) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                    PacketDecoder decoder = codec.newDecoder();
                    WavWriter out = WavWriter.create(part, WavWriter.Encoding.INT_16)) {
                long samples = new OggOpusReader(in, decoder, out::append, maxSamples).read();
                return samples / (double) AudioFormat.SAMPLE_RATE_HZ;
            } catch (java.io.EOFException e) {
                throw new WireException(415, "the file is cut off");
            }
        }
    }

    /** A file of a room. */
    Optional<Served> get(String room, String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        Path about = folder(room).resolve(id + ".json");
        Path file = folder(room).resolve(id + ".bin");
        if (!Files.isRegularFile(about) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String type =
                JSON.readTree(Files.readAllBytes(about)).path("contentType").asString("application/octet-stream");
        return Optional.of(new Served(file, type));
    }

    /** Deletes a file; whether it was there. */
    boolean delete(String room, String id) throws IOException {
        if (get(room, id).isEmpty()) {
            return false;
        }
        JsonNode about = JSON.readTree(Files.readAllBytes(folder(room).resolve(id + ".json")));
        if (about.path("kind").asString("").equals("track")) {
            Files.deleteIfExists(trackFile(room, about.path("name").asString("")));
        }
        deleteFiles(room, id);
        return true;
    }

    private void deleteFiles(String room, String id) throws IOException {
        Files.deleteIfExists(folder(room).resolve(id + ".json"));
        Files.deleteIfExists(folder(room).resolve(id + ".bin"));
    }

    /** Deletes all that a room had. */
    void deleteAll(String room) throws IOException {
        for (ObjectNode file : list(room)) {
            delete(room, file.path("id").asString());
        }
        Files.deleteIfExists(folder(room));
        Files.deleteIfExists(data.resolve("tracks").resolve("rooms").resolve(room));
    }

    private static boolean isWav(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.length() == HEAD_BYTES && text.startsWith("RIFF") && text.endsWith("WAVE");
    }

    private static Optional<String> imageType(byte[] head) {
        String hex = HexFormat.of().formatHex(head);
        return IMAGES.entrySet().stream()
                .filter(kind -> Pattern.compile(kind.getKey()).matcher(hex).lookingAt())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Letters, digits, spaces, hyphens and underscores. */
    static String safeName(@Nullable String wanted, boolean isTrack) {
        StringBuilder safe = new StringBuilder();
        (wanted == null ? "" : wanted.replaceFirst("\\.[A-Za-z0-9]{1,5}$", ""))
                .codePoints()
                .limit(NAME_MAX_CHARS)
                .map(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' ? c : ' ')
                .forEach(safe::appendCodePoint);
        String name = safe.toString().strip().replaceAll(" +", " ");
        boolean tooLong = name.getBytes(StandardCharsets.UTF_8).length > 200;
        return name.isEmpty() || tooLong ? (isTrack ? "Track" : "Page") : name;
    }
}
