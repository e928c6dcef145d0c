package brigade.robot;

import brigade.access.PasswordHasher;
import brigade.audio.file.AudioFileException;
import brigade.audio.file.WavReader;
import brigade.client.ClientLoop;
import brigade.client.ClientOptions;
import brigade.client.SessionConfig;
import brigade.client.WebConnector;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code brigade sing}: one robot singer from the command line. */
@Command(
        name = "brigade sing",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sings a WAV file in time with what it hears, and records what it hears.",
            "A follower waits for a song and stays to its end; a leader starts one and stops it at the end of its file."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:went through without an error",
            "1:the server was away, refused, or could not be kept up with (the report says what)",
            "2:bad options or file"
        })
public final class Sing implements Callable<Integer> {
    /** A choir for a rehearsal; who wants to load a server has "brigade stress". */
    private static final int ROBOTS_MAX = 100;

    private static final Duration GOODBYE_MAX = Duration.ofSeconds(3);

    @Option(
            names = "--wav",
            paramLabel = "FILE",
            description = {
                "What to sing: WAV of any rate and width. Needed unless --listen.",
                "Said more than once: --robots take them in turn."
            })
    private List<Path> wavs = List.of();

    @Option(names = "--name", required = true, paramLabel = "N", description = "Name shown to others.")
    private String name;

    @Option(
            names = "--robots",
            defaultValue = "1",
            paramLabel = "N",
            description = {
                "So many robots in one process: N 1, N 2, ... (default: ${DEFAULT-VALUE}).",
                "Without --record and --report; not with --lead or --v1."
            })
    private int robots;

    @Option(
            names = "--household",
            paramLabel = "WORD",
            description =
                    "In one room with those who say the same word from the same address: one row for all of them.")
    private @Nullable String household;

    @Option(
            names = "--room",
            defaultValue = "main",
            paramLabel = "R",
            description = "Which room (default: ${DEFAULT-VALUE}).")
    private String room;

    @Option(names = "--token", paramLabel = "T", description = "The token of a link: what follows #token= in it.")
    private @Nullable String token;

    @Option(names = "--password", paramLabel = "P", description = "The room's password, if it has one.")
    private @Nullable String password;

    @Option(
            names = {"--seat", "--bucket"},
            paramLabel = "K",
            description = {
                "Ask for row K; where rooms are hosted this takes a helper's token (default: where the server says).",
                "With --v1: listen 3 s times K behind, 1 to 7."
            })
    private int bucket;

    @Option(names = "--listen", description = "Only listen, one row behind the last singers.")
    private boolean listen;

    @Option(names = "--lead", description = "Ask to lead, start the song, stop it at the end of the file.")
    private boolean lead;

    @Option(
            names = "--wait",
            defaultValue = "3",
            paramLabel = "S",
            description = "A leader's patience before the start, in seconds (default: ${DEFAULT-VALUE}).")
    private double waitSeconds;

    @Option(names = "--record", paramLabel = "OUT.wav", description = "Where to write what is heard.")
    private @Nullable Path record;

    @Option(names = "--report", paramLabel = "OUT.json", description = "Where to write what happened, for programs.")
    private @Nullable Path reportFile;

    @Option(
            names = "--margin-ms",
            defaultValue = "80",
            paramLabel = "M",
            description = "How late a message may be and still be heard whole (default: ${DEFAULT-VALUE}).")
    private double marginMs;

    @Option(
            names = "--latency-ms",
            defaultValue = "0",
            paramLabel = "L",
            description = "Latency taken off the clocks; a robot has none, so it then sings early by L.")
    private double latencyMs;

    @Option(
            names = "--late-ms",
            paramLabel = "L",
            description = "Sing L ms after what is heard; the clocks do not tell.")
    private double lateMs;

    @Option(
            names = "--hiss-db",
            paramLabel = "D",
            description = "Add white noise of D dBFS to what is sung, such as -40.")
    private double hissDb = Double.NaN;

    @Option(names = "--clip", description = "Sing into a microphone that is 26 dB too loud.")
    private boolean clips;

    @Option(
            names = "--bleed-db",
            paramLabel = "D",
            description = "Let what is heard into the microphone, at D dB, such as -10.")
    private double bleedDb = Double.NaN;

