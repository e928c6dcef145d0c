package brigade.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One v1 exchange as a shard understood it: who asks, which samples, and what he wants done. The voice itself
 * travels beside it as float samples.
 *
 * <p>A plain carrier, reused from call to call by its owner after {@link #clear()}; one thread at a time. Optional
 * values are null (objects), {@link #NO_CLOCK} (clocks), {@link Double#NaN} (volumes) or -1 (counts) when absent.
 * Clocks are v1 clocks: each names the END of its interval.
 */
public final class ExchangeRequest {
    /** An absent clock. */
    public static final long NO_CLOCK = Long.MIN_VALUE;

    /** A fader that the caller moved. */
    public record MicVolume(long userId, double volume) {}

    /** A mark that the caller set: something happens when playback reaches {@code clock}. */
    public record Mark(String id, long clock) {}

    /** Room id; {@code main} when the client named none. */
    public String room = "main";

    /** Room token, for host actions. */
    public @Nullable String token;

    /** Unsigned 64-bit user id. */
    public long userId;

    /** Name shown to others; empty when none was sent. */
    public String username = "";

    /** Samples wanted back, and sent when {@link #writeClock} is present. */
    public int samples;

    /** END of the interval wanted. */
    public long readClock = NO_CLOCK;

    /** END of the interval of the voice; absent until the microphone runs. */
    public long writeClock = NO_CLOCK;

    public boolean resetUserState;
    public boolean userSummary;
    public boolean muted;
    public boolean spectator;
    public boolean loopback;
    public boolean hearMonitor;
    public boolean beginMonitor;
    public boolean requestLead;
    public boolean markStartSinging;
    public boolean markStopSinging;
    public boolean clearEvents;
    public boolean image;

    /** User to put on the solo bus; null when absent. */
    public @Nullable Long monitor;

    /** User to take off the solo bus; null when absent. */
    public @Nullable Long unmonitor;

    public double volume = Double.NaN;
    public double backingVolume = Double.NaN;
    public double userBackingVolume = Double.NaN;

    public @Nullable String track;

    /** Beats a minute; -1 absent. */
    public int bpm = -1;

    public int repeats = -1;

    /** Beats per repeat; -1 absent. */
    public int bpr = -1;

    /** 0, 1, or -1 absent. */
    public int disableAutoGain = -1;

    public int disableSongVideo = -1;

    public @Nullable String lyrics;

    /** A JSON object kept with the user, as text. */
    public @Nullable String clientTelemetry;

    public final List<String> chats = new ArrayList<>();
    public final List<MicVolume> micVolumes = new ArrayList<>();
    public final List<Mark> marks = new ArrayList<>();

    /** Makes it as new. */
    public void clear() {
        room = "main";
        token = null;
        userId = 0;
        username = "";
        samples = 0;
        readClock = NO_CLOCK;
        writeClock = NO_CLOCK;
        resetUserState = false;
        userSummary = false;
        muted = false;
        spectator = false;
        loopback = false;
        hearMonitor = false;
        beginMonitor = false;
        requestLead = false;
        markStartSinging = false;
        markStopSinging = false;
        clearEvents = false;
        image = false;
        monitor = null;
        unmonitor = null;
        volume = Double.NaN;
        backingVolume = Double.NaN;
        userBackingVolume = Double.NaN;
        track = null;
        bpm = -1;
        repeats = -1;
        bpr = -1;
        disableAutoGain = -1;
        disableSongVideo = -1;
        lyrics = null;
        clientTelemetry = null;
        chats.clear();
        micVolumes.clear();
        marks.clear();
    }
}
