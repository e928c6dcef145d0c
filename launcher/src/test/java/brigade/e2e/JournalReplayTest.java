package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.journal.FreeSpace;
import brigade.journal.JournalLimits;
import brigade.replay.ReplayException;
import brigade.replay.SongReplay;
import brigade.shard.codec.PacketEncoder;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.listen.StreamListening;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.takes.TakeFiles;
import brigade.state.journal.MoveJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Songs of two shards, in virtual time, are recorded; their replay is the recording, to the bit. */
class JournalReplayTest {
    private static final long SEED = 20_261_122;
    private static final int SINGERS = 4;
    private static final int SONG_STEPS = 800;
    private static final int TRAILING_STEPS = 600;
    private static final JournalLimits LIMITS = JournalLimits.of(1L << 30, 1_000_000_000, 0);

    @TempDir
    private Path data;

    private final List<VoiceJournal> journals = new ArrayList<>();
    private final List<VirtualPeer> singers = new ArrayList<>();
    private @Nullable VirtualOldClient old;

    @Test
    void aReplayIsTheRecordingToTheBit_alsoWhereTheDeskMovedFaders() throws Exception {
        sing(true, false);
        checkReplays();
    }

    @Test
    void aSongWithAnOldClientIsReplayedToTheBitAsWell() throws Exception {
        sing(true, true);
        checkReplays();
        for (JsonNode take : takes()) {
            assertThat(take.path("people")
                            .valueStream()
                            .map(one -> one.path("name").asString("")))
                    .contains("old");
        }
    }

    private void checkReplays() throws Exception {
        List<? extends JsonNode> takes = takes();
        assertThat(takes).hasSize(2);
        for (JsonNode take : takes) {
            SongReplay.Result result = replay(take);
            System.out.println(result);
            long frames =
                    (take.path("endClock").asLong() - take.path("startClock").asLong()) / VirtualHouse.FRAME;
            assertThat(result.frames()).isGreaterThan(VirtualHouse.SHARDS * (frames - 5));
            assertThat(result.differentSamples()).isZero();
            assertThat(result.differentPackets()).isZero();
            assertThat(result.missingSamples()).isZero();
            assertThat(result.isSame()).isTrue();
        }
    }

    @Test
    void whatWasNotRecordedFromTheStartIsRefused() throws Exception {
        sing(false, false);
        List<? extends JsonNode> takes = takes();
        assertThat(takes).isNotEmpty();
        assertThatThrownBy(() -> replay(takes.getFirst()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("recording has to be on before the song is armed");
    }

    private List<? extends JsonNode> takes() throws IOException {
        TakeFiles files = new TakeFiles(data);
        return files.list(files.rooms().getFirst());
    }

    private SongReplay.Result replay(JsonNode take) throws Exception {
        try (VirtualHouse house = new VirtualHouse(SEED)) {
            return SongReplay.replay(data, take, house.codec);
        }
    }

    /** Two songs, one right after the other, or one that is recorded from its middle. */
    private void sing(boolean recordedFirst, boolean withOldClient) throws Exception {
        MoveJournal moves = new MoveJournal(data, LIMITS, () -> VirtualHouse.START / 48, System::nanoTime);
        VirtualHouse house = new VirtualHouse(
                SEED,
                builder -> builder.moves(moves).roomsDir(data.resolve("rooms")),
                shard -> journal(shard, () -> VirtualHouse.START / 48));
        try (house) {
            String room = house.makeRoom("Recorded", withOldClient);
            List<PacketEncoder> encoders = new ArrayList<>();
            for (int i = 0; i < SINGERS; i++) {
                singers.add(new VirtualPeer(
                        house,
                        1 + i % VirtualHouse.SHARDS,
                        "\"room\":\"" + room + "\",\"token\":\"" + (i == 0 ? "host" : "singer")
                                + "\",\"mode\":\"sing\",\"name\":\"member " + i + "\""));
                house.admit(singers); // one by one: seats are given as they come
                encoders.add(house.codec.newEncoder());
            }
            AtomicInteger ears = new AtomicInteger();
            RoomInfo info = house.info(room);
            for (int shard = 1; shard <= VirtualHouse.SHARDS; shard++) {
                StreamListening listening = new StreamListening(house.shard(shard));
                journals.get(shard - 1)
                        .start(
                                (each, listener) -> {
                                    ears.incrementAndGet();
                                    return listening.listen(each, listener);
                                },
                                id -> info,
                                new SimpleMeterRegistry());
            }
            if (recordedFirst) {
                record(house, ears);
            }
            old = withOldClient ? new VirtualOldClient(house, room, journals.getFirst()) : null;
            VirtualPeer host = singers.getFirst();
            for (int song = 0; song < (recordedFirst ? 2 : 1); song++) {
                host.say("{\"type\":\"lead\"}");
                house.step();
                host.say("{\"type\":\"start\"}");
                house.step();
                for (int step = 0; step < SONG_STEPS; step++) {
                    if (step == SONG_STEPS / 2 && !recordedFirst) {
                        record(house, ears);
                    }
                    desk(host, step);
                    step(house, encoders, step);
                }
                host.say("{\"type\":\"stop\"}");
                for (int step = 0; step < TRAILING_STEPS; step++) {
                    step(house, encoders, SONG_STEPS + step);
                }
            }
            if (old != null) {
                old.close();
            }
            encoders.forEach(PacketEncoder::close);
            assertThat(host.errors()).isZero();
        } finally {
            journals.forEach(VoiceJournal::close);
            moves.close();
        }
        // The files are of today, the song is of another day.
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(VirtualHouse.START / 48 + 60_000));
            }
        }
    }

    private VoiceJournal journal(int shard, LongSupplier unixMs) {
        VoiceJournal journal = new VoiceJournal(data, shard, LIMITS, FreeSpace.OF_DISK, unixMs, System::nanoTime);
        journals.add(journal);
        return journal;
    }

    /** Until each shard hears the mix; no virtual time passes. */
    private void record(VirtualHouse house, AtomicInteger ears) throws InterruptedException {
        singers.getFirst().say("{\"type\":\"recording\",\"on\":true}");
        while (ears.get() < VirtualHouse.SHARDS) {
            Thread.sleep(1);
            house.turn();
        }
        for (int i = 0; i < 5; i++) {
            house.turn();
        }
    }

    private void step(VirtualHouse house, List<PacketEncoder> encoders, int step) throws InterruptedException {
        for (int i = 0; i < SINGERS; i++) {
            singers.get(i).sing(encoders.get(i), 200 + 70 * i, step);
        }
        if (old != null) {
            old.step();
        }
        house.step();
        if (step % 50 == 0) {
            Thread.sleep(5); // the journals' threads follow
        }
    }

    private void desk(VirtualPeer host, int step) {
        String who = "\"who\":\"" + singers.get(2).id() + "\"";
        switch (step) {
            case 200 -> host.say("{\"type\":\"fader\"," + who + ",\"value\":1.7}");
            case 300 -> host.say("{\"type\":\"fader\"," + who + ",\"value\":0.3}");
            case 400 -> host.say("{\"type\":\"levels\",\"room\":1.4,\"leader\":0.6,\"crowd\":1.5}");
            case 500 -> host.say("{\"type\":\"mute\"," + who + ",\"muted\":true}");
            case 600 -> host.say("{\"type\":\"mute\"," + who + ",\"muted\":false}");
            case 700 -> host.say("{\"type\":\"levels\",\"room\":1,\"leader\":1,\"crowd\":1,\"crowdScaling\":false}");
            default -> {}
        }
    }
}
