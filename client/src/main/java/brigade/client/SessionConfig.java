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
 * @param headphones whether the microphone cannot hear the loudspeaker
 */
public record SessionConfig(
        String room,
        String name,
        Mode mode,
        @Nullable String token,
        @Nullable String password,
        @Nullable String device,
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
        return new SessionConfig(room, name, mode, null, null, null, true);
    }

    /** The same with the token of a link. */
    public SessionConfig withToken(@Nullable String newToken) {
        return new SessionConfig(room, name, mode, newToken, password, device, headphones);
    }

    /** The same with the room's password. */
    public SessionConfig withPassword(@Nullable String newPassword) {
        return new SessionConfig(room, name, mode, token, newPassword, device, headphones);
    }

    /** The same with a device key. */
    public SessionConfig withDevice(@Nullable String newDevice) {
        return new SessionConfig(room, name, mode, token, password, newDevice, headphones);
    }

    /** The same without headphones. */
    public SessionConfig withOpenSpeaker() {
        return new SessionConfig(room, name, mode, token, password, device, false);
    }
}
