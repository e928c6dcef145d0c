package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A song goes on over a restart of the state server. */
class RecoveryTest {
    private static final float LEVEL = 0.02f;

    @TempDir
    private Path runDir;

    @Test
    void aSongGoesOnWithLeaderSeatsAndClocks() throws InterruptedException {
        House before = new House(House.START, b -> b.runDir(runDir));
        Client lead = before.client(1, 3);
        Client follow = before.client(2, 6);
        lead.singing = true;
        follow.singing = true;
        lead.send();
        follow.send();
        before.pass(0.6);
        lead.send(LEVEL, r -> {
            r.requestLead = true;
            r.markStartSinging = true;
        });
        follow.send();
        awaitSong(before);
        for (int i = 0; i < 15; i++) {
            before.pass(0.6);
            lead.send(LEVEL, r -> {});
            follow.send(LEVEL, r -> {});
        }
        long start = lead.number("song_start_clock");
        assertThat(follow.faintest()).isPositive();

        // As after kill -9: nobody closed anything, and the clock went on for half a second.
        House after = new House(before.now + 24_000, b -> b.runDir(runDir));
        Client leadAfter = moved(lead, after);
        Client followAfter = moved(follow, after);
        assertThat(after.rooms.phase("main")).isEqualTo(SongPhase.SINGING);
        after.pass(0.1);
        leadAfter.send(LEVEL, r -> {});
        followAfter.send(LEVEL, r -> {});

        assertThat(followAfter.faintest()).as("no gap").isPositive();
        assertThat(leadAfter.get("leader")).isEqualTo("1");
        assertThat(leadAfter.number("song_start_clock")).isEqualTo(start);
        assertThat(leadAfter.number("song_end_clock")).isZero();
        assertThat(leadAfter.answer).doesNotContainKeys("delay_seconds", "bpm");
        for (int i = 0; i < 10; i++) {
            after.pass(0.6);
            leadAfter.send(LEVEL, r -> {});
            followAfter.send(LEVEL, r -> {});
            assertThat(followAfter.faintest()).isPositive();
            assertThat(leadAfter.peak()).isZero();
        }
        after.rooms.close();
        before.rooms.close();
    }

    @Test
    void aSongGoesOnEvenWhileAnEarlierOneIsInTheRings() throws Exception {
        House before = new House(House.START, b -> b.runDir(runDir));
        Client lead = before.client(1, 3);
        lead.singing = true;
        lead.send();
        before.pass(0.6);
        lead.send(LEVEL, r -> {
            r.requestLead = true;
            r.markStartSinging = true;
        });
        awaitSong(before);
        sing(before, lead, 5);
        lead.send(LEVEL, r -> r.markStopSinging = true);
        sing(before, lead, 10);
        Object firstFile = Files.getAttribute(runDir.resolve("room-main.ring"), "unix:ino");
        lead.send(LEVEL, r -> r.requestLead = true);
        before.pass(0.6);
        lead.send(LEVEL, r -> r.markStartSinging = true);
        // A new file, were one made now, would need a moment on its thread.
        Thread.sleep(300);
        sing(before, lead, 5);
        assertThat(before.rooms.phase("main")).isEqualTo(SongPhase.SINGING);
        long second = lead.number("song_start_clock");
        assertThat(Files.getAttribute(runDir.resolve("room-main.ring"), "unix:ino"))
                .as("the file that holds both songs")
                .isEqualTo(firstFile);

        House after = new House(before.now + 24_000, b -> b.runDir(runDir));
        Client leadAfter = moved(lead, after);
        assertThat(after.rooms.phase("main")).isEqualTo(SongPhase.SINGING);
        sing(after, leadAfter, 3);
        assertThat(leadAfter.number("song_start_clock")).isEqualTo(second);
        assertThat(leadAfter.number("song_end_clock")).isZero();
        after.rooms.close();
        before.rooms.close();
    }

    private static void sing(House house, Client singer, int turns) {
        for (int i = 0; i < turns; i++) {
            house.pass(0.6);
            singer.send(LEVEL, r -> {});
        }
    }

    private static Client moved(Client client, House to) {
        Client moved = new Client(to, client.userId, client.readClock);
        moved.singing = client.singing;
        moved.reset = false;
        return moved;
    }

    private static void awaitSong(House house) throws InterruptedException {
        for (int i = 0; i < 1_000 && house.rooms.phase("main") != SongPhase.SINGING; i++) {
            Thread.sleep(10);
            house.rooms.tick(house.now);
        }
        assertThat(house.rooms.phase("main")).isEqualTo(SongPhase.SINGING);
    }
}
