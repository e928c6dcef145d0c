package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.StreamRobot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The data folder is a small tmpfs, which another program fills in the middle of a song: the song goes on, hosts are told, and what was
 * recorded before is a take. Root alone can mount one; elsewhere it is skipped.
 */
@Tag("slow")
class DiskFullSongTest {
    private static final int SONG_SECONDS = 13;
    private static final int FULL_AT_SECOND = 4;
    private static final double MARGIN_MS = 500;

    /** A shard asks every 5 s; then it needs its turn, and the host his message. */
    private static final int TOLD_SECONDS_MAX = 7;

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    @Test
    void theSongGoesOn_hostsAreTold_andWhatWasRecordedIsATake(@TempDir Path disk) throws Exception {
        boolean mounted = "root".equals(System.getProperty("user.name"))
                && run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted, "only root can mount a small file system");
        try {
            Map<String, String> environment = new HashMap<>(TestStack.UNREHEARSED);
            environment.put("BRIGADE_SHARD_JOURNAL_FREE_BYTES", "4194304");
            environment.put("BRIGADE_STATE_JOURNAL_FREE_BYTES", "4194304");
            try (TestStack stack = TestStack.start(disk, 2, environment);
                    StreamChoir choir = new StreamChoir()) {
                sing(disk, stack, choir);
            }
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static void sing(Path disk, TestStack stack, StreamChoir choir) throws Exception {
        List<Long> processes = processes(stack);
        URI stream = URI.create("ws://127.0.0.1:" + stack.shardPort(1) + "/stream");
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"taped\"");
        RawPeer host = RawPeer.hello(
                choir.http(), stream, room.id(), ",\"mode\":\"listen\",\"token\":\"" + room.token("host") + "\"");
        host.next("welcome");
        host.send("{\"type\":\"recording\",\"on\":true}");
        choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "leader", MARGIN_MS)
                        .withSeat(1)
                        .leading(5),
                Choir.voice(Chirp.UP, SONG_SECONDS),
                stack,
                1);
        StreamRobot near = choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "near", MARGIN_MS).withSeat(2),
                Choir.voice(Chirp.CODE_1, SONG_SECONDS),
                stack,
                2);
        StreamRobot far = choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "far", MARGIN_MS).withSeat(3), new float[0], stack, 1);
        StreamSongs.awaitSecond(near, FULL_AT_SECOND);
        long fullNs = System.nanoTime();
        Path other = disk.resolve("other");
        fill(other);
        JsonNode told = host.next("recording");
        double toldSeconds = (System.nanoTime() - fullNs) / 1e9;
        System.out.printf("told %.1f s after the disk was full: %s%n", toldSeconds, told);
        assertThat(told.path("state").asString("")).isEqualTo("stopped");
        assertThat(told.path("reason").asString("")).isEqualTo("disk-full");
        choir.awaitEnd();
        assertThat(processes(stack)).as("nobody died").isEqualTo(processes);
        if (!choir.wasDisturbed()) {
            new Ear(near).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(far).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(far).hears(Chirp.CODE_1, 0, SONG_SECONDS, 0);
        }
        Files.delete(other);
        Takes.Contents take = new Takes(choir.http(), stack.url(), room).make();
        int checked = 0;
        for (JsonNode stem : take.json().path("stems")) {
            String name = stem.path("name").asString("");
            if (name.equals("far")) {
                continue; // he sends silence
            }
            checked++;
            Chirp chirp = name.equals("leader") ? Chirp.UP : Chirp.CODE_1;
            float[] sound = take.sound(stem.path("file").asString(""));
            List<Integer> missing = Takes.missing(sound, chirp, SONG_SECONDS);
            System.out.println(name + ": seconds " + missing + " are missing");
            if (!choir.wasDisturbed()) {
                assertThat(missing).as("the end was not recorded").contains(SONG_SECONDS - 1);
                assertThat(missing).allMatch(second -> second >= FULL_AT_SECOND);
            }
        }
        assertThat(checked).isEqualTo(2);
        host.close();
        if (!choir.wasDisturbed()) {
            assertThat(Takes.missing(take.sound("mix.wav"), Chirp.UP, FULL_AT_SECOND))
                    .isEmpty();
            assertThat(toldSeconds).isLessThan(TOLD_SECONDS_MAX);
        }
    }

    private static List<Long> processes(TestStack stack) throws IOException {
        return List.of(stack.pid("state-server"), stack.pid("shard-01"), stack.pid("shard-02"));
    }

    private static void fill(Path other) throws IOException {
        try (OutputStream out = Files.newOutputStream(other)) {
            byte[] block = new byte[4_096];
            for (int i = 0; i < 100_000; i++) {
                out.write(block);
            }
        } catch (IOException full) {
            System.out.println("another program: " + full.getMessage());
            return;
        }
        throw new AssertionError("the disk never gets full");
    }
}
