package brigade.shard.stream;

import brigade.wire.WireException;
import brigade.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the JSON of a tick's answer, in the order in which it stands there. Tick thread only. */
final class TickReply {
    /** Where somebody sits now; a carrier that is used again. */
    static final class SeatRow {
        long connection;
        int room;
        long person;

        @Nullable
        String role;

        int bucket;
        long delaySamples;
        long fromClock;
        boolean solo;
        float gain;
    }

    /** A message to be passed on; a carrier that is used again. */
    static final class OutRow {
        /** Whom to; to all of {@link #room} when {@link #toCount} is 0 and {@link #toAll}. */
        long[] to = new long[8];

        int toCount;
        boolean toAll;
        int room;

        /** Only these roles; null: all. */
        @Nullable
        String roles;

        /** The message, as it goes out. */
        String message = "";

        /** What is signed and put into it. */
        @Nullable
        String resume;
    }

    /** Takes what is read. */
    interface Handler {
        /** Another state server answers; what follows is its. */
        void anotherServer();

        void seat(SeatRow seat);

        /** What a room is; {@code messageFrames} is 0 when it was not told. */
        void room(int number, @Nullable String id, int messageFrames, boolean recording);

        void out(OutRow out);

        void close(long connection, int code, String reason);
    }

    private final SeatRow seat = new SeatRow();
    private final OutRow out = new OutRow();
    private byte[] bytes = new byte[0];

    /** The state server's clock when it answered. */
    long now;

    /** Which instance of it answered. */
    String generation = "";

    /** Whether more waits there. */
    boolean more;

    /** Whether a room of this shard sounds. */
    boolean sounding;

    /** @throws WireException when it is not of the form */
    void read(byte[] json, int length, Handler handler) {
        bytes = json;
        more = false;
        sounding = false;
        try (JsonParser parser = Json.parser(json, length)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "now" -> now = parser.getLongValue();
                    case "generation" -> generation(parser, handler);
                    case "more" -> more = token == JsonToken.VALUE_TRUE;
                    case "sounding" -> sounding = token == JsonToken.VALUE_TRUE;
                    case "seats" -> rows(parser, token, () -> readSeat(parser, handler));
                    case "rooms" -> rows(parser, token, () -> readRoom(parser, handler));
                    case "out" -> rows(parser, token, () -> readOut(parser, handler));
                    case "close" -> rows(parser, token, () -> readClose(parser, handler));
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw WireException.malformed("the answer of a tick: " + e.getOriginalMessage());
        }
    }

    private void generation(JsonParser parser, Handler handler) {
        String read = parser.getString();
        if (!read.equals(generation)) {
            boolean another = !generation.isEmpty();
            generation = read;
            if (another) {
                handler.anotherServer();
            }
        }
    }

    private static void rows(JsonParser parser, @Nullable JsonToken token, Runnable row) {
        expect(token, JsonToken.START_ARRAY);
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            expect(item, JsonToken.START_OBJECT);
            row.run();
        }
    }

    private void readSeat(JsonParser parser, Handler handler) {
        seat.role = null;
        seat.solo = false;
        seat.gain = 1;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "conn" -> seat.connection = parser.getLongValue();
                case "room" -> seat.room = parser.getIntValue();
                case "person" -> seat.person = Long.parseUnsignedLong(parser.getString());
                case "role" -> seat.role = parser.getString();
                case "bucket" -> seat.bucket = parser.getIntValue();
                case "delaySamples" -> seat.delaySamples = parser.getLongValue();
                case "fromClock" -> seat.fromClock = parser.getLongValue();
                case "solo" -> seat.solo = token == JsonToken.VALUE_TRUE;
                case "gain" -> seat.gain = parser.getFloatValue();
                default -> parser.skipChildren();
            }
        }
        handler.seat(seat);
    }

    private static void readRoom(JsonParser parser, Handler handler) {
        int number = 0;
        int frames = 0;
        String id = null;
        boolean recording = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "room" -> number = parser.getIntValue();
                case "id" -> id = parser.getString();
                case "messageFrames" -> frames = parser.getIntValue();
                case "recording" -> recording = token == JsonToken.VALUE_TRUE;
                default -> parser.skipChildren();
            }
        }
        handler.room(number, id, frames, recording);
    }

    private void readOut(JsonParser parser, Handler handler) {
        out.toCount = 0;
        out.toAll = false;
        out.roles = null;
        out.resume = null;
        out.message = "";
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "to" -> readTo(parser, token);
                case "room" -> out.room = parser.getIntValue();
                case "roles" -> out.roles = raw(parser);
                case "message" -> out.message = raw(parser);
                case "resume" -> out.resume = raw(parser);
                default -> parser.skipChildren();
            }
        }
        handler.out(out);
    }

    private void readTo(JsonParser parser, @Nullable JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            out.toAll = true;
            return;
        }
        expect(token, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (out.toCount == out.to.length) {
                out.to = Arrays.copyOf(out.to, 2 * out.toCount);
            }
            out.to[out.toCount++] = parser.getLongValue();
        }
    }

    private static void readClose(JsonParser parser, Handler handler) {
        long connection = 0;
        int code = 1_000;
        String reason = "";
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "conn" -> connection = parser.getLongValue();
                case "code" -> code = parser.getIntValue();
                case "reason" -> reason = parser.getString();
                default -> parser.skipChildren();
            }
        }
        handler.close(connection, code, reason);
    }

    /** The value at the parser, as it stands in the bytes. */
    private String raw(JsonParser parser) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private static void expect(@Nullable JsonToken token, JsonToken wanted) {
        if (token != wanted) {
            throw WireException.malformed("the answer of a tick has " + token + " in place of " + wanted);
        }
    }
}
