package brigade.state.room;

import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** What the desk can do about a {@link Trouble} by one press: control messages that it sends as they are. Stateless. */
final class Remedies {
    /** What a fader moves by: about 6 dB. */
    private static final double FADER_STEP = 0.2;

    private Remedies() {}

    /** Writes the array of remedies. */
    static void write(JsonGenerator json, Trouble trouble, int rows) {
        Singer singer = trouble.singer();
        boolean isNew = singer.person != null;
        json.writeStartArray();
        switch (trouble.reason()) {
            case CLIPPING -> {
                ask(json, singer, isNew, "Your microphone is too loud: turn it down, or sing further away from it.");
                fader(json, singer, "softer", -FADER_STEP);
                mute(json, singer);
            }
            case NOISE -> {
                ask(json, singer, isNew, "There is a noise in your microphone: could you check it?");
                fader(json, singer, "softer", -FADER_STEP);
                mute(json, singer);
                lastRow(json, singer, isNew, rows);
            }
            case BLEED -> {
                ask(json, singer, isNew, "Your microphone hears the song: headphones would help.");
                mute(json, singer);
                lastRow(json, singer, isNew, rows);
            }
            case TIMING -> {
                if (isNew) {
                    one(json, "correct", "correction", m -> {
                        who(m, "who", singer);
                        m.writeBooleanProperty("offer", true);
                    });
                }
                ask(json, singer, isNew, "Could you do the sound check again?");
                lastRow(json, singer, isNew, rows);
            }
            case LATE -> {
                lastRow(json, singer, isNew, rows);
                mute(json, singer);
            }
            case QUIET -> {
                fader(json, singer, "louder", FADER_STEP);
                ask(json, singer, isNew, "You are hard to hear: could you come nearer to your microphone?");
            }
        }
        json.writeEndArray();
    }

    private static void ask(JsonGenerator json, Singer singer, boolean isNew, String text) {
        if (isNew) {
            one(json, "ask", "private", m -> {
                who(m, "to", singer);
                m.writeStringProperty("text", text);
                m.writeStringProperty("action", "check");
            });
        }
    }

    private static void fader(JsonGenerator json, Singer singer, String name, double step) {
        one(json, name, "fader", m -> {
            who(m, "who", singer);
            m.writeNumberProperty("value", Math.round(Settings.clampVolume(singer.micVolume + step) * 100) / 100.0);
        });
    }

    private static void mute(JsonGenerator json, Singer singer) {
        one(json, "mute", "mute", m -> {
            who(m, "who", singer);
            m.writeBooleanProperty("muted", true);
        });
    }

    private static void lastRow(JsonGenerator json, Singer singer, boolean isNew, int rows) {
        if (isNew) {
            one(json, "last-row", "seat", m -> {
                who(m, "who", singer);
                m.writeNumberProperty("bucket", rows);
            });
        }
    }

    private static void who(JsonGenerator json, String field, Singer singer) {
        json.writeName(field);
        json.writeRawValue(singer.idJson);
    }

    private static void one(JsonGenerator json, String name, String type, Consumer<JsonGenerator> fields) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeObjectPropertyStart("message");
        json.writeStringProperty("type", type);
        fields.accept(json);
        json.writeEndObject();
        json.writeEndObject();
    }
}
