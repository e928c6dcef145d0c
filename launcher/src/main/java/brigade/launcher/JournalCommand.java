package brigade.launcher;

import brigade.journal.JournalFolder;
import brigade.journal.JournalFormat;
import brigade.journal.JournalFormatException;
import brigade.journal.JournalReader;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.journal.VoiceRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code brigade journal}: what is in the journals, for the operator. Reads the data folder, whether a stack runs or not. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "dump",
        description = "Shows what is in the journals: docs/recording.md.")
final class JournalCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say dump");
    }

    /** Which journal. */
    enum Kind {
        VOICE,
        EVENTS
    }

    /** Shows one record; whether it was one of those wanted. */
    private interface Shown {
        boolean show(byte[] record, int length, int version);
    }

    @Command(
            name = "dump",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Shows a journal: one line a record, and a line for each of its parts.")
    int dump(
            @Mixin DataOption data,
            @Parameters(paramLabel = "KIND", description = "voice or events.") Kind kind,
            @Option(names = "--room", paramLabel = "ROOM", description = "Only of this room.") @Nullable String room,
            @Option(names = "--summary", description = "The parts alone.") boolean summary)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean voice = kind == Kind.VOICE;
        Path root = voice
                ? VoiceJournal.folder(data.folder())
                : data.folder().resolve("journal").resolve("events");
        VoiceRecord record = new VoiceRecord();
        Shown shown = voice
                ? (bytes, length, version) -> showVoice(out, record.read(bytes, length, version), record, room, summary)
                : (bytes, length, version) -> showEvent(out, bytes, length, room, summary);
        int refused = 0;
        for (JournalFolder.Segment segment : JournalFolder.segments(root)) {
            try (JournalReader reader =
                    new JournalReader(segment.folder(), voice ? VoiceRecord.FORMAT : JournalFormat.EVENTS)) {
                long wanted = 0;
                while (reader.next()) {
                    wanted += shown.show(reader.record(), reader.length(), reader.version()) ? 1 : 0;
                }
                out.printf(
                        Locale.ROOT,
                        "# %s: %d records, %d shown, %d bytes on the disk%s%n",
                        segment.folder().getFileName(),
                        reader.records(),
                        wanted,
                        segment.bytes(),
                        reader.isTorn() ? ", cut at a torn record" : "");
            } catch (JournalFormatException e) {
                refused++;
                out.println("# " + e.getMessage());
            }
        }
        if (JournalFolder.segments(root).isEmpty()) {
            out.println("# nothing was journalled in " + root);
        }
        out.flush();
        return refused == 0 ? 0 : 1;
    }

    private static boolean showEvent(
            PrintWriter out, byte[] bytes, int length, @Nullable String room, boolean summary) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        boolean wanted = room == null || text.contains("\"room\":\"" + room + "\"");
        if (wanted && !summary) {
            out.println(text);
        }
        return wanted;
    }

    private static boolean showVoice(
            PrintWriter out, boolean isRead, VoiceRecord record, @Nullable String room, boolean summary) {
        if (!isRead) {
            out.println("# a record that is none of voice or mix");
            return false;
        }
        boolean wanted = room == null || room.equals(record.roomId);
        if (wanted && !summary) {
            int sound = 0;
            for (int i = 0; i < record.packets; i++) {
                sound += record.lengths[i];
            }
            out.printf(
                    Locale.ROOT,
                    "%s %s person %s connection %d clock %d bucket %d gain %.2f packets %d bytes %d%s%n",
                    record.kind == VoiceRecord.MIX ? "mix" : "voice",
                    record.roomId,
                    Long.toUnsignedString(record.person),
                    record.connection,
                    record.clock,
                    record.bucket,
                    record.gain,
                    record.packets,
                    sound,
                    record.reset ? " reset" : "");
        }
        return wanted;
    }
}
