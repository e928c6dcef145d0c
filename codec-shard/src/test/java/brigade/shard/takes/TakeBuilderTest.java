package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.shard.journal.VoiceJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From packets as they come to a zip: every stem lies where its clocks say, to the sample. */
class TakeBuilderTest extends TakeFixture {
    @Test
    void stemsAreExactToTheSample_throughALostConnectionAndAnotherShard() throws Exception {
        float[] ann = voice(1, Chirp.UP);
        float[] ben = voice(2, Chirp.CODE_1);
        float[] both = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            both[i] = ann[i] + ben[i];
        }
        try (VoiceJournal one = shard(1);
                VoiceJournal two = shard(2);
                JournallingSinger annClient = singer(ann);
                JournallingSinger benClient = singer(ben);
                JournallingSinger benAgain = singer(ben)) {
            one.recording(ROOM, true);
            assertThat(mixes.poll(20, TimeUnit.SECONDS)).isNotNull();
            two.recording(ROOM, true);
            assertThat(mixes.poll(20, TimeUnit.SECONDS)).isNotNull();
            annClient.sing(one, ANN, 1, 0, SAMPLES, 40); // 60 ms are lost in second 2, and concealed
            benClient.sing(one, BEN, 2, 0, 6 * 48_000);
            // He comes back on another shard and sings the last half second again.
            benAgain.sing(two, BEN, 1, 11 * 24_000, SAMPLES);
            mix(one, both, 0, 8 * 48_000); // the shard dies: the rest of the mix is nowhere
        }
        Map<String, byte[]> take = build();
        assertThat(take.keySet())
                .containsExactlyInAnyOrder(
                        "take.json", "mix.wav", "mix.ogg", "stems/01-Ann.wav", "stems/02-------Ben.wav");
        float[] annStem = wav(entry(take, "stems/01-Ann.wav"));
        assertExact(annStem, Chirp.UP);
        assertAligned(annStem, ann);
        float[] benStem = wav(entry(take, "stems/02-------Ben.wav"));
        assertExact(benStem, Chirp.CODE_1);
        assertAligned(benStem, ben);
        float[] mixSound = wav(entry(take, "mix.wav"));
        assertExact(mixSound, Chirp.UP);
        assertExact(mixSound, Chirp.CODE_1);
        JsonNode json = JSON.readTree(entry(take, "take.json"));
        // Chirps are all peak: the guard holds them down.
        assertThat(json.path("mix").path("loudnessLufs").asDouble()).isBetween(-17.0, -15.8);
        long filled = json.path("mix").path("ofStemsSamples").asLong();
        assertThat(filled).isBetween(4L * 48_000 - 2 * FRAME, 4L * 48_000 + 2 * FRAME);
        JsonNode annRow = json.path("stems").get(0);
        assertThat(annRow.path("name").asString()).isEqualTo("Ann");
        assertThat(annRow.path("concealedSamples").asLong()).isEqualTo(2_880);
        float peak = 0;
        for (float sample : mixSound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isLessThan(PeakGuard.CEILING + 0.001f);
        assertThat(Files.size(files().file(ROOM, Long.toString(start), ".ogg")))
                .isEqualTo(entry(take, "mix.ogg").length);
        try (Stream<Path> left = Files.list(files().folder(ROOM))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(start + ".zip", start + ".ogg");
        }
    }

    @Test
    void whatWasNotRecordedIsNoTake_andOffMeansThatNothingIsWritten() throws Exception {
        try (VoiceJournal one = shard(1);
                JournallingSinger client = singer(voice(1, Chirp.UP))) {
            client.sing(one, ANN, 1, 0, 48_000);
        }
        assertThat(VoiceJournal.folder(data)).doesNotExist();
        assertThatThrownBy(this::build)
                .isInstanceOf(TakeException.class)
                .hasMessage("Nothing of this take is in the journal, or no more.");
    }

    @Test
    void aFullDiskIsToldAndWhatWasWrittenBeforeIsATake() throws Exception {
        float[] ann = voice(1, Chirp.UP);
        try (VoiceJournal one = shard(1);
                JournallingSinger client = singer(ann)) {
            one.recording(ROOM, true);
            assertThat(mixes.poll(20, TimeUnit.SECONDS)).isNotNull();
            client.sing(one, ANN, 1, 0, 48_000);
            Thread.sleep(100);
            freeBytes = 1L << 20;
            // More than half a block, so that it is looked again.
            for (int i = 0; i < 40; i++) {
                client.sing(one, ANN, 1, 48_000 * (1 + i % 10), 48_000 * (2 + i % 10));
                Thread.sleep(20);
            }
            long end = System.nanoTime() + 20_000_000_000L;
            while (troubles.isEmpty() && System.nanoTime() < end) {
                client.sing(one, ANN, 1, 48_000, 6 * 48_000);
                Thread.sleep(100);
            }
            assertThat(troubles).contains("disk-full");
        }
        freeBytes = 100L << 30;
        Map<String, byte[]> take = build();
        assertThat(Math.round(Correlator.of(Chirp.UP)
                        .best(wav(entry(take, "stems/01-Ann.wav")), 3_000, 7_000)
                        .at()))
                .isEqualTo(5_000);
    }
}
