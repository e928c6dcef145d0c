package brigade.shard.exchange;

import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import brigade.wire.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of a request that are JSON. What is not of the form is a {@link WireException} 400. Stateless. */
final class JsonValues {
    private JsonValues() {}

    private interface Reader {
        void read(JsonParser json);
    }

    /** {@code chat}: an array of strings. */
    static void chats(@Nullable String value, ExchangeRequest request) {
        read("chat", value, json -> {
            expect("chat", json.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                expect("chat", item, JsonToken.VALUE_STRING);
                request.chats.add(json.getString());
            }
        });
    }

    /** {@code mic_volume}: {@code [[userid, volume], ...]}; an id may be a string or a number. */
    static void micVolumes(@Nullable String value, ExchangeRequest request) {
        read("mic_volume", value, json -> {
            expect("mic_volume", json.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                expect("mic_volume", item, JsonToken.START_ARRAY);
                json.nextToken();
                long userId = Values.userId("a user id in mic_volume", json.getString());
                double volume = number("mic_volume", json);
                expect("mic_volume", json.nextToken(), JsonToken.END_ARRAY);
                request.micVolumes.add(new ExchangeRequest.MicVolume(userId, Values.volume("mic_volume", volume)));
            }
        });
    }

    /**
     * {@code event_data}: {@code [{"evid": .., "clock": ..}, ...]}; an id may be a string or a number. Old drivers
     * compute clocks from seconds and send fractions: a mark is at the nearest sample.
     */
    static void marks(@Nullable String value, ExchangeRequest request) {
        read("event_data", value, json -> {
            expect("event_data", json.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                expect("event_data", item, JsonToken.START_OBJECT);
                request.marks.add(mark(json));
            }
        });
        if (request.marks.size() > WireLimits.MARKS_MAX) {
            throw new WireException(429, "more than " + WireLimits.MARKS_MAX + " marks");
        }
    }

    private static ExchangeRequest.Mark mark(JsonParser json) {
        String id = null;
        long clock = ExchangeRequest.NO_CLOCK;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "evid" -> {
                    JsonToken token = json.nextToken();
                    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                        throw broken("event_data");
                    }
                    id = json.getString();
                }
                case "clock" -> {
                    double seen = number("event_data", json);
                    if (!(Math.abs(seen) < 0x1p62)) {
                        throw broken("event_data");
                    }
                    clock = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : Math.round(seen);
                }
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
        if (id == null || clock == ExchangeRequest.NO_CLOCK) {
            throw broken("event_data");
        }
        return new ExchangeRequest.Mark(id, clock);
    }

    /** {@code client_telemetry}: an object, kept as it is. */
    static @Nullable String object(String name, @Nullable String value) {
        read(name, value, json -> {
            expect(name, json.nextToken(), JsonToken.START_OBJECT);
            json.skipChildren();
        });
        return value;
    }

    /** The key {@code lyrics} of a body's JSON; null when it has none. */
    static @Nullable String lyrics(byte[] body, int jsonBytes) {
        String[] lyrics = new String[1];
        read("the body's JSON", Json.parser(body, jsonBytes), json -> {
            expect("the body's JSON", json.nextToken(), JsonToken.START_OBJECT);
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                if (name.equals("lyrics") && token != JsonToken.VALUE_NULL) {
                    expect("lyrics", token, JsonToken.VALUE_STRING);
                    lyrics[0] = json.getString();
                } else {
                    json.skipChildren();
                }
            }
        });
        String read = lyrics[0];
        if (read != null && read.getBytes(StandardCharsets.UTF_8).length > WireLimits.LYRICS_MAX_BYTES) {
            throw new WireException(413, "lyrics are longer than " + WireLimits.LYRICS_MAX_BYTES + " bytes");
        }
        return read;
    }

    /** The {@code message} of a refusal from the state server. */
    static String message(byte[] bytes, int length) {
        String[] message = {"the state server refused"};
        read("a refusal", Json.parser(bytes, length), json -> {
            expect("a refusal", json.nextToken(), JsonToken.START_OBJECT);
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                if (name.equals("message") && token == JsonToken.VALUE_STRING) {
                    message[0] = json.getString();
                } else {
                    json.skipChildren();
                }
            }
        });
        return message[0];
    }

    private static double number(String what, JsonParser json) {
        if (!json.nextToken().isNumeric()) {
            throw broken(what);
        }
        return json.getDoubleValue();
    }

    private static void read(String what, @Nullable String value, Reader reader) {
        if (value != null) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            read(what, Json.parser(bytes, bytes.length), reader);
        }
    }

    /** Reads one value that fills the text; the parser is closed. */
    private static void read(String what, JsonParser parser, Reader reader) {
        try (parser) {
            reader.read(parser);
            if (parser.nextToken() != null) {
                throw broken(what);
            }
        } catch (JacksonException e) {
            throw broken(what);
        }
    }

    private static void expect(String what, @Nullable JsonToken token, JsonToken wanted) {
        if (token != wanted) {
            throw broken(what);
        }
    }

    private static WireException broken(String what) {
        return WireException.malformed(what + " is not the JSON it should be");
    }
}
