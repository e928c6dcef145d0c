package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A mix with the holes that a state server's death leaves: whole frames, and later one voice; without processes, in no time. */
class MixRepairTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int RATE = 48_000;
    private static final int SECONDS = 24;
    private static final int SAMPLES = SECONDS * RATE;
    private static final int FRAME = 960;
    private static final int BEHIND = 3 * RATE;
    private static final String ROOM = "spring-choir-7k2m-0";
    private static final long ANN = 11;
    private static final long BEN = 12;

    /** The state server was away from here on, for so long: in the song's time, as the leader has it. */
    private static final int DEATH = 11 * RATE + 5_000;

    private static final int AWAY = 2 * RATE;

    /** What listeners had not heard when it died is silent for so long. */
    private static final int SILENT = 65 * FRAME;

    /** Ann is not in what closed of the time after the death. */
    private static final int ANN_MISSING = 35 * FRAME;

    /** A song of today: journals are chosen by their time. Always as far from the grid. */
    private final long start = (System.currentTimeMillis() * 48 - SAMPLES) / FRAME * FRAME + 123;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);

    @TempDir
    Path data;

    private static int place(Chirp chirp) {
        return chirp == Chirp.UP ? 5_000 : 15_000;
    }

    private static float[] voice(int seed, Chirp chirp) {
        float[] voice = new VoiceSynth(seed).sing(Melody.FRERE_JACQUES, SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            voice[i] *= 0.1f;
        }
        for (int second = 0; second < SECONDS; second++) {
            chirp.addTo(voice, second * RATE + place(chirp), 0.2);
        }
        return voice;
    }

    /** Ann leads, twice as loud as the engine has others; beside a track that no stem holds. */
    private float[] mixOf(float[] ann, float[] ben, float trackLevel, boolean withHoles) {
        float[] mix = new float[SAMPLES];
        float[] track = new VoiceSynth(77).sing(Melody.FRERE_JACQUES, SAMPLES + RATE);
        long grid = Math.ceilDiv(start, FRAME) * FRAME - start;
        int silentFrom = (int) (grid + Math.floorDiv(DEATH - BEHIND, FRAME) * (long) FRAME);
        int annFrom = (int) (grid + Math.floorDiv(DEATH + RATE, FRAME) * (long) FRAME);
        for (int i = 0; i < SAMPLES; i++) {
            boolean silent = withHoles && i >= silentFrom && i < silentFrom + SILENT;
            boolean annThere = !withHoles || i < annFrom || i >= annFrom + ANN_MISSING;
            mix[i] = silent ? 0 : (annThere ? 1.1f * ann[i] : 0) + 0.7f * ben[i] + trackLevel * track[i + RATE / 3];
        }
        return mix;
    }

    private VoiceJournal shard() throws InterruptedException {
        VoiceJournal journal = new VoiceJournal(
                data,
                1,
                JournalLimits.of(1L << 30, 3_600, 0),
                FreeSpace.OF_DISK,
                System::currentTimeMillis,
                System::nanoTime);
        CountDownLatch listens = new CountDownLatch(1);
        journal.start(
                (room, listener) -> {
                    listens.countDown();
                    return new brigade.shard.listen.ListenSource.Link() {
                        @Override
                        public void journal(String trouble) {}

                        @Override
                        public void close() {}
                    };
                },
                room -> RoomInfo.of(JSON.createObjectNode().put("room", room)),
                new SimpleMeterRegistry());
        journal.recording(ROOM, true);
        assertThat(listens.await(20, TimeUnit.SECONDS)).isTrue();
        return journal;
    }

    private void journalMix(VoiceJournal shard, float[] sound) {
        long grid = Math.ceilDiv(start, FRAME) * FRAME;
        byte[] packet = new byte[1_500];
        boolean first = true;
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (long clock = grid; clock - start + FRAME <= SAMPLES; clock += FRAME) {
                int length = encoder.encode(sound, (int) (clock - start), FRAME, packet, 0);
                shard.mix(ROOM.getBytes(StandardCharsets.UTF_8), 1, clock, first, packet, 0, length);
                first = false;
            }
        }
    }

    private Map<String, byte[]> build() throws Exception {
        ObjectNode about = JSON.createObjectNode()
                .put("format", 1)
                .put("take", Long.toString(start))
                .put("room", ROOM)
                .put("startClock", start)
                .put("endClock", start + SAMPLES);
        TakeFiles files = new TakeFiles(data);
        new TakeBuilder(files, codec, FreeSpace.OF_DISK, 0).build(about, progress -> {});
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(files.file(ROOM, Long.toString(start), ".zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private Map<String, byte[]> take(float trackLevel, boolean withHoles, boolean isNoted) throws Exception {
        float[] ann = voice(1, Chirp.UP);
        float[] ben = voice(2, Chirp.CODE_1);
        try (VoiceJournal shard = shard();
                JournallingSinger annClient = new JournallingSinger(codec, ROOM, start, ann, 1);
                JournallingSinger benClient = new JournallingSinger(codec, ROOM, start, ben, 2)) {
            annClient.sing(shard, ANN, 1, 0, SAMPLES);
            benClient.sing(shard, BEN, 2, 0, SAMPLES);
            journalMix(shard, mixOf(ann, ben, trackLevel, withHoles));
            if (isNoted) {
                byte[] room = ROOM.getBytes(StandardCharsets.UTF_8);
                shard.outage(room, start + DEATH, start + DEATH + AWAY, BEHIND);
            }
        }
        return build();
    }

    private static byte[] entry(Map<String, byte[]> take, String name) {
        return Objects.requireNonNull(take.get(name), name);
    }

    private static float[] mix(Map<String, byte[]> take) throws Exception {
        return WavReader.read(new ByteArrayInputStream(entry(take, "mix.wav")), "mix");
    }

    private static long restored(Map<String, byte[]> take) {
        JsonNode json = JSON.readTree(entry(take, "take.json"));
        return json.path("mix").path("restoredSamples").asLong(-1);
    }

    private static List<Integer> missing(float[] mix, Chirp chirp) {
        Correlator correlator = Correlator.of(chirp);
        List<Integer> missing = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            int at = second * RATE + place(chirp);
            Correlator.Match match = correlator.best(mix, at - 2_000, at + 2_000);
            if (Math.round(match.at()) != at || match.similarity() < 0.5) {
                missing.add(second);
            }
        }
        return missing;
    }

    /** Level from one second to another, dB. */
    private static double level(float[] sound, double fromSecond, double toSecond) {
        double energy = 0;
        for (int i = (int) (fromSecond * RATE); i < toSecond * RATE; i++) {
            energy += (double) sound[i] * sound[i];
        }
        return 10 * Math.log10(energy / ((toSecond - fromSecond) * RATE));
    }

    @Test
    void aMixWithTheHolesOfADeathHasEveryChirpAtItsPlace() throws Exception {
        Map<String, byte[]> take = take(0, true, true);
        float[] mix = mix(take);
        assertThat(missing(mix, Chirp.UP)).isEmpty();
        assertThat(missing(mix, Chirp.CODE_1)).isEmpty();
        long holes = SILENT + ANN_MISSING;
        assertThat(restored(take)).isBetween(holes - 4 * FRAME, holes + 16 * FRAME);
        // As loud as elsewhere, between the chirps, which the peak guard holds down: within 1 dB.
        float[] whole = mixOf(voice(1, Chirp.UP), voice(2, Chirp.CODE_1), 0, false);
        double usual = level(mix, 17.5, 18) - level(whole, 17.5, 18);
        double silent = level(mix, 8.5, 9) - level(whole, 8.5, 9);
        double withoutAnn = level(mix, 12.5, 12.75) - level(whole, 12.5, 12.75);
        System.out.printf("restored parts are %.2f and %.2f dB off%n", silent - usual, withoutAnn - usual);
        assertThat(silent).isCloseTo(usual, within(1.0));
        assertThat(withoutAnn).isCloseTo(usual, within(1.0));
    }

    @Test
    void withoutARecordOfItTheHolesStay() throws Exception {
        Map<String, byte[]> take = take(0, true, false);
        float[] mix = mix(take);
        assertThat(missing(mix, Chirp.UP)).isNotEmpty();
        assertThat(missing(mix, Chirp.CODE_1)).isNotEmpty();
        assertThat(restored(take)).isZero();
    }

    @Test
    void aTrackThatIsNoStemStays_andIsNotTakenForAHole() throws Exception {
        Map<String, byte[]> take = take(0.07f, true, true);
        float[] mix = mix(take);
        assertThat(missing(mix, Chirp.UP)).isEmpty();
        assertThat(missing(mix, Chirp.CODE_1)).isEmpty();
        long holes = SILENT + ANN_MISSING;
        assertThat(restored(take)).isBetween(holes - 10 * FRAME, holes + 40 * FRAME);
    }

    @Test
    void aMixThatLacksNothingIsLeftAsItIs() throws Exception {
        assertThat(restored(take(0, false, true))).isZero();
    }
}
