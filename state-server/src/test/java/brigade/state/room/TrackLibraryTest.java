package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.file.WavWriter;
import brigade.state.ring.BackingSound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void theFolderIsReadAndReadAgainWhenItChanges() throws Exception {
        write("b.wav", 0.9f);
        Files.writeString(folder.resolve("bad.wav"), "not a sound");
        Files.writeString(folder.resolve("README"), "read me");
        try (TrackLibrary library = TrackLibrary.open(folder)) {
            await(library, tracks -> tracks.size() == 1);
            BackingSound track = Objects.requireNonNull(library.current().get("b.wav"));
            assertThat(track.samples()).isEqualTo(48_000);
            write("a.wav", 0.1f);
            library.rescan();
            await(library, tracks -> tracks.size() == 2);
            assertThat(library.current().namesJson()).hasToString("[\"a.wav\",\"b.wav\"]");

            Files.delete(folder.resolve("b.wav"));
            await(library, tracks -> tracks.size() == 1);
        }
    }

    @Test
    void aLongTakeIsReadWhereItLies() throws Exception {
        float[] tone = new float[11 * 60 * 48_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = 0.1f * (float) Math.sin(i * 0.13);
        }
        Path file = folder.resolve("take.wav");
        WavWriter.write(file, tone, WavWriter.Encoding.INT_16);
        BackingSound sound = Objects.requireNonNull(TrackLibrary.read(file));
        assertThat(sound.samples()).isEqualTo(tone.length);
        assertThat(sound.getClass().getSimpleName()).isEqualTo("MappedSound");
    }

    @Test
    void aRoomsOwnTracksAreNamedToItAloneAndLoadedWhenChosen() throws Exception {
        write("all.wav", 0.5f);
        Files.createDirectories(folder.resolve("rooms").resolve("r"));
        write("rooms/r/mine.wav", 0.5f);
        try (TrackLibrary library = TrackLibrary.open(folder)) {
            RoomTracks own = library.of("r");
            RoomTracks strangers = library.of("s");
            for (int i = 0; i < 1_000 && !own.current().has("mine"); i++) {
                Thread.sleep(10);
            }
            assertThat(own.current().namesJson()).hasToString("[\"all.wav\",\"mine\"]");
            assertThat(strangers.current().has("mine")).isFalse();
            assertThat(own.current().get("mine")).as("not in memory yet").isNull();
            own.choose("mine");
            for (int i = 0; i < 1_000 && own.current().get("mine") == null; i++) {
                library.rescan();
                Thread.sleep(10);
            }
            assertThat(Objects.requireNonNull(own.current().get("mine")).samples())
                    .isEqualTo(48_000);
        }
    }

    @Test
    void aRoomPlaysATrackToItsEndAndThatEndsTheSong() throws Exception {
        write("tune.wav", 0.5f);
        House house = new House(House.START, b -> b.tracksDir(folder));
        for (int i = 0; i < 1_000; i++) {
            Thread.sleep(10);
            house.rooms.tick(house.now);
            if (house.client(99, 3).send().list("tracks").size() == 1) {
                break;
            }
        }
        Client lead = house.client(1, 3).send();
        assertThat(lead.list("tracks")).containsExactly("tune.wav");
        house.pass(0.6);
        lead.send(r -> {
            r.track = "tune.wav";
            r.requestLead = true;
            r.markStartSinging = true;
        });
        long start = lead.number("song_start_clock");
        assertThat(lead.get("backing_track_type")).isEqualTo("Backing Track");
        lead.step(0);
        assertThat(lead.peak()).as("the leader hears it at once, at 0.2 * 1.2").isBetween(0.02f, 0.06f);
        for (int i = 0; i < 5; i++) {
            lead.step(0);
        }
        assertThat(lead.number("song_end_clock")).isEqualTo(start + 48_000);
        assertThat(lead.get("leader")).isNull();
        house.rooms.close();
    }

    private void write(String name, float peak) throws IOException {
        float[] tone = new float[48_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (peak * Math.sin(2 * Math.PI * 997 * i / 48_000));
        }
        WavWriter.write(folder.resolve(name), tone, WavWriter.Encoding.INT_16);
    }

    private static void await(TrackLibrary library, Predicate<Tracks> done) throws InterruptedException {
        for (int i = 0; i < 1_000 && !done.test(library.current()); i++) {
            Thread.sleep(20);
        }
        assertThat(library.current()).matches(done);
    }
}
