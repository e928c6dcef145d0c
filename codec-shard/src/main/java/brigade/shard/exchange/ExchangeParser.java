package brigade.shard.exchange;

import brigade.wire.ExchangeRequest;
import brigade.wire.PacketBundle;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.util.Set;

/**
 * Reads one v1 exchange: its query, and its body of JSON and packets. Checks all that can be judged by its form; what
 * it means is the state server's affair. Stateless, any thread.
 */
public final class ExchangeParser {
    private static final int TEXT_MAX_CHARS = 255;
    private static final int TOKEN_MAX_CHARS = 1_024;
    private static final int BPM_MAX = 1_000;
    private static final int REPEATS_MAX = 1_000;

    /** Parameters that make sense without a user. */
    private static final Set<String> CONTROLS = Set.of(
            "mark_start_singing",
            "mark_stop_singing",
            "track",
            "event_data",
            "clear_events",
            "bpm",
            "repeats",
            "bpr",
            "json_len");

    private ExchangeParser() {}

    /**
     * Fills {@code request} and {@code bundle}.
     *
     * @param body valid up to {@code bodyBytes}; the bundle points into it
     * @throws WireException 400 or 413, with what is wrong in one line
     */
    public static void read(Query query, byte[] body, int bodyBytes, ExchangeRequest request, PacketBundle bundle) {
        request.clear();
        readWho(query, request);
        readFlags(query, request);
        readSettings(query, request);
        readBody(query, body, bodyBytes, request, bundle);
        request.samples = samples(query, bundle);
    }

    /** Whether a query comes from a program without a seat that runs a song. */
    public static boolean isControl(Query query) {
        return query.text("userid") == null
                && query.text("read_clock") == null
                && CONTROLS.stream().anyMatch(name -> query.text(name) != null);
    }

    /**
     * Fills {@code request} with what a program without a seat wants done.
     *
     * @throws WireException 400 or 413, with what is wrong in one line
     */
    public static void readControl(Query query, byte[] body, int bodyBytes, ExchangeRequest request) {
        request.clear();
        request.room = Values.room(query);
        request.token = Values.text(query, "token", TOKEN_MAX_CHARS);
        readFlags(query, request);
        readSettings(query, request);
        readJson(query, body, bodyBytes, request);
    }

    private static void readWho(Query query, ExchangeRequest request) {
        String userId = query.text("userid");
        if (userId == null) {
            throw WireException.malformed("userid is missing");
        }
        request.userId = Values.userId("userid", userId);
        request.room = Values.room(query);
        request.token = Values.text(query, "token", TOKEN_MAX_CHARS);
        request.username = Values.username(query);
        request.readClock = Values.clock(query, "read_clock", ExchangeRequest.NO_CLOCK);
        if (request.readClock == ExchangeRequest.NO_CLOCK) {
            throw WireException.malformed("read_clock is missing");
        }
        request.writeClock = Values.clock(query, "write_clock", ExchangeRequest.NO_CLOCK);
    }

    private static void readFlags(Query query, ExchangeRequest request) {
        request.resetUserState = query.flag("reset_user_state");
        request.userSummary = query.flag("user_summary");
        request.muted = query.flag("muted");
        request.spectator = query.flag("spectator");
        request.loopback = "true".equals(query.text("loopback")); // old clients name other modes here
        request.hearMonitor = query.flag("hear_monitor");
        request.beginMonitor = query.flag("begin_monitor");
        request.requestLead = query.flag("request_lead");
        request.markStartSinging = query.flag("mark_start_singing");
        request.markStopSinging = query.flag("mark_stop_singing");
        request.clearEvents = query.flag("clear_events");
        request.image = query.flag("image");
    }

    private static void readSettings(Query query, ExchangeRequest request) {
        String monitor = query.text("monitor");
        request.monitor = monitor == null ? null : (Long) Values.userId("monitor", monitor);
        String unmonitor = query.text("unmonitor");
        request.unmonitor = unmonitor == null ? null : (Long) Values.userId("unmonitor", unmonitor);
        request.volume = Values.volume(query, "volume");
        request.backingVolume = Values.volume(query, "backing_volume");
        request.userBackingVolume = Values.volume(query, "user_backing_volume");
        request.track = Values.text(query, "track", TEXT_MAX_CHARS);
        request.bpm = Values.count(query, "bpm", BPM_MAX, -1);
        request.repeats = Values.count(query, "repeats", REPEATS_MAX, -1);
        request.bpr = Values.count(query, "bpr", BPM_MAX, -1);
        request.disableAutoGain = Values.count(query, "disableAutoGain", 1, -1);
        request.disableSongVideo = Values.count(query, "disableSongVideo", 1, -1);
        request.clientTelemetry = JsonValues.object("client_telemetry", query.text("client_telemetry"));
        JsonValues.chats(query.text("chat"), request);
        JsonValues.micVolumes(query.text("mic_volume"), request);
        JsonValues.marks(query.text("event_data"), request);
    }

    private static void readBody(
            Query query, byte[] body, int bodyBytes, ExchangeRequest request, PacketBundle bundle) {
        int jsonBytes = readJson(query, body, bodyBytes, request);
        bundle.read(body, jsonBytes, bodyBytes - jsonBytes, WireLimits.V1_REQUEST_MAX_SAMPLES);
    }

    /** Reads the JSON at the start of the body; returns its length. */
    private static int readJson(Query query, byte[] body, int bodyBytes, ExchangeRequest request) {
        int jsonBytes = Values.count(query, "json_len", Integer.MAX_VALUE, 0);
        if (jsonBytes > bodyBytes) {
            throw WireException.malformed("json_len is longer than the body");
        }
        if (jsonBytes > 0) {
            request.lyrics = JsonValues.lyrics(body, jsonBytes);
        }
        return jsonBytes;
    }

    /** How much sound is asked for: what was sent, or {@code n_samples}; both must agree. */
    private static int samples(Query query, PacketBundle bundle) {
        int asked = Values.count(query, "n_samples", Integer.MAX_VALUE, 0);
        if (bundle.packets() > 0) {
            if (asked != 0 && asked != bundle.samples()) {
                throw WireException.malformed("n_samples is " + asked + ", but " + bundle.samples() + " were sent");
            }
            return bundle.samples();
        }
        if (asked == 0) {
            throw WireException.malformed("n_samples is missing, and there is no sound in the body");
        }
        if (asked > WireLimits.V1_REQUEST_MAX_SAMPLES) {
            throw new WireException(413, "n_samples must be at most " + WireLimits.V1_REQUEST_MAX_SAMPLES);
        }
        if (asked % WireLimits.V1_SAMPLES_MULTIPLE != 0) {
            throw WireException.malformed("n_samples must be a multiple of " + WireLimits.V1_SAMPLES_MULTIPLE);
        }
        return asked;
    }
}