    @Option(names = "--accept-corrections", description = "Say yes when a correction of the timing is offered.")
    private boolean acceptCorrections;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            paramLabel = "URL",
            description = "The front door, or a shard (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Option(
            names = "--shard",
            defaultValue = "0",
            paramLabel = "NN",
            description = "With --v1: use that shard, from 1 (default: the server chooses).")
    private int shard;

    @Option(
            names = "--seconds",
            defaultValue = "0",
            paramLabel = "S",
            description = "Leave after so long; a leader stops his song first (default: with the end of the song).")
    private double seconds;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "auto|concentus|libopus",
            description = "Opus implementation (default: ${DEFAULT-VALUE}).")
    private String codec;

    @Option(names = "--v1", description = "Speak exchange v1, as Bucket Brigade clients do, instead of stream v2.")
    private boolean v1;

    @Spec
    private CommandSpec spec;

    /** Sings, and ends the process with the exit code. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Sing());
        command.setParameterExceptionHandler((wrong, _) -> {
            command.getErr().println("brigade sing: " + wrong.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (robots < 1 || robots > ROBOTS_MAX || (robots > 1 && (v1 || lead || record != null || reportFile != null))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--robots " + robots + ": 1 to " + ROBOTS_MAX
                            + ", and only one may lead, record, report or speak v1");
        }
        try {
            return v1 ? singV1() : singV2();
        } catch (IOException e) {
            spec.commandLine().getErr().println(name + ": cannot sing at " + url + ": " + e.getMessage());
            return 1;
        }
    }

    private int singV1() throws IOException, InterruptedException {
        RobotConfig config = config();
        float[] voice = voices().getFirst();
        try (HttpTransport transport = new HttpTransport(api(url, shard));
                RobotSinger robot = new RobotSinger(config, voice, transport, new LiveSystem(), openCodec())) {
            RobotReport report = robot.run();
            finish(robot.recording(), report.format(name, robot.recording()));
            return report.errors().isEmpty() && !report.gaveUp() ? 0 : 1;
        }
    }

    private int singV2() throws IOException, InterruptedException {
        List<float[]> voices = voices();
        LiveSystem system = new LiveSystem();
        PrintWriter err = spec.commandLine().getErr();
        HttpClient http = HttpClient.newHttpClient();
        List<StreamRobot> choir = new ArrayList<>();
        OpusCodec opus = openCodec();
        try (ClientLoop loop = new ClientLoop("robot", system::nowNs, failure -> failure.printStackTrace(err))) {
            for (int i = 1; i <= robots; i++) {
                StreamRobotConfig config = streamConfig(robots == 1 ? name : name + " " + i);
                float[] voice = voices.get((i - 1) % voices.size());
                StreamRobot robot =
                        new StreamRobot(config, voice, WebConnector.joining(http, url, room), opus, system::nowNs);
                choir.add(robot);
                robot.faults(faults());
                robot.acceptCorrections(acceptCorrections);
                robot.start(loop);
            }
            for (StreamRobot robot : choir) {
                while (!robot.awaitEnd(1)) {
                    // A song may take an evening.
                }
            }
        } finally {
            choir.forEach(StreamRobot::close);
            http.shutdown();
            if (!http.awaitTermination(GOODBYE_MAX)) {
                err.println(name + ": the server does not say good-bye");
            }
            http.shutdownNow();
        }
        boolean well = true;
        for (StreamRobot robot : choir) {
            well &= told(robot);
        }
        return well ? 0 : 1;
    }

    /** Prints and writes what became of one; whether all went well. */
    private boolean told(StreamRobot robot) throws IOException {
        StreamReport report = robot.report();
        if (report.connections() == 0) {
            throw new IOException(report.ended());
        }
        finish(robot.recording(), report.format(robot.name(), robot.recording()));
        if (reportFile != null) {
            Files.writeString(reportFile, report.toJson(robot.name()) + System.lineSeparator());
        }
        return report.errors().isEmpty();
    }

    private RobotFaults faults() {
        try {
            return RobotFaults.of(lateMs, hissDb, clips, bleedDb);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void finish(Recording recording, String text) throws IOException {
        if (record != null) {
            recording.writeTo(record);
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private StreamRobotConfig streamConfig(String as) {
        if (password != null && !PasswordHasher.isLegal(password)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--password: rooms' passwords have " + PasswordHasher.PASSWORD_MIN_CHARS + " to "
                            + PasswordHasher.PASSWORD_MAX_CHARS + " characters");
        }
        try {
            SessionConfig who = SessionConfig.of(room, as, listen ? SessionConfig.Mode.LISTEN : SessionConfig.Mode.SING)
                    .withToken(token)
                    .withPassword(password)
                    .withHousehold(household);
            ClientOptions options = ClientOptions.USUAL.withMarginMs(marginMs).withLatencyMs(latencyMs);
            return new StreamRobotConfig(who, options, bucket, lead, waitSeconds, seconds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private RobotConfig config() {
        if (shard < 0 || shard > 99) {
            throw new ParameterException(spec.commandLine(), "--shard " + shard + ": 1 to 99");
        }
        try {
            RobotConfig config = lead
                    ? RobotConfig.leader(name, LiveSystem.newUserId(), waitSeconds)
                            .withBucket(Math.max(1, bucket))
                    : RobotConfig.follower(name, LiveSystem.newUserId()).withBucket(bucket);
            return config.withSeconds(seconds).withLatencyMs(latencyMs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<float[]> voices() {
        if (wavs.isEmpty() && listen) {
            return List.of(new float[0]);
        }
        if (wavs.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--wav=FILE'");
        }
        List<float[]> voices = new ArrayList<>();
        try {
            for (Path wav : wavs) {
                voices.add(WavReader.read(wav));
            }
        } catch (AudioFileException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return voices;
    }

    private OpusCodec openCodec() {
        try {
            return OpusCodec.open(CodecChoice.valueOf(codec.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--codec " + codec + ": auto, concentus or libopus", e);
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The exchange's URL below a bare address; an address with a path is taken as it is. */
    static URI api(URI url, int shard) {
        String path = url.getPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            return url;
        }
        return url.resolve(shard == 0 ? "/api" : String.format(Locale.ROOT, "/api/%02d", shard));
    }
}
