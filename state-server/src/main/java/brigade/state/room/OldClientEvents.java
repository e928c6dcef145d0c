package brigade.state.room;

import brigade.wire.ExchangeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What a client of v1 asks for beside sound, as an event of the journal: {@code v1}. Agent thread only. */
final class OldClientEvents {
    /** Of long words only the beginning is kept, and of many the first: whoever knows an open room's address may send them. */
    private static final int TEXT_MAX_CHARS = 2_000;

    private static final int LIST_MAX = 50;

    private OldClientEvents() {}

    /** Journals what {@code request} asks for, if anything; {@code singer} is null for a program without a seat. */
    static void journal(Stage stage, @Nullable Singer singer, ExchangeRequest request) {
        if (asks(request)) {
            stage.event("v1", json -> {
                if (singer != null) {
                    json.writeName("person");
                    json.writeRawValue(singer.idJson);
                }
                write(json, request);
            });
        }
    }

    private static boolean asks(ExchangeRequest request) {
        boolean song =
                request.requestLead || request.markStartSinging || request.markStopSinging || request.clearEvents;
        boolean tempo = request.bpm >= 0 || request.repeats >= 0 || request.bpr >= 0 || request.track != null;
        boolean levels = !request.micVolumes.isEmpty()
                || !Double.isNaN(request.volume)
                || !Double.isNaN(request.backingVolume)
                || request.disableAutoGain >= 0;
        return song
                || tempo
                || levels
                || request.lyrics != null
                || !request.chats.isEmpty()
                || !request.marks.isEmpty();
    }

    private static void write(JsonGenerator json, ExchangeRequest request) {
        flag(json, "requestLead", request.requestLead);
        flag(json, "markStartSinging", request.markStartSinging);
        flag(json, "markStopSinging", request.markStopSinging);
        flag(json, "clearEvents", request.clearEvents);
        count(json, "bpm", request.bpm);
        count(json, "repeats", request.repeats);
        count(json, "bpr", request.bpr);
        count(json, "disableAutoGain", request.disableAutoGain);
        volume(json, "volume", request.volume);
        volume(json, "backingVolume", request.backingVolume);
        text(json, "track", request.track);
        text(json, "lyrics", request.lyrics);
        json.writeArrayPropertyStart("chats");
        for (String chat : first(request.chats)) {
            json.writeString(shortened(chat));
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("micVolumes");
        for (ExchangeRequest.MicVolume fader : first(request.micVolumes)) {
            json.writeStartObject();
            json.writeStringProperty("id", Long.toUnsignedString(fader.userId()));
            volume(json, "volume", fader.volume());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("marks");
        for (ExchangeRequest.Mark mark : first(request.marks)) {
            json.writeStartObject();
            json.writeStringProperty("id", shortened(mark.id()));
            json.writeNumberProperty("clock", mark.clock());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void flag(JsonGenerator json, String name, boolean on) {
        if (on) {
            json.writeBooleanProperty(name, true);
        }
    }

    private static void count(JsonGenerator json, String name, int count) {
        if (count >= 0) {
            json.writeNumberProperty(name, count);
        }
    }

    private static void volume(JsonGenerator json, String name, double volume) {
        if (Double.isFinite(volume)) {
            json.writeNumberProperty(name, volume);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, shortened(text));
        }
    }

    private static String shortened(String text) {
        // Cutting a pair in two leaves half a character: made well formed after it.
        return Text.wellFormed(text.substring(0, Math.min(text.length(), TEXT_MAX_CHARS)));
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(all.size(), LIST_MAX));
    }
}
