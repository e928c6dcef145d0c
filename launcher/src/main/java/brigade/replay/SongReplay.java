package brigade.replay;

import brigade.shard.codec.OpusCodec;
import brigade.shard.takes.TakeSources;
import brigade.state.ring.BackingSound;
import brigade.state.ring.RingReplay;
import brigade.state.room.TrackLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sings a recorded song once more: the rings' moves and the voices out of the journals, through fresh rings and fresh encoders, and
 * compares with the mix that was journalled. Stateless.
 */
public final class SongReplay {
    /** Voices of before the rings were made may reach into the first frames; a row lies up to 20 s behind now. */
    private static final long BEFORE_SAMPLES = 30L * 48_000;

    private static final long AFTER_SAMPLES = 30L * 48_000;

    /**
     * What came out.
     *
     * @param frames of the mix that were compared, of all shards
     * @param shards encoders that journalled the mix
     * @param leftFrames were journalled and not replayed
     * @param differentPackets packets with another byte
     * @param differentSamples samples with another bit
     * @param firstDifference clock of the first such packet
     * @param missingSamples of voices that the rings got and the journal has not
     */
    public record Result(
            long frames,
            int shards,
            long leftFrames,
            long differentPackets,
            long differentSamples,
            long firstDifference,
            long missingSamples) {
        /** Whether all of it was replayed, and came out the same. */
        public boolean isSame() {
            return frames > 0 && leftFrames == 0 && differentPackets == 0 && differentSamples == 0;
        }
    }

    private SongReplay() {}

    /**
     * Does it. Blocks for about a hundredth of what was sung.
     *
     * @param about the take's file
     * @throws ReplayException when it cannot be done
     */
    public static Result replay(Path data, JsonNode about, OpusCodec codec) throws IOException, ReplayException {
        String room = about.path("room").asString("");
        long start = about.path("startClock").asLong();
        long end = about.path("endClock").asLong();
        if (end <= start) {
            throw new ReplayException("The song has not ended yet.");
        }
        SongMoves moves = new SongMoves(data, room, start, end);
        Path folder = Files.createTempDirectory("brigade-replay");
        long from = Math.min(moves.firstClock(), start) - BEFORE_SAMPLES;
        try (TakeSources sources = new TakeSources(data, folder, room, from, end + AFTER_SAMPLES);
                ReplayVoices voices = new ReplayVoices(sources, codec);
                ReplayCheck check = new ReplayCheck(sources, codec, start, end)) {
            RingReplay replay = new RingReplay(voices, check, track(data, room, about));
            try {
                moves.play(replay::move);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new ReplayException("The journal of this song's rings cannot be followed: " + e.getMessage());
            }
            return new Result(
                    check.comparedFrames(),
                    check.encoders(),
                    check.leftFrames(),
                    check.differentPackets(),
                    check.differentSamples(),
                    check.firstDifference(),
                    replay.missingSamples());
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private static @Nullable BackingSound track(Path data, String room, JsonNode about) throws ReplayException {
        String name = about.path("track").asString("");
        if (name.isEmpty()) {
            return null;
        }
        BackingSound sound = TrackLibrary.sound(data.resolve("tracks"), room, name);
        if (sound == null) {
            throw new ReplayException("The track " + name + " that played under it is gone.");
        }
        return sound;
    }
}
