package brigade.shard.takes;

import brigade.audio.file.WavWriter;
import brigade.journal.FreeSpace;
import brigade.shard.codec.OpusCodec;
import brigade.shard.stream.VoiceReplay;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one take: stems, mix, JSON, all in one zip, which appears whole or not at all. Blocks for as long as it takes, about a
 * hundredth of the singers' time. One thread.
 */
public final class TakeBuilder {
    /** Longest take: 2 h. */
    public static final long SAMPLES_MAX = 7_200L * 48_000;

    /** Loudness of a mix. */
    static final double TARGET_LUFS = -16;

    private static final int BLOCK = 4_800;
    private static final double GAIN_MAX_DB = 30;
    private static final int GAIN_STEPS_MAX = 12;

    private final TakeFiles files;
    private final OpusCodec codec;
    private final FreeSpace space;
    private final long freeBytesMin;

    /** @param freeBytesMin stays free on the disk */
    public TakeBuilder(TakeFiles files, OpusCodec codec, FreeSpace space, long freeBytesMin) {
        this.files = files;
        this.codec = codec;
        this.space = space;
        this.freeBytesMin = freeBytesMin;
    }

    /**
     * Makes the take.
     *
     * @param about what the state server wrote
     * @param progress told 0..1
     * @throws TakeException when there is nothing to make it of, or no room
     */
    public void build(ObjectNode about, DoubleConsumer progress) throws IOException, TakeException {
        String room = about.path("room").asString("");
        String take = about.path("take").asString("");
        build(about, files.file(room, take, ".zip"), files.file(room, take, ".ogg"), progress);
    }

