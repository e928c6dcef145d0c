package brigade.wire.json;

import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads a shard's call: what the state server receives. Reused from call to call; one thread at a time. Whatever is
 * not as {@link ExchangeWriter} writes it is a {@link WireException} 400, unknown fields included.
 */
public final class CallReader {
    /** Name of the audio exchange call. */
    public static final String EXCHANGE = "exchange";

    /** Name of the call by which a program without a seat runs songs. */
    public static final String CONTROL = "control";

    /** Name of the call that asks how full the house is. */
    public static final String STATUS = "status";

    /** Name of the call that asks for rooms and clients. */
    public static final String TELEMETRY = "telemetry";

    /** Name of the call that tells of an uploaded file. */
    public static final String NOTIFY = "notify";

    /** The room of clients that name none. */
    static final String MAIN = "main";

    private static final PropertyNameMatcher NAMES =
            Json.FACTORY.constructNameMatcher(List.of(ExchangeField.values()), false);

    private final ExchangeRequest exchange = new ExchangeRequest();
    private String call = "";
    private String kind = "";
    private String name = "";

    /** What was read last; its {@code room} also for {@code notify}. Reused by the next read. */
    public ExchangeRequest exchange() {
        return exchange;
    }

    /** The kind of file that a {@code notify} call tells of. */
    public String kind() {
        return kind;
    }

    /** The name of the file that a {@code notify} call tells of. */
    public String name() {
        return name;
    }

    /**
     * Reads one call.
     *
     * @param json UTF-8 bytes, valid up to {@code jsonBytes}
     * @return its name, as sent
     */
    public String read(byte[] json, int jsonBytes) {
        exchange.clear();
        call = "";
        kind = "";
        name = "";
        try (JsonParser parser = Json.parser(json, jsonBytes)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            int index = parser.nextNameMatch(NAMES);
            while (index >= 0) {
                readField(parser, ExchangeField.at(index));
                index = parser.nextNameMatch(NAMES);
            }
            if (index != PropertyNameMatcher.MATCH_END_OBJECT) {
                throw WireException.malformed("unknown field in a call");
            }
        } catch (JacksonException e) {
            throw WireException.malformed("broken JSON in a call: " + e.getOriginalMessage());
        }
        return call;
    }

    private void readField(JsonParser parser, ExchangeField field) {
        JsonToken token = parser.nextToken();
        switch (field) {
            case CALL -> call = callName(text(parser, token));
            case ROOM -> exchange.room = text(parser, token);
            case TOKEN -> exchange.token = text(parser, token);
            case USER_ID -> exchange.userId = userId(parser, token);
            case USERNAME -> exchange.username = text(parser, token);
            case SAMPLES -> exchange.samples = count(parser, token);
            case READ_CLOCK -> exchange.readClock = integer(parser, token);
            case WRITE_CLOCK -> exchange.writeClock = integer(parser, token);
            case RESET_USER_STATE -> exchange.resetUserState = flag(token);
            case USER_SUMMARY -> exchange.userSummary = flag(token);
            case MUTED -> exchange.muted = flag(token);
            case SPECTATOR -> exchange.spectator = flag(token);
            case LOOPBACK -> exchange.loopback = flag(token);
            case HEAR_MONITOR -> exchange.hearMonitor = flag(token);
            case BEGIN_MONITOR -> exchange.beginMonitor = flag(token);
            case REQUEST_LEAD -> exchange.requestLead = flag(token);
            case MARK_START_SINGING -> exchange.markStartSinging = flag(token);
            case MARK_STOP_SINGING -> exchange.markStopSinging = flag(token);
            case CLEAR_EVENTS -> exchange.clearEvents = flag(token);
            case IMAGE -> exchange.image = flag(token);
            case KIND -> kind = text(parser, token);
            case NAME -> name = text(parser, token);
            default -> readSetting(parser, token, field);
        }
    }

    private void readSetting(JsonParser parser, JsonToken token, ExchangeField field) {
        switch (field) {
            case MONITOR -> exchange.monitor = userId(parser, token);
            case UNMONITOR -> exchange.unmonitor = userId(parser, token);
            case VOLUME -> exchange.volume = number(parser, token);
            case BACKING_VOLUME -> exchange.backingVolume = number(parser, token);
            case USER_BACKING_VOLUME -> exchange.userBackingVolume = number(parser, token);
            case TRACK -> exchange.track = text(parser, token);
            case BPM -> exchange.bpm = count(parser, token);
            case REPEATS -> exchange.repeats = count(parser, token);
            case BPR -> exchange.bpr = count(parser, token);
            case DISABLE_AUTO_GAIN -> exchange.disableAutoGain = count(parser, token);
            case DISABLE_SONG_VIDEO -> exchange.disableSongVideo = count(parser, token);
            case LYRICS -> exchange.lyrics = text(parser, token);
            case CLIENT_TELEMETRY -> exchange.clientTelemetry = text(parser, token);
            case CHAT -> readChats(parser, token);
            case MIC_VOLUME -> readMicVolumes(parser, token);
            case EVENT_DATA -> readMarks(parser, token);
            default -> throw new IllegalStateException("no reader for field " + field);
        }
    }

    private void readChats(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.START_ARRAY);
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            exchange.chats.add(text(parser, item));
        }
    }

    private void readMicVolumes(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.START_ARRAY);
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            expect(item, JsonToken.START_ARRAY);
            long userId = userId(parser, parser.nextToken());
            double volume = number(parser, parser.nextToken());
            expect(parser.nextToken(), JsonToken.END_ARRAY);
            exchange.micVolumes.add(new ExchangeRequest.MicVolume(userId, volume));
        }
    }

    private void readMarks(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.START_ARRAY);
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            expect(item, JsonToken.START_ARRAY);
            String id = text(parser, parser.nextToken());
            long clock = integer(parser, parser.nextToken());
            expect(parser.nextToken(), JsonToken.END_ARRAY);
            exchange.marks.add(new ExchangeRequest.Mark(id, clock));
        }
    }

    /** The constant when it is the usual call, so that callers compare cheaply. */
    private static String callName(String sent) {
        return sent.equals(EXCHANGE) ? EXCHANGE : sent;
    }

    private static String text(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.VALUE_STRING);
        return parser.getString();
    }

    private static long userId(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.VALUE_STRING);
        try {
            return Long.parseUnsignedLong(parser.getString());
        } catch (NumberFormatException e) {
            throw WireException.malformed("a user id is not an unsigned 64-bit integer");
        }
    }

    private static long integer(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    private static int count(JsonParser parser, JsonToken token) {
        expect(token, JsonToken.VALUE_NUMBER_INT);
        int value = parser.getIntValue();
        if (value < 0) {
            throw WireException.malformed("a count is negative");
        }
        return value;
    }

    private static double number(JsonParser parser, JsonToken token) {
        if (!token.isNumeric()) {
            throw WireException.malformed("a volume is not a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw WireException.malformed("a volume is not finite");
        }
        return value;
    }

    private static boolean flag(JsonToken token) {
        if (!token.isBoolean()) {
            throw WireException.malformed("a flag is not true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static void expect(JsonToken token, JsonToken wanted) {
        if (token != wanted) {
            throw WireException.malformed("broken JSON in a call: " + wanted + " expected");
        }
    }
}
