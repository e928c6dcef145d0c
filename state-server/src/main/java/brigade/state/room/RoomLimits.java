package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.WireLimits;

/**
 * Every limit and time of a room, named once. The byte limits of encoded JSON together stay below
 * {@link WireLimits#RPC_JSON_MAX_BYTES}, so that no reply is ever too long.
 */
public final class RoomLimits {
    /** People a room takes. Over it: 429. */
    public static final int USERS_MAX_DEFAULT = 2_000;

    /** Not heard for so long: no longer counted, shown or seated. */
    public static final long ACTIVE_SAMPLES = 5L * AudioFormat.SAMPLE_RATE_HZ;

    /** Not heard for so long: forgotten. */
    public static final long FORGET_SAMPLES = 3_600L * AudioFormat.SAMPLE_RATE_HZ;

    /** A leader not heard for so long has left: his song ends unless another takes over. */
    public static final long LEADER_GONE_SAMPLES = 10L * AudioFormat.SAMPLE_RATE_HZ;

    /** What follows the leader's last sample when he stops. */
    public static final long TAIL_SAMPLES = 3L * AudioFormat.SAMPLE_RATE_HZ;

    /** Seconds between two v1 buckets. */
    public static final int SPACING_SECONDS = 3;

    /** Buckets of v1 singers, the leader's included. */
    public static final int ROWS_MAX = 6;

    /** Rounds: repeats times their length. Over it: 400. */
    public static final int ROUNDS_MAX_SECONDS = 90;

    /** Beats a minute. Over it: 400. */
    public static final int BPM_MAX = 1_000;

    /** Repeats, and beats per repeat. Over it: 400. */
    public static final int ROUND_COUNT_MAX = 10_000;

    /** How far behind now one may read or write. */
    public static final long RING_SAMPLES = 120L * AudioFormat.SAMPLE_RATE_HZ;

    /** {@link #RING_SAMPLES} as v1 clients know it, in render quanta. */
    public static final int RING_QUANTA = (int) (RING_SAMPLES / AudioFormat.QUANTUM_SAMPLES);

    /** Characters of one chat message; the rest is cut. */
    public static final int CHAT_MAX_CHARS = 1_000;

    /** Messages in one request; the rest is dropped. */
    public static final int CHATS_PER_REQUEST_MAX = 20;

    /** Messages waiting for one user; the oldest go first. */
    public static final int CHATS_WAITING_MAX = 100;

    /** Encoded bytes of messages waiting for one user, and of those in his last answer. */
    public static final int CHATS_WAITING_MAX_BYTES = 48_000;

    /** Characters of a mark's id. Over it: 400. */
    public static final int MARK_ID_MAX_CHARS = 200;

    /** Bytes of all marks as JSON. Over it: 429. */
    public static final int MARKS_MAX_BYTES = 400_000;

    /** Bytes of the lyrics as JSON, escapes included. Over it: 413. */
    public static final int LYRICS_JSON_MAX_BYTES = 400_000;

    /** Bytes of the track names as JSON; later names are left out. */
    public static final int TRACKS_JSON_MAX_BYTES = 50_000;

    /** Bytes of JSON that a client may leave about itself; more is not kept. */
    public static final int TELEMETRY_MAX_CHARS = 16_000;

    private RoomLimits() {}
}
