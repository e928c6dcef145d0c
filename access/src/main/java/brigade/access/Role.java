package brigade.access;

import java.util.Locale;
import java.util.Optional;

/** What a link lets its holder be, highest right first. */
public enum Role {
    /** Everything. */
    HOST,
    /** The desk and the people, not the settings. */
    HELPER,
    /** Sings; leads where the room is open. */
    SINGER,
    /** Only hears. */
    LISTENER;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it stands in tokens and JSON: {@code host}, {@code helper}, {@code singer}, {@code listener}. */
    public String word() {
        return word;
    }

    /** The role of that word; empty when there is none. */
    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
