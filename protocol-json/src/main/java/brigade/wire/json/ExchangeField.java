package brigade.wire.json;

import tools.jackson.core.io.SerializedString;
import tools.jackson.core.util.Named;

/** Every field of a call's JSON object. The names are those of exchange v1's query where it has one. */
enum ExchangeField implements Named {
    CALL("call"),
    ROOM("room"),
    TOKEN("token"),
    USER_ID("userid"),
    USERNAME("username"),
    SAMPLES("n_samples"),
    READ_CLOCK("read_clock"),
    WRITE_CLOCK("write_clock"),
    RESET_USER_STATE("reset_user_state"),
    USER_SUMMARY("user_summary"),
    MUTED("muted"),
    SPECTATOR("spectator"),
    LOOPBACK("loopback"),
    HEAR_MONITOR("hear_monitor"),
    BEGIN_MONITOR("begin_monitor"),
    REQUEST_LEAD("request_lead"),
    MARK_START_SINGING("mark_start_singing"),
    MARK_STOP_SINGING("mark_stop_singing"),
    CLEAR_EVENTS("clear_events"),
    IMAGE("image"),
    MONITOR("monitor"),
    UNMONITOR("unmonitor"),
    VOLUME("volume"),
    BACKING_VOLUME("backing_volume"),
    USER_BACKING_VOLUME("user_backing_volume"),
    TRACK("track"),
    BPM("bpm"),
    REPEATS("repeats"),
    BPR("bpr"),
    DISABLE_AUTO_GAIN("disableAutoGain"),
    DISABLE_SONG_VIDEO("disableSongVideo"),
    LYRICS("lyrics"),
    CLIENT_TELEMETRY("client_telemetry"),
    CHAT("chat"),
    MIC_VOLUME("mic_volume"),
    EVENT_DATA("event_data"),
    KIND("kind"),
    NAME("name");

    private static final ExchangeField[] ALL = values();

    // Only caches of encodings change inside it, idempotently.
    @SuppressWarnings("ImmutableEnumChecker")
    private final SerializedString wireName;

    ExchangeField(String wireName) {
        this.wireName = new SerializedString(wireName);
    }

    /** The name, encoded once. */
    SerializedString wireName() {
        return wireName;
    }

    @Override
    public String getName() {
        return wireName.getValue();
    }

    /** The field whose ordinal the name matcher found. */
    static ExchangeField at(int index) {
        return ALL[index];
    }
}
