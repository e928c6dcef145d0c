package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;

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
import brigade.shard.listen.ListenSource;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.PacketListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A song of today, shards that journal it, and what becomes of that. */
class TakeFixture {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final int SECONDS = 12;
    static final int SAMPLES = SECONDS * 48_000;
    static final int FRAME = 960;
    static final String ROOM = "spring-choir-7k2m-0";
    static final long ANN = 11;
    static final long BEN = 1L << 62;

    /** A song of today: journals are chosen by their time. Not on the grid. */
    final long start = System.currentTimeMillis() * 48 - SAMPLES + 123;

    final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    final BlockingQueue<PacketListener> mixes = new LinkedBlockingQueue<>();
    final List<String> troubles = new ArrayList<>();

    @TempDir
    Path data;

    volatile long freeBytes = 100L << 30;

    final TakeFiles files() {
        return new TakeFiles(data);
    }

    final VoiceJournal shard(int number) throws InterruptedException {
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
                    return new ListenSource.Link() {
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

    final JournallingSinger singer(float[] voice) {
        return new JournallingSinger(codec, ROOM, start, voice);
    }

    /** Where in each second; apart, so that both can be found in the mix. */
    static int place(Chirp chirp) {
        return chirp == Chirp.UP ? 5_000 : 15_000;
    }

    static float[] voice(int seed, Chirp chirp) {
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

    final void mix(VoiceJournal shard, float[] sound, int from, int to) {
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

    final ObjectNode about() {
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

    final Map<String, byte[]> build() throws Exception {
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

    static byte[] entry(Map<String, byte[]> take, String name) {
        return Objects.requireNonNull(take.get(name), name);
    }

    static float[] wav(byte[] bytes) throws IOException {
        return WavReader.read(new ByteArrayInputStream(bytes), "stem");
    }

    /** Every chirp of a stem lies where it was sung, but in the seconds that were lost. */
    static void assertExact(float[] stem, Chirp chirp, int... lostSeconds) {
        assertThat(stem).hasSize(SAMPLES);
        Correlator correlator = Correlator.of(chirp);
        for (int second = 0; second < SECONDS; second++) {
            int s = second;
            int at = second * 48_000 + place(chirp);
            Correlator.Match match = correlator.best(stem, at - 2_000, at + 2_000);
            if (Arrays.stream(lostSeconds).anyMatch(lost -> lost == s)) {
                continue;
            }
            assertThat(match.similarity()).as("%s in second %d", chirp, second).isGreaterThan(0.6);
            assertThat(Math.round(match.at()))
                    .as("%s in second %d", chirp, second)
                    .isEqualTo(at);
        }
    }

    /** Correlation with what was sung is highest at lag 0. */
    static void assertAligned(float[] stem, float[] voice) {
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
}
