package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a room is set to: rounds, volumes, track, lyrics, image. Values of the next song; a running song keeps its own.
 */
final class Settings {
    /** The friendly volume of factor 1: ln 1000 / 6.908. */
    static final double NEUTRAL_FRIENDLY = Math.log(1000) / 6.908;

    /** The mix is this much louder than 1 unless somebody turns it down (the ancestor's constant). */
    static final double GLOBAL_FACTOR = 1.2;

    /** {@link #GLOBAL_FACTOR} as a friendly volume: ln(1000 factor) / 6.908. */
    static final double GLOBAL_FRIENDLY = Math.log(1000 * GLOBAL_FACTOR) / 6.908;

    /** Letters of the word that tells clients of a new image. */
    static final int IMAGE_WORD_LETTERS = 10;

    int bpm;
    int repeats;
    int bpr;

    /** Beats of a bar as stream v2 sets them, for the accent of the click; 0 when it was not said. */
    int beats;

    /** Whether voices are brought to the median by themselves. */
    boolean autoLevel;

    /** Beats of the bar that are accented. */
    int[] accents = {1};

    /** Room levels of the leader and of everybody else, friendly. */
    double leaderVolume = 1;

    double crowdVolume = 1;

    double globalVolume = GLOBAL_FRIENDLY;
    double backingVolume = NEUTRAL_FRIENDLY;
    boolean disableAutoGain;
    boolean disableSongVideo;

    /** Track for the next start; null when none was asked for. */
    @Nullable
    String track;

    RawJson lyrics = RawJson.ofText("");
    RawJson image = RawJson.ofText("");

    /** Refuses what {@code request} would break; changes nothing. */
    void check(ExchangeRequest request) {
        int nextBpm = request.bpm >= 0 ? request.bpm : bpm;
        int nextRepeats = request.repeats >= 0 ? request.repeats : repeats;
        int nextBpr = request.bpr >= 0 ? request.bpr : bpr;
        if (nextBpm > RoomLimits.BPM_MAX) {
            throw WireException.malformed("bpm " + nextBpm + " is over " + RoomLimits.BPM_MAX);
        }
        if (nextRepeats > RoomLimits.ROUND_COUNT_MAX || nextBpr > RoomLimits.ROUND_COUNT_MAX) {
            throw WireException.malformed("repeats and bpr go up to " + RoomLimits.ROUND_COUNT_MAX);
        }
        if (!roundsFit(nextBpm, nextBpr, nextRepeats)) {
            throw WireException.malformed("rounds of " + nextRepeats + " repeats of " + nextBpr + " beats at " + nextBpm
                    + " a minute take longer than " + RoomLimits.ROUNDS_MAX_SECONDS + " s");
        }
        checkVolume(request.volume);
        checkVolume(request.backingVolume);
        checkVolume(request.userBackingVolume);
        for (ExchangeRequest.MicVolume fader : request.micVolumes) {
            if (!Double.isFinite(fader.volume())) {
                throw WireException.malformed("a mic volume is not a number");
            }
        }
    }

    /** Whether all repeats of a round take no longer than the ring reaches ahead. */
    static boolean roundsFit(int bpm, int bpr, int repeats) {
        return roundSamples(bpm, bpr, repeats) <= AudioFormat.secondsToSamples(RoomLimits.ROUNDS_MAX_SECONDS);
    }

    /** The lyrics of {@code request} encoded, null when it has none; refuses what is too long. */
    static @Nullable RawJson encodeLyrics(ExchangeRequest request) {
        String lyrics = request.lyrics;
        if (lyrics == null) {
            return null;
        }
        RawJson encoded = RawJson.ofText(lyrics);
        boolean tooLong = lyrics.length() > WireLimits.LYRICS_MAX_BYTES
                || lyrics.getBytes(StandardCharsets.UTF_8).length > WireLimits.LYRICS_MAX_BYTES
                || encoded.bytes() > RoomLimits.LYRICS_JSON_MAX_BYTES;
        if (tooLong) {
            throw new WireException(413, "lyrics over " + WireLimits.LYRICS_MAX_BYTES + " bytes");
        }
        return encoded;
    }

    /** Length of one repeat in seconds with the present values; 0 without rounds. */
    double repeatSeconds() {
        return bpm > 0 && bpr > 0 && repeats > 0 ? 60.0 * bpr / bpm : 0;
    }

    /** Length of all repeats in whole seconds with the present values, rounded down as the ancestor does. */
    int roundSeconds() {
        return (int) (repeatSeconds() * repeats);
    }

    /** A friendly volume as clients may send it, clamped. */
    static double clampVolume(double friendly) {
        return Math.clamp(friendly, 0, Gain.FADER_MAX);
    }

    private static long roundSamples(int bpm, int bpr, int repeats) {
        return bpm == 0 ? 0 : (long) repeats * bpr * 60 * AudioFormat.SAMPLE_RATE_HZ / bpm;
    }

    private static void checkVolume(double volume) {
        if (Double.isInfinite(volume)) {
            throw WireException.malformed("a volume is not a number");
        }
    }
}
