package brigade.stress;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.stress.load.LiveTime;
import brigade.stress.load.VoiceBank;
import brigade.stress.report.ReportFiles;
import brigade.stress.unit.UnitHouse;
import brigade.stress.unit.UnitRound;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code stress unit}: what one exchange costs, in this process. */
@Command(
        name = "unit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures exchanges of 600 ms in this process, with a song on and users at all delays, three rounds after a warm-up.",
            "inner: JSON and samples to the state server and back; outer: from Opus packets to Opus packets."
        })
final class UnitCommand implements Callable<Integer> {
    private static final int ROUNDS = 3;
    private static final int OUTER_WARM_UP = 2_000;
    private static final int OUTER_EXCHANGES = 1_000;

    /** The inner path is many times as quick. */
    private static final int INNER_FACTOR = 10;

    private enum Path {
        OUTER,
        INNER
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--path", required = true, paramLabel = "outer|inner", description = "What is measured.")
    private String path;

    @Option(
            names = "--users",
            defaultValue = "10",
            paramLabel = "N",
            description = "Users in the room, 2..2000 (${DEFAULT-VALUE}).")
    private int users;

    @Option(names = "--summary", description = "Ask for the user table each time.")
    private boolean summary;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "concentus|libopus",
            description = "Opus implementation (default: ${DEFAULT-VALUE}, libopus where it is installed).")
    private String codec;

    @Option(names = "--silence", description = "Everybody sends digital silence, as the ancestor's measure did.")
    private boolean silence;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Decides the voices (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        Path measured = parsePath();
        if (users < 2 || users > 2_000) {
            throw new ParameterException(spec.commandLine(), "--users must be 2..2000, got " + users);
        }
        OpusCodec opus = openCodec();
        Instant startedAt = LiveTime.timeOfDay();
        output.progress()
                .step("seed " + seed + "; warming up " + (measured == Path.OUTER ? opus.name() : "the engine"));
        VoiceBank voices = silence ? VoiceBank.silent(opus) : VoiceBank.synthesised(opus, seed);
        float[] voice = silence
                ? new float[AudioFormat.V1_BATCH_SAMPLES]
                : new VoiceSynth(seed).sing(Melody.ODE_TO_JOY, AudioFormat.V1_BATCH_SAMPLES);
        List<UnitRound> rounds = new ArrayList<>();
        try (UnitHouse house = new UnitHouse(users, summary, opus, voices, voice)) {
            house.startSong();
            IntSupplier exchange = measured == Path.OUTER ? house::outer : house::inner;
            int factor = measured == Path.OUTER ? 1 : INNER_FACTOR;
            round(exchange, Math.max(OUTER_WARM_UP * factor, 2 * users));
            for (int i = 0; i < ROUNDS; i++) {
                UnitRound round = round(exchange, OUTER_EXCHANGES * factor);
                rounds.add(round);
                output.people().println(round.line());
                output.people().flush();
            }
        }
        output.finish(report(startedAt, measured, opus, rounds));
        return 0;
    }

    private static UnitRound round(IntSupplier exchange, int exchanges) {
        LiveTime time = new LiveTime();
        long startCpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long startNs = time.nowNs();
        long bytes = 0;
        for (int i = 0; i < exchanges; i++) {
            bytes += exchange.getAsInt();
        }
        long wallNs = time.nowNs() - startNs;
        long cpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpuNs;
        if (bytes < exchanges) {
            throw new IllegalStateException("exchanges without an answer");
        }
        return new UnitRound(exchanges, wallNs, cpuNs);
    }

    private ObjectNode report(Instant startedAt, Path measured, OpusCodec opus, List<UnitRound> rounds) {
        ObjectNode report = ReportFiles.begin("unit", startedAt, seed);
        report.put("command", output.command());
        report.put("ok", true);
        ObjectNode plan = report.putObject("plan");
        plan.put("path", measured.name().toLowerCase(Locale.ROOT));
        plan.put("codec", opus.name());
        plan.put("complexity", opus.complexity());
        plan.put("users", users);
        plan.put("summary", summary);
        plan.put("silence", silence);
        ObjectNode figures = report.putObject("figures");
        figures.put("singers", users);
        figures.put("msPerExchange", mean(rounds, UnitRound::msEach));
        figures.put("cpuMsPerExchange", mean(rounds, UnitRound::cpuMsEach));
        figures.put("estClients", mean(rounds, UnitRound::estimatedClients));
        ArrayNode rows = report.putArray("rounds");
        for (int i = 0; i < rounds.size(); i++) {
            ObjectNode row = rows.addObject();
            row.put("round", Integer.toString(i + 1));
            row.put("msEach", rounds.get(i).msEach());
            row.put("cpuMsEach", rounds.get(i).cpuMsEach());
            row.put("estClients", rounds.get(i).estimatedClients());
        }
        return report;
    }

    private static double mean(List<UnitRound> rounds, java.util.function.ToDoubleFunction<UnitRound> figure) {
        return rounds.stream().mapToDouble(figure).average().orElse(0);
    }

    private Path parsePath() {
        try {
            return Path.valueOf(path.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--path " + path + ": outer or inner", e);
        }
    }

    private OpusCodec openCodec() {
        try {
            return OpusCodec.open(CodecChoice.valueOf(codec.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--codec " + codec + ": concentus or libopus", e);
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
