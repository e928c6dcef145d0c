package brigade.state.room;

import brigade.audio.AudioFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody says of himself when he comes, checked.
 *
 * @param name as sent
 * @param listens whether he only listens
 * @param device key that his client keeps; empty when it has none
 * @param address hash of where he comes from; empty when the shard does not say
 * @param household the same of all who sit in one room: their word and where they come from; empty without a word
 * @param latencySamples from speaker to microphone, by his sound check
 * @param confidence 0..1 of that; 0 when there was none
 * @param headphones whether others cannot be heard in his microphone
 */
record Hello(
        String name,
        boolean listens,
        String device,
        String address,
        String household,
        long latencySamples,
        double confidence,
        boolean headphones) {
    private static final int NAME_MAX_CHARS = 500;
    private static final int HOUSEHOLD_MAX_CHARS = 32;
    private static final int DEVICE_MIN_CHARS = 8;
    private static final int DEVICE_MAX_CHARS = 64;
    private static final long LATENCY_MAX_SAMPLES = 2L * AudioFormat.SAMPLE_RATE_HZ;

    /** Reads {@code hello} and what the shard says with it. */
    static Hello read(JsonNode hello, JsonNode event) {
        String name = Fields.text(hello, "name", NAME_MAX_CHARS);
        String address = Fields.text(event, "address", 200);
        Hello plain = new Hello(
                name == null ? "" : name,
                isListening(hello),
                device(hello),
                address == null ? "" : address,
                household(hello, address),
                0,
                0,
                false);
        return plain.with(hello);
    }

    /** Whether {@code mode} says so. */
    static boolean isListening(JsonNode message) {
        String mode = Fields.text(message, "mode", 10);
        if (mode == null || mode.equals("sing")) {
            return false;
        }
        if (mode.equals("listen")) {
            return true;
        }
        throw StageError.malformed("mode has to be sing or listen.");
    }

    /** The same of somebody who only listens. */
    Hello listening() {
        return new Hello(name, true, device, address, household, latencySamples, confidence, headphones);
    }

    /** The same with the {@code calibration} of {@code message}, if it has one. */
    Hello with(JsonNode message) {
        JsonNode calibration = Fields.optional(message, "calibration");
        if (calibration == null) {
            return this;
        }
        if (!calibration.isObject()) {
            throw StageError.malformed("calibration has to be an object.");
        }
        return withValues(calibration);
    }

    /** The same with the values of a sound check. */
    Hello withValues(JsonNode calibration) {
        long latency = Fields.integer(calibration, "latencySamples", 0, LATENCY_MAX_SAMPLES, 0);
        double sure = Fields.number(calibration, "confidence", 0, 1);
        @Nullable Boolean phones = Fields.flag(calibration, "headphones");
        return new Hello(
                name,
                listens,
                device,
                address,
                household,
                latency,
                Double.isNaN(sure) ? 0 : sure,
                Boolean.TRUE.equals(phones));
    }

    /** A word alone would let strangers sit down with a couple; an address alone would seat a campus in one row. */
    private static String household(JsonNode hello, @Nullable String address) {
        String word = Fields.text(hello, "household", HOUSEHOLD_MAX_CHARS);
        String stripped = word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
        return stripped.isEmpty() ? "" : address + " " + stripped;
    }

    private static String device(JsonNode hello) {
        String device = Fields.text(hello, "device", DEVICE_MAX_CHARS);
        if (device == null) {
            return "";
        }
        boolean plain = device.length() >= DEVICE_MIN_CHARS;
        for (int i = 0; i < device.length(); i++) {
            char c = device.charAt(i);
            plain &= (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        }
        if (!plain) {
            throw StageError.malformed("device has to be 8 to 64 of A-Z, a-z, 0-9, _ and -.");
        }
        return device;
    }
}
