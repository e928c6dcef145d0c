package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ring file: reserved before it is used, and found again after a crash at any moment. */
class RingMemoryTest {
    private static final RingSize SIZE = new RingSize(4 * 48_000, 48_000);

    @TempDir
    private Path folder;

    @Test
    void everyPageIsReserved() throws Exception {
        Path file = folder.resolve("room-main.ring");
        RingMemory memory = RingMemory.reserve(file, SIZE);
        assertThat(Files.size(file)).isEqualTo(RingMemory.bytesOf(SIZE));
        assertThat(allocatedBytes(file)).isGreaterThanOrEqualTo(RingMemory.bytesOf(SIZE));
        memory.discard();
        assertThat(files()).isEmpty();
    }

    @Test
    void tooLittleSpaceIsToldAndLeavesNothing() throws Exception {
        Path small = folder.resolve("small");
        Files.createDirectory(small);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()), "needs root to mount");
        try {
            assertThatThrownBy(() -> RingMemory.reserve(small.resolve("room-main.ring"), SIZE))
                    .isInstanceOf(NoRoomForSongException.class)
                    .hasMessageContaining("no room for another song");
            try (Stream<Path> left = Files.list(small)) {
                assertThat(left).isEmpty();
            }
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void moreThanAnyDiskIsRefusedToo() throws Exception {
        Path file = folder.resolve("huge");
        Files.createFile(file);
        assertThatThrownBy(() -> FileSpace.reserve(file, 1L << 60))
                .isInstanceOf(NoRoomForSongException.class)
                .hasMessageContaining("no room for another song");
    }

    @Test
    void whatIsNoRingFileIsNotRecovered() throws Exception {
        Path file = folder.resolve("room-main.ring");
        assertThat(RingMemory.recover(file)).isNull();
        Files.write(file, new byte[100]);
        assertThat(RingMemory.recover(file)).isNull();
        byte[] noise = new byte[300_000];
        new Random(3).nextBytes(noise);
        Files.write(file, noise);
        assertThat(RingMemory.recover(file)).isNull();
        RingMemory memory = RingMemory.reserve(file, SIZE);
        memory.close();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(RingMemory.recover(file)).as("cut short").isNull();
        whole[8]++;
        Files.write(file, whole);
        assertThat(RingMemory.recover(file)).as("another version").isNull();
    }

    @Test
    void aRestartGoesOnWithTheSong() throws Exception {
        Path file = folder.resolve("room-main.ring");
        long start = Sound.START;
        MixRings before = new MixRings(RingMemory.reserve(file, SIZE), start);
        RingSong song = before.startSong(new SongPlan(start, 7, 90, 4, 1, true, "Пісня про дощ"));
        before.advanceTo(start + 100_000);
        VoiceChannel voice = before.openVoice(7);
        voice.delaySamples(144_000);
        Sound.write(voice, start, Sound.sine(60_000, 200, 0.1, 0));
        before.openVoice(-9).close();
        float[] heard = Sound.read(before.openReader(), start, 60_000);

        // No close: the former process was killed.
        Path copy = folder.resolve("copy.ring");
        Files.copy(file, copy);
        MixRings after = recovered(copy, start + 120_000);
        assertThat(after.recoveredSingers()).containsExactly(7L);
        assertThat(after.songs()).hasSize(1);
        assertThat(after.songs().getFirst().plan()).isEqualTo(song.plan());
        assertThat(after.songs().getFirst().endSample()).isEqualTo(RingSong.RUNNING);
        VoiceChannel again = after.openVoice(7);
        assertThat(after.recoveredSingers()).isEmpty();
        assertThat(again.writtenUpTo()).isEqualTo(start + 60_000);
        assertThat(again.delaySamples()).isEqualTo(144_000);
        assertThat(Sound.read(after.openReader(), start, 60_000)).isEqualTo(heard);
        // A retry of what the former process took is no new voice.
        assertThat(Sound.write(again, start + 31_200, Sound.sine(28_800, 200, 0.1, 0)))
                .isZero();
        assertThat(Sound.read(after.openReader(), start, 60_000)).isEqualTo(heard);
        assertThat(Sound.write(again, start + 60_000, Sound.sine(28_800, 200, 0.1, 0)))
                .isEqualTo(28_800);
    }

    @Test
    void whatPassedWhileNobodyRanIsWiped() throws Exception {
        Path file = folder.resolve("room-main.ring");
        MixRings before = new MixRings(RingMemory.reserve(file, SIZE), Sound.START);
        before.startSong(Sound.plan(Sound.START, 0));
        for (int second = 1; second <= 8; second++) {
            before.advanceTo(Sound.START + second * 48_000L);
            Sound.write(voice(before, second), Sound.START + (second - 1) * 48_000L, Sound.sine(48_000, 200, 0.1, 0));
        }
        MixRings after = recovered(file, Sound.START + 10 * 48_000);
        for (long sample = Sound.START + 8 * 48_000; sample < after.voices.endSample(); sample++) {
            assertClean(after.voices, sample);
            assertClean(after.lead, sample);
        }
        assertThat(Sound.peak(Sound.read(after.openReader(), Sound.START + 7 * 48_000, 48_000)))
                .isPositive();
    }

    /** A copy taken while a process writes is what a crash would leave: each byte of some moment. */
    @Test
    void aCopyOfARandomMomentIsWhole() throws Exception {
        Random random = new Random(5);
        Path file = folder.resolve("room-main.ring");
        MixRings rings = new MixRings(RingMemory.reserve(file, SIZE), Sound.START);
        RingSong song = rings.startSong(Sound.plan(Sound.START, 0));
        List<VoiceChannel> voices = List.of(rings.openVoice(0), rings.openVoice(1), rings.openVoice(2));
        // A copy may be made before the first round has written anything.
        rings.advanceTo(Sound.START + 3_000);
        for (VoiceChannel voice : voices) {
            Sound.write(voice, Sound.START, Sound.signs(random, 2_000, 0.01));
        }
        for (int round = 0; round < 20; round++) {
            // Another thread copies while this one works; only the copy is looked at afterwards.
            Path copy = folder.resolve("copy.ring");
            long startedAt = rings.nowSamples();
            Thread copier = Thread.ofPlatform().start(() -> copy(file, copy));
            while (copier.isAlive()) {
                rings.advanceTo(rings.nowSamples() + random.nextInt(3_000));
                for (VoiceChannel voice : voices) {
                    long from = Math.max(voice.writtenUpTo(), rings.nowSamples() - 10_000);
                    Sound.write(voice, from, Sound.signs(random, 2_000, 0.01));
                }
                song.leaderId(random.nextInt(3));
            }
            copier.join();
            MixRings after = recovered(copy, rings.nowSamples());
            assertThat(after.songs()).hasSize(1);
            assertThat(after.songs().getFirst().startSample()).isEqualTo(Sound.START);
            assertThat(after.songs().getFirst().leaderId()).isBetween(0L, 2L);
            assertThat(after.recoveredSingers()).containsExactlyInAnyOrder(0L, 1L, 2L);
            for (VoiceChannel voice : voices) {
                assertThat(after.openVoice(voice.userId()).writtenUpTo())
                        .isBetween(Math.min(startedAt - 10_000, voice.writtenUpTo()), voice.writtenUpTo());
            }
        }
    }

    @Test
    void ofATornSongTheFormerCopyCounts() throws Exception {
        Path file = folder.resolve("room-main.ring");
        MixRings rings = new MixRings(RingMemory.reserve(file, SIZE), Sound.START);
        RingSong song = rings.startSong(Sound.plan(Sound.START, 1));
        song.leaderId(2);
        song.leaderId(3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            // The third store went to the copy with the odd number.
            bytes.set(JAVA_INT, RingLayout.songCopyOffset(0, 1) + RingLayout.SONG_BPM, 77);
        }
        assertThat(recovered(file, Sound.START).songs().getFirst().leaderId()).isEqualTo(2);
    }

    private static VoiceChannel voice(MixRings rings, long user) {
        return rings.openVoice(user);
    }

    private static void assertClean(SampleRing ring, long sample) {
        int value = ring.memory().get(JAVA_INT, ring.offsetBytes(sample));
        if (value != 0) {
            assertThat(value).as("at %s", sample).isZero();
        }
    }

    private static MixRings recovered(Path file, long now) throws IOException {
        RingMemory memory = RingMemory.recover(file);
        if (memory == null) {
            throw new AssertionError("not recovered: " + file);
        }
        assertThat(memory.isRecovered()).isTrue();
        return new MixRings(memory, now);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long allocatedBytes(Path file) throws Exception {
        Process process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return 512 * Long.parseLong(blocks.trim());
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }
}
