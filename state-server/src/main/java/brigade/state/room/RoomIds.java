package brigade.state.room;

import java.text.Normalizer;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Ids of rooms: a slug of the name, a random part, the ordinal of the machine group that holds it. */
final class RoomIds {
    static final int MAX_CHARS = 64;

    private static final int SLUG_MAX_CHARS = 40;
    private static final int RANDOM_CHARS = 6;

    /** Without letters and digits that look alike. */
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstvwxyz";

    private RoomIds() {}

    /** A new id for a room of this name. */
    static String make(String name, int ordinal, RandomGenerator random) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < plain.length() && id.length() < SLUG_MAX_CHARS; i++) {
            char c = plain.charAt(i);
            boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (kept) {
                id.append(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK
                    && !id.isEmpty()
                    && id.charAt(id.length() - 1) != '-') {
                id.append('-');
            }
        }
        if (id.isEmpty()) {
            id.append("room");
        }
        if (id.charAt(id.length() - 1) != '-') {
            id.append('-');
        }
        for (int i = 0; i < RANDOM_CHARS; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.append('-').append(ordinal).toString();
    }

    /** Whether {@code id} can be a room's: also fit for a file's name. */
    static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > MAX_CHARS || id.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }
}
