package brigade.launcher;

import brigade.journal.FreeSpace;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.takes.TakeBuilder;
import brigade.shard.takes.TakeException;
import brigade.shard.takes.TakeFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code brigade takes}: what was recorded, for the operator. Works on the data folder, whether a stack runs or not. */
@Command(
        name = "takes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "(list | export | verify)",
        description = "Lists recorded songs, makes zips of them, and checks these: docs/recording.md.")
final class TakesCommand implements Callable<Integer> {
    /** Stays free on the disk. */
    private static final long FREE_BYTES_MIN = 64L << 20;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say list, export or verify");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists the takes of all rooms, or of one.")
    int list(
            @Mixin DataOption data,
            @Parameters(arity = "0..1", paramLabel = "ROOM", description = "A room's id.") @Nullable String room)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        TakeFiles files = new TakeFiles(TakeChoice.folder(data));
        String wanted = choice().room(room);
        int takes = 0;
        for (String each : files.rooms()) {
            if (wanted != null && !wanted.equals(each)) {
                continue;
            }
            for (ObjectNode take : files.list(each)) {
                takes++;
                long start = take.path("startClock").asLong();
                long end = take.path("endClock").asLong();
                Path zip = zip(files, each, id(take));
                out.printf(
                        Locale.ROOT,
                        "%s %s  %s  %s  %d singers  %s  %s%n",
                        each,
                        id(take),
                        Instant.ofEpochSecond(start / 48_000),
                        end == 0 ? "not ended" : String.format(Locale.ROOT, "%.1f s", (end - start) / 48_000.0),
                        take.path("people").size(),
                        Files.exists(zip) ? Files.size(zip) + " bytes" : "not made",
                        take.path("title").asString(""));
            }
        }
        if (takes == 0) {
            out.println("no takes" + (room == null ? "" : " of " + room) + " in " + data.folder());
        }
        out.flush();
        return 0;
    }

    private TakeChoice choice() {
        return new TakeChoice(spec);
    }

    private static String id(ObjectNode take) {
        return take.path("take").asString("");
    }

    private static Path zip(TakeFiles files, String room, String take) {
        return files.folder(room).resolve(take + ".zip");
    }

    private static TakeBuilder builder(TakeFiles files) {
        return new TakeBuilder(files, OpusCodec.open(CodecChoice.AUTO), FreeSpace.OF_DISK, FREE_BYTES_MIN);
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Makes the zip of a take, if it was not made, and copies it.")
    int export(
            @Mixin DataOption data,
            @Parameters(paramLabel = "ROOM", description = "The room's id.") String room,
            @Parameters(
                            paramLabel = "TAKE",
                            description = "Its number, as list shows it, or a time in it (UTC: 2026-11-22T10:15:00Z).")
                    String take,
            @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where it goes.") Path to)
            throws IOException {
        TakeFiles files = new TakeFiles(TakeChoice.folder(data));
        ObjectNode about = choice().take(files, room, take);
        Path zip = zip(files, room, id(about));
        if (Files.isDirectory(to)) {
            throw new LaunchException(to + " is a folder: name a file in it");
        }
        Path parent = to.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new LaunchException("there is no folder " + parent);
        }
        if (!Files.exists(zip)) {
            make(() -> builder(files).build(about, progress -> {}));
        }
        Files.copy(zip, to, StandardCopyOption.REPLACE_EXISTING);
        spec.commandLine().getOut().println(to + ": " + Files.size(to) + " bytes");
        spec.commandLine().getOut().flush();
        return 0;
    }

    private interface Making {
        void run() throws IOException, TakeException;
    }

    private static void make(Making making) throws IOException {
        try {
            making.run();
        } catch (TakeException e) {
            throw new LaunchException(String.valueOf(e.getMessage()));
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Reads a take's zip, makes it anew of the journal, and compares every stem and the mix bit by bit.",
                "Exit code 1 when they differ."
            })
    int verify(
            @Mixin DataOption data,
            @Parameters(paramLabel = "ROOM", description = "The room's id.") String room,
            @Parameters(
                            paramLabel = "TAKE",
                            description = "Its number, as list shows it, or a time in it (UTC: 2026-11-22T10:15:00Z).")
                    String take)
            throws IOException {
        TakeFiles files = new TakeFiles(TakeChoice.folder(data));
        ObjectNode about = choice().take(files, room, take);
        Path zip = zip(files, room, id(about));
        if (!Files.exists(zip)) {
            throw new LaunchException("this take was not made yet: export it first");
        }
        Map<String, Long> kept;
        try (ZipFile whole = new ZipFile(zip.toFile())) { // a cut one has no list of its entries
            kept = whole.size() == 0 ? Map.of() : sums(zip);
        } catch (ZipException | EOFException e) {
            throw new LaunchException(zip + " is broken: " + e.getMessage());
        }
        Path folder = Files.createTempDirectory("brigade-verify");
        Map<String, Long> again;
        try {
            make(() -> builder(files)
                    .build(about, folder.resolve("again.zip"), folder.resolve("again.ogg"), progress -> {}));
            again = sums(folder.resolve("again.zip"));
        } finally {
            Files.deleteIfExists(folder.resolve("again.zip"));
            Files.deleteIfExists(folder.resolve("again.ogg"));
            Files.deleteIfExists(folder);
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean same = kept.keySet().equals(again.keySet());
        for (Map.Entry<String, Long> entry : kept.entrySet()) {
            boolean equal = entry.getValue().equals(again.get(entry.getKey()));
            same &= equal;
            out.println((equal ? "same     " : "DIFFERS  ") + entry.getKey());
        }
        out.println(same ? "the journal gives the same bits" : "the journal gives something else");
        out.flush();
        return same ? 0 : 1;
    }

    /** A checksum of each entry; reading checks the zip's own. */
    private static Map<String, Long> sums(Path zip) throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        byte[] block = new byte[65_536];
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                CRC32 sum = new CRC32();
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                    sum.update(block, 0, read);
                }
                sums.put(entry.getName(), sum.getValue());
            }
        }
        return sums;
    }
}
