package brigade.launcher;

import brigade.journal.JournalFolder;
import brigade.journal.JournalFormat;
import brigade.journal.JournalFormatException;
import brigade.journal.JournalReader;
import brigade.replay.ReplayException;
import brigade.replay.SongReplay;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.journal.OutageRecord;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.journal.VoiceRecord;
import brigade.shard.takes.TakeFiles;
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
import tools.jackson.databind.node.ObjectNode;

/** {@code brigade journal}: what is in the journals, for the operator. Reads the data folder, whether a stack runs or not. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "(dump | replay)",
        description = "Shows what is in the journals, and sings a song of theirs once more: docs/recording.md.")
final class JournalCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say dump or replay");
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
        Path folder = TakeChoice.folder(data);
        String wantedRoom = new TakeChoice(spec).room(room);
        PrintWriter out = spec.commandLine().getOut();
        boolean voice = kind == Kind.VOICE;
        Path root =
                voice ? VoiceJournal.folder(folder) : folder.resolve("journal").resolve("events");
        VoiceRecord record = new VoiceRecord();
        Shown shown = voice
                ? (bytes, length, version) -> {
                    OutageRecord outage = OutageRecord.read(bytes, length);
                    return outage != null
                            ? showOutage(out, outage, wantedRoom, summary)
                            : showVoice(out, record.read(bytes, length, version), record, wantedRoom, summary);
                }
                : (bytes, length, version) -> showEvent(out, bytes, length, wantedRoom, summary);
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

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Sings a recorded song once more, out of the journals, through a fresh engine, and compares with the recording bit by bit.",
                "Exit code 1 when they differ."
            })
    int replay(
            @Mixin DataOption data,
            @Option(names = "--room", required = true, paramLabel = "ROOM", description = "The room's id.") String room,
            @Option(
                            names = "--at",
                            required = true,
                            paramLabel = "TAKE",
                            description =
                                    "The clock at which the song began (the take's number, as takes list shows it), or a time in it (UTC: 2026-11-22T10:15:00Z).")
                    String take)
            throws IOException {
        Path folder = TakeChoice.folder(data);
        ObjectNode about = new TakeChoice(spec).take(new TakeFiles(folder), room, take);
        SongReplay.Result result;
        try {
            result = SongReplay.replay(folder, about, OpusCodec.open(CodecChoice.AUTO));
        } catch (ReplayException e) {
            throw new LaunchException(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d frames of the mix (%.2f s), journalled by %d encoders: %d packets and %d of %d samples differ%n",
                result.frames(),
                result.frames() / 50.0,
                result.shards(),
                result.differentPackets(),
                result.differentSamples(),
                result.frames() * 960);
        if (result.differentPackets() > 0) {
            out.println("the first that differs is at clock " + result.firstDifference());
        }
        if (result.leftFrames() > 0) {
            out.println(result.leftFrames() + " frames were journalled and not replayed");
        }
        if (result.missingSamples() > 0) {
            out.println(
                    result.missingSamples() + " samples of voices are not in the journal: of before recording was on");
        }
        out.println(result.isSame() ? "the journal gives the same bits" : "the journal gives something else");
        out.flush();
        return result.isSame() ? 0 : 1;
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

    private static boolean showOutage(PrintWriter out, OutageRecord outage, @Nullable String room, boolean summary) {
        boolean wanted = room == null || room.equals(outage.roomId());
        if (wanted && !summary) {
            out.printf(
                    Locale.ROOT,
                    "outage %s clock %d to %d the mix was %d behind%n",
                    outage.roomId(),
                    outage.fromClock(),
                    outage.toClock(),
                    outage.behindSamples());
        }
        return wanted;
    }

    private static boolean showVoice(
            PrintWriter out, boolean isRead, VoiceRecord record, @Nullable String room, boolean summary) {
        if (!isRead) {
            out.println("# a record that is none of voice, mix or outage");
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
                    record.kind == VoiceRecord.MIX ? "mix" : record.fromOldClient ? "old-voice" : "voice",
                    record.roomId,
                    Long.toUnsignedString(record.person),
                    record.connection,
                    record.clock,
                    record.bucket,
                    record.gain,
                    record.packets,
                    sound,
                    (record.reset ? " reset" : "") + (record.placed ? "" : " not-taken"));
        }
        return wanted;
    }
}
