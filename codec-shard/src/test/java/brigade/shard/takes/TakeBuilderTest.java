package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.file.WavReader;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.journal.FreeSpace;
import brigade.journal.JournalLimits;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.PacketListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From packets as they come to a zip: every stem lies where its clocks say, to the sample. */
class TakeBuilderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SECONDS = 12;
    private static final int SAMPLES = SECONDS * 48_000;
    private static final int FRAME = 960;
    private static final String ROOM = "spring-choir-7k2m-0";
    private static final long ANN = 11;
    private static final long BEN = 1L << 62;

    /** A song of today: journals are chosen by their time. Not on the grid. */
    private final long start = System.currentTimeMillis() * 48 - SAMPLES + 123;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final BlockingQueue<PacketListener> mixes = new LinkedBlockingQueue<>();
    private final List<String> troubles = new ArrayList<>();

    @TempDir
    Path data;

    private volatile long freeBytes = 100L << 30;

    private TakeFiles files() {
        return new TakeFiles(data);
    }

    private VoiceJournal shard(int number) throws InterruptedException {
        VoiceJournal journal = new VoiceJournal(
                data,
                number,
                JournalLimits.of(1L << 30, 3_600, 0),
                folder -> freeBytes,
                System::currentTimeMillis,
                System::nanoTime);
        journal.start(
                (room, listener) -> {
                    mixes.add(listener);
                    return new brigade.shard.listen.ListenSource.Link() {
                        @Override
                        public void journal(String trouble) {
                            troubles.add(trouble);
                        }

                        @Override
                        public void close() {}
                    };
                },
                room -> RoomInfo.of(JSON.createObjectNode().put("room", room)),
                new SimpleMeterRegistry());
        return journal;
    }

    private JournallingSinger singer(float[] voice) {
        return new JournallingSinger(codec, ROOM, start, voice);
    }

    /** Where in each second; apart, so that both can be found in the mix. */
    private static int place(Chirp chirp) {
        return chirp == Chirp.UP ? 5_000 : 15_000;
    }

    private static float[] voice(int seed, Chirp chirp) {
        int place = place(chirp);
        float[] voice = new VoiceSynth(seed).sing(Melody.FRERE_JACQUES, SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            voice[i] *= 0.1f;
        }
        for (int second = 0; second < SECONDS; second++) {
            chirp.addTo(voice, second * 48_000 + place, 0.4);
        }
        return voice;
    }

    private void mix(VoiceJournal shard, float[] sound, int from, int to) {
        // The mix lies on the grid.
        long grid = Math.ceilDiv(start, FRAME) * FRAME;
        byte[] packet = new byte[1_500];
        float[] frame = new float[FRAME];
        boolean first = true;
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (long clock = grid; clock - start + FRAME <= to; clock += FRAME) {
                if (clock - start < from) {
                    continue;
                }
                System.arraycopy(sound, (int) (clock - start), frame, 0, FRAME);
                int length = encoder.encode(frame, 0, FRAME, packet, 0);
                shard.mix(ROOM.getBytes(StandardCharsets.UTF_8), 1, clock, first, packet, 0, length);
                first = false;
            }
        }
    }

    private ObjectNode about() {
        ObjectNode about = JSON.createObjectNode()
                .put("format", 1)
                .put("take", Long.toString(start))
                .put("room", ROOM)
                .put("title", "Frère Jacques")
                .put("startClock", start)
                .put("endClock", start + SAMPLES);
        about.putArray("people")
                .add(JSON.createObjectNode().put("id", "11").put("name", "Ann").put("bucket", 1))
                .add(JSON.createObjectNode()
                        .put("id", Long.toString(BEN))
                        .put("name", "../../Ben")
                        .put("section", "Alto"));
        return about;
    }

    private Map<String, byte[]> build() throws Exception {
        List<Double> progress = new ArrayList<>();
        new TakeBuilder(files(), codec, FreeSpace.OF_DISK, 0).build(about(), progress::add);
        assertThat(progress)
                .isSorted()
                .last()
                .satisfies(last -> assertThat(last).isBetween(0.8, 1.0));
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(files().file(ROOM, Long.toString(start), ".zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] entry(Map<String, byte[]> take, String name) {
        return Objects.requireNonNull(take.get(name), name);
    }

    private static float[] wav(byte[] bytes) throws IOException {
        return WavReader.read(new ByteArrayInputStream(bytes), "stem");
    }

    /** Every chirp of a stem lies where it was sung, but in the seconds that were lost. */
    private static void assertExact(float[] stem, Chirp chirp, int... lostSeconds) {
        assertThat(stem).hasSize(SAMPLES);
        Correlator correlator = Correlator.of(chirp);
        for (int second = 0; second < SECONDS; second++) {
            int s = second;
            int at = second * 48_000 + place(chirp);
            Correlator.Match match = correlator.best(stem, at - 2_000, at + 2_000);
            if (java.util.Arrays.stream(lostSeconds).anyMatch(lost -> lost == s)) {
                continue;
            }
            assertThat(match.similarity()).as("%s in second %d", chirp, second).isGreaterThan(0.6);
            assertThat(Math.round(match.at()))
                    .as("%s in second %d", chirp, second)
                    .isEqualTo(at);
        }
    }

    /** Correlation with what was sung is highest at lag 0. */
    private static void assertAligned(float[] stem, float[] voice) {
        double best = -1;
        int bestLag = 99;
        for (int lag = -40; lag <= 40; lag++) {
            double sum = 0;
            for (int i = 48_000; i < 4 * 48_000; i++) {
                sum += (double) stem[i + lag] * voice[i];
            }
            if (sum > best) {
                best = sum;
                bestLag = lag;
            }
        }
        assertThat(bestLag).isZero();
    }

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
        try (java.util.stream.Stream<Path> left = Files.list(files().folder(ROOM))) {
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
