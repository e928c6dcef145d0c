package brigade.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The key that signs all tokens: {@code keys/room-tokens.key} of the data folder, made once. Processes that start at the
 * same time agree on one key: it is written whole beside its place and put there by a hard link, which only the first
 * can make.
 */
public final class KeyFile {
    /** Bytes of a key: as many as HMAC-SHA256 gives out. */
    public static final int KEY_BYTES = 32;

    private static final int FINGERPRINT_BYTES = 8;

    private static final String PLACE = "keys/room-tokens.key";

    private KeyFile() {}

    /** Where the key of that data folder lies. */
    public static Path in(Path data) {
        return data.resolve(PLACE);
    }

    /**
     * The key of that data folder; makes it when there is none.
     *
     * @param chance unguessable in production
     * @throws IOException when it can be neither read nor made, is broken, or everybody may read it
     */
    public static byte[] openOrMake(Path data, RandomGenerator chance) throws IOException {
        Path file = in(data);
        if (!Files.exists(file)) {
            make(file, chance);
        }
        return open(data);
    }

    /**
     * The key of that data folder.
     *
     * @throws IOException when there is none, it is broken, or everybody may read it
     */
    public static byte[] open(Path data) throws IOException {
        Path file = in(data);
        if (isPosix() && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(
                    file + " may be read by everybody: run chmod 600 on it, and delete it if somebody did");
        }
        try {
            byte[] key = Base64.getUrlDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IOException(file + " does not hold a key; without it a new one is made, and all links are void");
    }

    /** By what two houses see that they sign with the same key, without showing it: the first 64 bits of a hash. */
    public static String fingerprint(byte[] key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("brigade room key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash.digest(key), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    private static void make(Path file, RandomGenerator chance) throws IOException {
        byte[] random = new byte[KEY_BYTES];
        chance.nextBytes(random);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder, ownerOnly("rwx------"));
        Path unfinished = Files.createTempFile(folder, "room-tokens", ".new", ownerOnly("rw-------"));
        try {
            Files.writeString(unfinished, key, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its key is ours.
        } finally {
            Files.delete(unfinished);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        if (!isPosix()) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }
}
