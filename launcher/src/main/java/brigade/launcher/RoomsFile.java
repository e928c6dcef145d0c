package brigade.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Exported rooms in one file: a zip of {@code R/room.json} and {@code R/files/ID} for each room R, and {@code rooms.json}, which
 * names version, rooms and a hash of every entry. It holds the rooms' secrets: only its owner may read it.
 */
final class RoomsFile {
    /** Of the file's layout. Another one is refused. */
    static final int VERSION = 1;

    private static final String FORMAT = "brigade-rooms";
    private static final String INDEX = "rooms.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What the file names, in its order. */
    private final List<String> rooms;

    private final Path file;

    private RoomsFile(Path file, List<String> rooms) {
        this.file = file;
        this.rooms = rooms;
    }

    /** Takes rooms out of a house into {@code to}, which appears whole or not at all. */
    static void write(HouseRooms house, List<String> rooms, Path to) throws IOException {
        Path folder = to.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".rooms", ".part"); // the owner's alone
        Path bytes = Files.createTempFile(folder, ".file", ".part");
        try {
            ObjectNode index = JSON.createObjectNode().put("format", FORMAT).put("version", VERSION);
            index.putArray("rooms")
                    .addAll(rooms.stream()
                            .map(JSON.getNodeFactory()::stringNode)
                            .toList());
            ObjectNode hashes = index.putObject("sha256");
            try (OutputStream out = Files.newOutputStream(part);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (String room : rooms) {
                    ObjectNode exported = house.export(room);
                    hashes.put(room + "/room.json", add(zip, room + "/room.json", JSON.writeValueAsBytes(exported)));
                    for (JsonNode about : exported.path("files")) {
                        String name = room + "/files/" + HouseRooms.id(about);
                        house.download(room, about, bytes);
                        hashes.put(name, add(zip, name, bytes));
                    }
                }
                add(zip, INDEX, JSON.writeValueAsBytes(index));
            }
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(bytes);
        }
    }

    private static String add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static String add(ZipOutputStream zip, String name, Path bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        MessageDigest hash = sha256();
        DigestOutputStream hashed = new DigestOutputStream(zip, hash);
        Files.copy(bytes, hashed);
        zip.closeEntry();
        return HexFormat.of().formatHex(hash.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    /** Reads a file, and checks all of it. */
    static RoomsFile open(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode index = JSON.readTree(bytes(zip, INDEX));
            if (!index.path("format").asString("").equals(FORMAT)) {
                throw new LaunchException(file + " holds no exported rooms");
            }
            if (index.path("version").asInt(-1) != VERSION) {
                throw new LaunchException(file + " was written in version "
                        + index.path("version").asString("?") + ", and version " + VERSION + " is known here");
            }
            for (var entry : index.path("sha256").properties()) {
                MessageDigest hash = sha256();
                hash.update(bytes(zip, entry.getKey()));
                if (!HexFormat.of()
                        .formatHex(hash.digest())
                        .equals(entry.getValue().asString(""))) {
                    throw broken(file, entry.getKey() + " is another than was written");
                }
            }
            List<String> rooms = new ArrayList<>();
            index.path("rooms").forEach(room -> rooms.add(room.asString("")));
            RoomsFile read = new RoomsFile(file, rooms);
            for (String room : rooms) {
                read.room(room);
            }
            return read;
        } catch (ZipException | JacksonException e) {
            throw broken(file, String.valueOf(e.getMessage()));
        }
    }

    private static LaunchException broken(Path file, String why) {
        return new LaunchException(file + " is broken, or no file of exported rooms: "
                + why.lines().findFirst().orElse(""));
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ZipException(name + " is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Ids of its rooms. */
    List<String> rooms() {
        return rooms;
    }

    /** All of a room but the bytes of its files. */
    ObjectNode room(String room) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (JSON.readTree(bytes(zip, room + "/room.json")) instanceof ObjectNode exported
                    && exported.path("room").path("room").asString("").equals(room)) {
                return exported;
            }
        }
        throw broken(file, room + "/room.json is no room");
    }

    /** Writes a file of a room to {@code to}. */
    void file(String room, JsonNode about, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Files.write(to, bytes(zip, room + "/files/" + HouseRooms.id(about)));
        }
    }
}
