package brigade.shard;

import brigade.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where uploaded files go: backing tracks into {@code tracks/} of the data folder, the image into {@code images/}. A
 * file appears whole or not at all, under a name that we made safe. Any thread.
 */
final class UploadFolder {
    /** What the old client's uploads are called. */
    static final String USUAL_TRACK = "User Upload";

    private static final int NAME_MAX_CHARS = 60;
    private static final int HEAD_BYTES = 12;

    /** A kind of image that browsers show, by its first bytes. */
    private enum ImageKind {
        PNG("image/png", "89504e470d0a1a0a"),
        JPEG("image/jpeg", "ffd8ff"),
        GIF("image/gif", "47494638"),
        WEBP("image/webp", "52494646........57454250");

        private final String contentType;
        private final String magic;

        ImageKind(String contentType, String magic) {
            this.contentType = contentType;
            this.magic = magic;
        }

        private boolean starts(byte[] head) {
            for (int i = 0; i < magic.length() / 2; i++) {
                String hex = magic.substring(2 * i, 2 * i + 2);
                boolean any = hex.equals("..");
                if (i >= head.length || (!any && (head[i] & 0xff) != Integer.parseInt(hex, 16))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** An image as it is served. */
    record Image(Path file, String contentType) {}

    private final Path tracks;
    private final Path images;
    private final long maxBytes;

    /**
     * Uses that data folder; its folders are made when the first file comes.
     *
     * @param maxBytes longest file that is taken
     */
    UploadFolder(Path data, long maxBytes) {
        tracks = data.resolve("tracks");
        images = data.resolve("images");
        this.maxBytes = maxBytes;
    }

    /**
     * Keeps a backing track.
     *
     * @param wantedName null for the usual one
     * @return the name it is listed under
     * @throws WireException 413 over the limit, 415 when it is no WAV
     */
    String saveTrack(InputStream in, long toldBytes, @Nullable String wantedName) throws IOException {
        String name = safeName(wantedName == null ? USUAL_TRACK : wantedName);
        save(in, toldBytes, tracks, name + ".wav", head -> {
            if (!ascii(head, 0).equals("RIFF") || !ascii(head, 8).equals("WAVE")) {
                throw new WireException(415, "only WAV files are taken");
            }
        });
        return name;
    }

    /**
     * Keeps the room's image, in place of the one before.
     *
     * @throws WireException 413 over the limit, 415 when it is no PNG, JPEG, GIF or WebP
     */
    String saveImage(InputStream in, long toldBytes, String room) throws IOException {
        String name = safeName(room);
        save(in, toldBytes, images, name, head -> {
            if (kindOf(head).isEmpty()) {
                throw new WireException(415, "only PNG, JPEG, GIF and WebP images are taken");
            }
        });
        return name;
    }

    /** The room's image, if there is one. */
    Optional<Image> image(String room) throws IOException {
        Path file = images.resolve(safeName(room));
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return kindOf(in.readNBytes(HEAD_BYTES)).map(kind -> new Image(file, kind.contentType));
        }
    }

    private interface HeadCheck {
        void check(byte[] head);
    }

    private void save(InputStream in, long toldBytes, Path folder, String name, HeadCheck check) throws IOException {
        Files.createDirectories(folder);
        // A dot in front: whoever lists the folder meanwhile leaves it out.
        Path part = Files.createTempFile(folder, ".upload", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                BodyReader.copy(in, toldBytes, maxBytes, out);
            }
            try (InputStream written = Files.newInputStream(part)) {
                check.check(written.readNBytes(HEAD_BYTES));
            }
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Letters, digits, spaces, hyphens and underscores; nothing that a file system or a page could take otherwise. */
    static String safeName(String wanted) {
        String plain = wanted.replaceFirst("(?i)\\.wav$", "");
        StringBuilder safe = new StringBuilder();
        plain.codePoints()
                .limit(NAME_MAX_CHARS)
                .map(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' ? c : ' ')
                .forEach(safe::appendCodePoint);
        String name = safe.toString().strip().replaceAll(" +", " ");
        boolean tooLong = name.getBytes(StandardCharsets.UTF_8).length > 200;
        return name.isEmpty() || tooLong || isReserved(name) ? USUAL_TRACK : name;
    }

    /** Names that mean devices on one system or another. */
    private static boolean isReserved(String name) {
        return List.of("con", "prn", "aux", "nul").contains(name.toLowerCase(Locale.ROOT));
    }

    private static Optional<ImageKind> kindOf(byte[] head) {
        return List.of(ImageKind.values()).stream()
                .filter(kind -> kind.starts(head))
                .findFirst();
    }

    private static String ascii(byte[] head, int from) {
        return head.length < from + 4 ? "" : new String(head, from, 4, StandardCharsets.US_ASCII);
    }
}
