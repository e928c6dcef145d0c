package brigade.state.room;

import brigade.state.ring.MixReader;
import brigade.state.ring.VoiceChannel;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One person in a room: his clocks, what he still has to be told, his seat and his place in the lists. A plain
 * carrier; {@link Room} and {@link Singers} keep it consistent.
 */
final class Singer {
    static final String ANONYMOUS = "<anonymous>";

    final long id;

    /** His id as a JSON string, as {@code leader} has it. */
    final RawJson idJson;

    final Seat seat = new Seat();
    final Chats chats = new Chats();

    /** As he sent it last. */
    private String sentName = "";

    /** As others see it: never empty, at most {@link WireLimits#NAME_MAX_BYTES} bytes. */
    String name = ANONYMOUS;

    byte[] nameUtf8 = Text.utf8(ANONYMOUS, WireLimits.NAME_MAX_BYTES);

    /** Whether his clocks are known, so that the next exchange has to continue them. */
    boolean joined;

    /** END clocks of his last answered exchange; {@link ExchangeRequest#NO_CLOCK} when there was none. */
    long lastReadClock = ExchangeRequest.NO_CLOCK;

    /** END of the last voice he sent since he joined. */
    long lastWriteClock = ExchangeRequest.NO_CLOCK;

    /** Write clock of exactly the last answered exchange, for telling a retry. */
    long answeredWriteClock = ExchangeRequest.NO_CLOCK;

    /** Server clock at his last exchange. */
    long lastHeard;

    /** His real delay: now minus the read clock of his last exchange. */
    long delaySamples;

    /** {@link #delaySamples} rounded to seconds, as the user table shows it. */
    int delaySeconds;

    boolean muted;
    boolean monitoring;
    boolean soloed;

    /** Fader that others moved, 0..2. */
    double micVolume = 1;

    /** Loudness of his last voice, RMS. */
    float rms;

    /** Backing volume for himself, friendly. */
    double userBackingVolume = Settings.NEUTRAL_FRIENDLY;

    /** {@link Once} values that wait for him, and those of his last answer. */
    int pending;

    int answered;

    /** JSON object that his client left about itself; empty when none. */
    String telemetry = "";

    /** Exchanges that were the same as the one before. */
    long retries;

    /** Exchanges whose clocks did not continue. */
    long desyncs;

    /** Voices that came after the next bucket had read there. */
    long lateWrites;

    /** What is known of his voice by listening to it; null until he sang. */
    @Nullable
    VoiceWatch watch;

    /** What automatic levelling adds. */
    double levelDb;

    /** The section he was put into, or null. */
    @Nullable
    String section;

    /** Whether what he chats goes to nobody. */
    boolean chatMuted;

    /** His voice in the rings; null until he sang since the rings were made. */
    @Nullable
    VoiceChannel voice;

    /** What he hears from the rings; null until he listened since the rings were made. */
    @Nullable
    MixReader reader;

    /** Who he is in stream v2; null when he speaks v1. */
    @Nullable
    Person person;

    /** Places in the lists of {@link Singers}: by last heard, and row of the user table (-1: not active). */
    @Nullable
    Singer older;

    @Nullable
    Singer newer;

    int tableRow = -1;

    Singer(long id) {
        this(id, RawJson.ofText(Long.toUnsignedString(id)));
    }

    private Singer(long id, RawJson idJson) {
        this.id = id;
        this.idJson = idJson;
    }

    /** Stands for the leader of a song that a program runs: {@code null} to clients, and never gone. */
    static Singer nobody() {
        Singer nobody = new Singer(0, RawJson.NULL);
        nobody.lastHeard = Long.MAX_VALUE;
        return nobody;
    }

    /** Whether it stands for nobody. */
    boolean isNobody() {
        return lastHeard == Long.MAX_VALUE;
    }

    /** What is added to his voice by itself, dB. */
    double trimDb() {
        return levelDb + (watch != null && watch.isHeldDown ? Trims.bleedDb() : 0);
    }

    /** Whether he was heard lately. */
    boolean isActive() {
        return tableRow >= 0;
    }

    /**
     * Takes the name that he sent.
     *
     * @return whether it is another than before
     */
    boolean rename(String sent) {
        if (sent.equals(sentName)) {
            return false;
        }
        sentName = sent;
        nameUtf8 = Text.utf8(sent.isEmpty() ? ANONYMOUS : sent, WireLimits.NAME_MAX_BYTES);
        name = new String(nameUtf8, StandardCharsets.UTF_8);
        return true;
    }

    /** Forgets his clocks: his next exchange is taken as a first one. */
    void leaveClocks() {
        joined = false;
        lastReadClock = ExchangeRequest.NO_CLOCK;
        lastWriteClock = ExchangeRequest.NO_CLOCK;
        answeredWriteClock = ExchangeRequest.NO_CLOCK;
    }

    /** Drops what belongs to rings that are gone. */
    void leaveRings() {
        voice = null;
        reader = null;
    }
}