    /** The same, to other files. */
    public void build(ObjectNode about, Path zipFile, Path oggFile, DoubleConsumer progress)
            throws IOException, TakeException {
        String room = about.path("room").asString("");
        long start = about.path("startClock").asLong();
        long samples = about.path("endClock").asLong() - start;
        if (samples <= 0) {
            throw new TakeException("The song has not ended yet.");
        }
        samples = Math.min(samples, SAMPLES_MAX);
        Path folder = Files.createDirectories(files.folder(room));
        Path part = Files.createTempFile(folder, ".zip", ".part");
        Path ogg = Files.createTempFile(folder, ".ogg", ".part");
        try (TakeSources sources = new TakeSources(files.data(), folder, room, start, start + samples)) {
            if (sources.people().isEmpty()) {
                throw new TakeException("Nothing of this take is in the journal, or no more.");
            }
            checkSpace(folder, sources.people().size(), samples);
            progress.accept(0.05);
            write(part, ogg, about, sources, start, samples, progress);
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(ogg, oggFile, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, zipFile, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(ogg);
        }
    }

    /** Two mixes and a stem as floats, and all stems and the mix of 16 bits in the zip. */
    private void checkSpace(Path folder, int people, long samples) throws IOException, TakeException {
        long needed = samples * (3 * Float.BYTES + 2) + (people + 1) * samples * Short.BYTES;
        if (space.usableBytes(folder) - needed < freeBytesMin) {
            throw new TakeException("The server's disk has no room for this take.");
        }
    }

    private void write(
            Path part,
            Path ogg,
            ObjectNode about,
            TakeSources sources,
            long start,
            long samples,
            DoubleConsumer progress)
            throws IOException {
        ObjectNode json = about.deepCopy();
        Path folder = files.folder(about.path("room").asString(""));
        try (TakeMix mix = new TakeMix(folder, samples);
                MixRepair repair = new MixRepair(folder, samples, OutageWindows.of(sources.outages(), start, samples));
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
            zip.setLevel(Deflater.BEST_SPEED);
            writeStems(zip, mix, repair, json, sources, start, samples, progress);
            mix.decode(sources, codec, start);
            mix.fill(json.path("stems").size());
            repair.repair(mix.sound());
            writeMix(zip, ogg, mix, json, progress);
            ((ObjectNode) json.path("mix")).put("restoredSamples", repair.restoredSamples());
            json.set("events", TakeEvents.read(files.data(), about, start, start + samples));
            zip.putNextEntry(entry("take.json"));
            zip.write(TakeFiles.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
            zip.closeEntry();
        }
    }

    private void writeStems(
            ZipOutputStream zip,
            TakeMix mix,
            MixRepair repair,
            ObjectNode json,
            TakeSources sources,
            long start,
            long samples,
            DoubleConsumer progress)
            throws IOException {
        Map<String, JsonNode> known = new HashMap<>();
        for (JsonNode person : json.path("people")) {
            known.put(person.path("id").asString(""), person);
        }
        ArrayNode stems = json.putArray("stems");
        json.remove("people");
        int done = 0;
        for (long person : sources.people()) {
            if (person == TakeSources.MIX) {
                continue;
            }
            String id = Long.toUnsignedString(person);
            JsonNode told = known.get(id);
            String name = told == null ? "" : told.path("name").asString("");
            try (SoundFile stem = new SoundFile(files.folder(json.path("room").asString("")), samples)) {
                long concealed = decode(sources, person, stem, repair, start);
                if (stem.coveredSamples() == 0) {
                    continue;
                }
                mix.addStem(stem);
                String file = "stems/" + fileName(stems.size() + 1, name) + ".wav";
                putWav(zip, files.folder(json.path("room").asString("")), file, stem.samples(), stem::read);
                ObjectNode row =
                        stems.addObject().put("file", file).put("id", id).put("name", name);
                if (told != null && told.has("section")) {
                    row.set("section", told.path("section"));
                }
                if (told != null) {
                    row.set("bucket", told.path("bucket"));
                }
                row.put("sungSamples", stem.coveredSamples()).put("concealedSamples", concealed);
            }
            done++;
            progress.accept(0.05 + 0.65 * done / sources.people().size());
        }
    }

    /** Decodes somebody's packets to where their clocks say; how much was concealed. */
    private long decode(TakeSources sources, long person, SoundFile stem, MixRepair repair, long start)
            throws IOException {
        Map<Long, VoiceReplay> decoders = new HashMap<>();
        long[] concealed = new long[1];
        FaderTrack fader = new FaderTrack();
        int[] group = {-1};
        try {
            sources.replay(person, record -> {
                VoiceReplay decoder =
                        decoders.computeIfAbsent(record.connection, each -> new VoiceReplay(codec.newDecoder()));
                decoder.decode(record);
                concealed[0] += decoder.concealedSamples();
                fader.note(record.clock - start, record.gain);
                group[0] = group[0] < 0 && !repair.isIdle() ? repair.groups().group(record) : group[0];
                stem.put(decoder.startClock() - start, decoder.sound(), 0, decoder.samples());
            });
        } finally {
            decoders.values().forEach(VoiceReplay::close);
        }
        if (group[0] >= 0) {
            repair.groups().add(group[0], stem, fader);
        }
        return concealed[0];
    }

    private void writeMix(ZipOutputStream zip, Path ogg, TakeMix mix, ObjectNode json, DoubleConsumer progress)
            throws IOException {
        SoundFile sound = mix.sound();
        double before = loudness(sound::read, sound.samples());
        double gainDb = before <= LoudnessMeter.SILENCE_LUFS ? 0 : Math.min(GAIN_MAX_DB, TARGET_LUFS - before);
        PeakGuard guard = new PeakGuard(sound, Math.pow(10, gainDb / 20));
        double reached = loudness(guarded(sound, guard), sound.samples());
        for (int i = 0; i < GAIN_STEPS_MAX && gainDb != 0 && reached < TARGET_LUFS - 0.1; i++) {
            // Peaks were held down: somewhat more for the rest.
            gainDb = Math.min(GAIN_MAX_DB, gainDb + TARGET_LUFS - reached);
            guard = new PeakGuard(sound, Math.pow(10, gainDb / 20));
            reached = loudness(guarded(sound, guard), sound.samples());
        }
        TakeOgg.Sound normal = guarded(sound, guard);
        putWav(zip, files.folder(json.path("room").asString("")), "mix.wav", sound.samples(), normal);
        progress.accept(0.8);
        try (OutputStream out = Files.newOutputStream(ogg)) {
            TakeOgg.write(out, normal, sound.samples(), codec, part -> progress.accept(0.8 + 0.2 * part));
        }
        zip.putNextEntry(entry("mix.ogg"));
        Files.copy(ogg, zip);
        zip.closeEntry();
        json.putObject("mix")
                .put("wav", "mix.wav")
                .put("ogg", "mix.ogg")
                .put("samples", sound.samples())
                .put("loudnessLufs", round(reached))
                .put("loudnessBeforeLufs", round(before))
                .put("gainDb", round(gainDb))
                .put("ofStemsSamples", mix.filledSamples());
    }

    private static TakeOgg.Sound guarded(SoundFile sound, PeakGuard guard) {
        return (at, pcm) -> {
            int count = sound.read(at, pcm);
            guard.apply(at, pcm, count);
            return count;
        };
    }

    private static double loudness(TakeOgg.Sound sound, long samples) {
        LoudnessMeter meter = new LoudnessMeter();
        float[] block = new float[BLOCK];
        for (long at = 0; at < samples; at += BLOCK) {
            meter.take(block, sound.read(at, block));
        }
        return meter.integratedLufs();
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static void putWav(ZipOutputStream zip, Path folder, String name, long samples, TakeOgg.Sound sound)
            throws IOException {
        Path wav = Files.createTempFile(folder, ".wav", ".part");
        try {
            try (WavWriter out = WavWriter.create(wav, WavWriter.Encoding.INT_16)) {
                float[] block = new float[BLOCK];
                for (long at = 0; at < samples; at += BLOCK) {
                    out.append(block, 0, sound.read(at, block));
                }
            }
            zip.putNextEntry(entry(name));
            Files.copy(wav, zip);
            zip.closeEntry();
        } finally {
            Files.deleteIfExists(wav);
        }
    }

    /** With one time for all, so that a take made twice is the same. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(315_619_200_000L);
        return entry;
    }

    /** {@code 07-Ann Miller}: whatever a singer calls himself, it is a file's name. */
    private static String fileName(int number, String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints()
                .limit(32)
                .map(c -> Character.isLetterOrDigit(c) ? c : '-')
                .forEach(safe::appendCodePoint);
        return String.format(Locale.ROOT, "%02d", number) + (safe.isEmpty() ? "" : "-" + safe);
    }
}
