package brigade.stress.choir;

import brigade.audio.synth.Casting;
import brigade.client.Seat;
import brigade.client.Song;
import brigade.robot.RobotClock;
import brigade.stress.load.SongWatch;
import brigade.stress.stream.MixHeader;
import brigade.stress.stream.VoiceLoop;
import brigade.wire.stream.StreamMessageWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all singers of one run over v2 share: the plan, the sounds, the way in, the counts, and when the song began. Any thread. */
final class V2Run {
    private final ChoirPlan plan;
    private final V2Spurts spurts;
    private final List<VoiceLoop> hums;
    private final ChoirFault fault;
    private final V2Door door;
    private final String room;
    private final RobotClock clock;
    private final V2Counts counts;
    private final V2Mixes mixes = new V2Mixes();
    private final SongWatch song = new SongWatch();
    private final StreamMessageWriter writer = new StreamMessageWriter();
    private final long gatherNs;
    private volatile long songStartClock;
    private volatile long songStartNs;

    /** @param hums of singers in turn; empty for silence between chirps */
    V2Run(
            ChoirPlan plan,
            V2Spurts spurts,
            List<VoiceLoop> hums,
            ChoirFault fault,
            V2Door door,
            String room,
            RobotClock clock,
            V2Counts counts) {
        this.plan = plan;
        this.spurts = spurts;
        this.hums = List.copyOf(hums);
        this.fault = fault;
        this.door = door;
        this.room = room;
        this.clock = clock;
        this.counts = counts;
        gatherNs = clock.nowNs();
    }

    ChoirPlan plan() {
        return plan;
    }

    V2Spurts spurts() {
        return spurts;
    }

    @Nullable
    VoiceLoop humOf(int singer) {
        return hums.isEmpty() ? null : hums.get(Casting.voice(singer, hums.size()));
    }

    ChoirFault fault() {
        return fault;
    }

    V2Door door() {
        return door;
    }

    String room() {
        return room;
    }

    V2Counts counts() {
        return counts;
    }

    V2Mixes mixes() {
        return mixes;
    }

    SongWatch song() {
        return song;
    }

    /** For messages of all who are ticked by one loop; its thread only. */
    StreamMessageWriter writer() {
        return writer;
    }

    long nowNs() {
        return clock.nowNs();
    }

    /** When the gathering began. */
    long gatherNs() {
        return gatherNs;
    }

    /** Whether nothing delays what is sent. */
    boolean isPerfect() {
        ChoirSettings.Network network = plan.settings().network();
        return network.lossShare() == 0 && network.jitterMs() == 0 && network.rttMs() == 0;
    }

    /** What {@code singer}'s clock shows at {@code realNs}. */
    long toLocalNs(ChoirSinger singer, long realNs) {
        return realNs + (long) ((realNs - gatherNs) * singer.skewPpm() / 1e6);
    }

    /** When {@code singer}'s clock shows {@code localNs}. */
    long toRealNs(ChoirSinger singer, long localNs) {
        if (localNs == Long.MAX_VALUE) {
            return localNs;
        }
        return gatherNs + (long) ((localNs - gatherNs) / (1 + singer.skewPpm() / 1e6));
    }

    /** The song runs. */
    void started(long startClock, long startNs) {
        songStartNs = startNs;
        songStartClock = startClock;
        song.started(startClock, clock.nowNs());
    }

    /** Its first sample; 0 before it runs. */
    long songStartClock() {
        return songStartClock;
    }

    /** When the server's clock showed that. */
    long songStartNs() {
        return songStartNs;
    }

    /** A server told of a song. */
    void sawSong(Song told) {
        long nowNs = clock.nowNs();
        if (songStartClock > 0 && told.hasStart()) {
            long end = told.hasEnd() ? told.endClock() : 0;
            song.saw(told.startClock(), end, nowNs, nowNs, (nowNs - songStartNs) / 1e9);
        }
    }

    /** A mix came to somebody of {@code shard} who sits in {@code seat}, after so many that did not. */
    void heard(int shard, Seat seat, MixHeader header, ByteBuffer message, String reader, long closedNs, long missing) {
        long nowNs = clock.nowNs();
        if (songStartClock == 0) {
            return;
        }
        if (header.packets() > 0) {
            counts.came(closedNs, nowNs);
        }
        mixes.take(shard, seat, header, message, reader);
        if (missing > 0) {
            counts.missing(missing, nowNs);
        }
    }
}
