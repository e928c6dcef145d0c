package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A recording that all listen to together: nobody's voice goes into it, and it is no take again, whatever happens meanwhile. */
class ListenedSongTest extends TakeHouse {
    /** Puts a recording on the list, and on; it is recorded, and sounds. */
    private static TestPerson listen(StageFixture house, String room) throws InterruptedException {
        TestPerson host = house.enter(house.one, room, Role.HOST, e -> {});
        host.say("recording", m -> m.put("on", true));
        host.say("lead");
        for (int i = 0; i < 500 && !host.wasTold("setlist"); i++) {
            house.pass(0.1);
            Thread.sleep(1); // the room's file is read by another thread
        }
        host.say(
                "setlist",
                m -> m.put("base", 0)
                        .putArray("put")
                        .addObject()
                        .put("id", "b")
                        .put("kind", "listen-back")
                        .put("title", "The last one")
                        .put("take", "1"));
        host.say("item", m -> m.put("id", "b"));
        host.say("start");
        house.pass(0.1);
        awaitSong(house, room);
        return host;
    }

    /** The voice's way into the mix of the song, this long after its start; null while there is none. */
    private static boolean isHeard(StageFixture house, String room, TestPerson singer, long afterStart) {
        Room live = house.stage(room).room();
        singer.sing(live.song().told().startClock() + afterStart, StageFixture.level(4_800, 0.01));
        house.pass(0.1);
        Singer voice = Objects.requireNonNull(live.singers().get(singer.id()));
        boolean heard = voice.rms > 0;
        assertThat(voice.voice != null).isEqualTo(heard);
        return heard;
    }

    @Test
    void nobodysVoiceGoesIntoIt_untilTheNextSong() throws Exception {
        StageFixture house = house(House.START);
        String room = makeRoom(house);
        TestPerson host = listen(house, room);
        house.pass(1);
        // Not every client keeps silent by itself.
        assertThat(isHeard(house, room, host, 4_800)).isFalse();
        // Nor does a host always leave it on the list.
        host.say("setlist", m -> m.put("base", 1).putArray("remove").add("b"));
        house.pass(0.5);
        assertThat(isHeard(house, room, host, 24_000)).isFalse();
        host.say("stop");
        house.pass(1);
        host.say("item", m -> m.putNull("id"));
        host.say("lead");
        host.say("start");
        house.pass(0.1);
        awaitSong(house, room);
        house.pass(1);
        assertThat(isHeard(house, room, host, 4_800)).as("the next one is sung").isTrue();
        long sung = house.stage(room).room().song().told().startClock();
        house.house.rooms.close();
        assertThat(takes(room))
                .singleElement()
                .satisfies(take -> assertThat(take.get("take").stringValue()).isEqualTo(Long.toString(sung)));
    }

    @Test
    void itIsNoTakeAfterARestartEither() throws Exception {
        StageFixture before = house(House.START);
        String room = makeRoom(before);
        listen(before, room);
        before.pass(2);
        before.house.rooms.close();

        StageFixture after = house(before.house.now + 48_000);
        TestPerson again = after.enter(after.one, room, Role.HOST, e -> {});
        for (int i = 0; i < 500 && !again.wasTold("setlist"); i++) {
            after.pass(0.02);
            Thread.sleep(1);
        }
        after.pass(1);
        assertThat(after.house.rooms.phase(room)).isEqualTo(SongPhase.SINGING);
        assertThat(after.stage(room).isRecording()).isTrue();
        again.say("stop");
        after.pass(5);
        after.house.rooms.close();
        assertThat(takes(room)).isEmpty();
    }

    @Test
    void afterARestartNobodysVoiceGoesIntoIt_evenWhileItsListIsNotThereYet() throws Exception {
        StageFixture before = house(House.START);
        String room = makeRoom(before);
        listen(before, room);
        before.pass(2);
        before.house.rooms.close();
        forgetLists();

        StageFixture after = house(before.house.now + 48_000);
        TestPerson again = after.enter(after.one, room, Role.HOST, e -> {});
        after.tick();
        assertThat(after.house.rooms.phase(room)).isEqualTo(SongPhase.SINGING);
        assertThat(after.stage(room).program().on()).isNull();
        assertThat(isHeard(after, room, again, 48_000)).isFalse();
        after.house.rooms.close();
        assertThat(takes(room)).isEmpty();
    }

    /** As if they took for ever to be read. */
    private void forgetLists() throws IOException {
        int forgotten = 0;
        try (Stream<Path> files = Files.walk(folder.resolve("rooms"))) {
            for (Path file : files.filter(
                            f -> Files.isRegularFile(f) && f.toString().contains("setlist"))
                    .toList()) {
                Files.delete(file);
                forgotten++;
            }
        }
        assertThat(forgotten).isPositive();
    }
}
