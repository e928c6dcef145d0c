package brigade.client;

import org.jspecify.annotations.Nullable;

/**
 * Who comes, and how: the fields of {@code hello}. Immutable; the {@code with} methods make changed copies.
 *
 * @param room id
 * @param name shown to others
 * @param mode sings or only listens
 * @param token of a link, or none
 * @param password of the room, or none
 * @param device a key that this client keeps, or none
 * @param household a word that those in the same room of a house have in common, or none
 * @param headphones whether the microphone cannot hear the loudspeaker
 */
public record SessionConfig(
        String room,
        String name,
        Mode mode,
        @Nullable String token,
        @Nullable String password,
        @Nullable String device,
        @Nullable String household,
        boolean headphones) {
    /** Singing or listening. */
    public enum Mode {
        SING("sing"),
        LISTEN("listen");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** The protocol's word. */
        public String word() {
            return word;
        }
    }

    /** Somebody with headphones and without any key. */
    public static SessionConfig of(String room, String name, Mode mode) {
        return new SessionConfig(room, name, mode, null, null, null, null, true);
    }

    /** The same with the token of a link. */
    public SessionConfig withToken(@Nullable String newToken) {
        return new SessionConfig(room, name, mode, newToken, password, device, household, headphones);
    }

    /** The same with the room's password. */
    public SessionConfig withPassword(@Nullable String newPassword) {
        return new SessionConfig(room, name, mode, token, newPassword, device, household, headphones);
    }

    /** The same with a device key. */
    public SessionConfig withDevice(@Nullable String newDevice) {
        return new SessionConfig(room, name, mode, token, password, newDevice, household, headphones);
    }

    /** The same in one room with those of that word and address. */
    public SessionConfig withHousehold(@Nullable String newHousehold) {
        return new SessionConfig(room, name, mode, token, password, device, newHousehold, headphones);
    }

    /** The same without headphones. */
    public SessionConfig withOpenSpeaker() {
        return new SessionConfig(room, name, mode, token, password, device, household, false);
    }
}
