package brigade.launcher;

import brigade.audio.synth.Casting;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.client.ClientLoop;
import brigade.client.SessionConfig;
import brigade.client.WebConnector;
import brigade.launcher.rehearse.Verdict;
import brigade.robot.LiveSystem;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code brigade rehearse}: a choir of robots through the public address, before people come. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Has a choir of robots sing through the public address for a minute, in a room of their own that is deleted",
            "afterwards, and says whether the evening will hold. Best from another machine: robots need CPU too.",
            "It takes the operator's token, or the data folder of the server."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it holds",
            "1:it does not, or could not be tried; the lines say what",
            "2:a wrong command line",
            "3:the machine of the robots was too slow to say"
        })
final class RehearseCommand implements Callable<Integer> {
    private static final int SINGERS_MAX = 300;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** So many robots come a second; nginx lets 20 a second of one address ask. */
    private static final int COMING_PER_SECOND = 15;

    private static final int VOICES = 5;

    /** Beyond the song: coming, seats, the tail. */
    private static final int PATIENCE_SECONDS = 30;

    @Spec
    CommandSpec spec;

    @Option(names = "--url", required = true, paramLabel = "URL", description = "What people open.")
    URI url;

    @Option(
            names = "--singers",
            defaultValue = "20",
            paramLabel = "N",
            description = "Robots, with their leader: 2 to " + SINGERS_MAX + " (${DEFAULT-VALUE}).")
    int singers;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            paramLabel = "S",
            description = "How long they sing: 5 to 600 (${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--token",
            defaultValue = "${env:BRIGADE_OPERATOR_TOKEN}",
            paramLabel = "TOKEN",
            description = "The shards' --operator-token; the variable BRIGADE_OPERATOR_TOKEN keeps it out of sight.")
    @Nullable
    String token;

    @Option(
            names = "--self-signed",
            description = "Believe any certificate, as that of \"up --lan\": only where nobody can stand between.")
    boolean selfSigned;

    @Mixin
    DataOption data;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Override
    public Integer call() throws InterruptedException {
        if (singers < 2 || singers > SINGERS_MAX || seconds < 5 || seconds > 600) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--singers: 2 to " + SINGERS_MAX + "; --seconds: 5 to 600");
        }
        if (url.getHost() == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--url " + url + ": an address like https://choir.example");
        }
        PrintWriter out = spec.commandLine().getOut();
        SSLContext tls = selfSigned ? TrustAll.context() : null;
        try (OperatorClient operator = OperatorClient.at(url, token, data.folder(), tls)) {
            JsonNode room = operator.post(
                    "/api/rooms",
                    JSON.createObjectNode().put("name", "Rehearsal").put("open", false));
            String id = room.path("room").asString();
            out.println(singers + " robots sing in room " + id + " for " + seconds + " s");
            out.flush();
            // Ctrl-C leaves no room behind either.
            Thread tidy = new Thread(() -> operator.delete("/api/rooms/" + id), "rehearse-tidy");
            Runtime.getRuntime().addShutdownHook(tidy);
            try {
                Verdict verdict = Verdict.of(sing(id, room.path("links"), tls), singers);
                verdict.lines().forEach(out::println);
                failures.forEach(failure -> out.println("a robot failed: " + failure));
                out.flush();
                return failures.isEmpty() ? verdict.exitCode() : 1;
            } finally {
                if (removeHook(tidy)) {
                    operator.delete("/api/rooms/" + id);
                }
            }
        }
    }

    /** False when the process ends already, and the hook does it. */
    private static boolean removeHook(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private List<Verdict.Robot> sing(String room, JsonNode links, @Nullable SSLContext tls)
            throws InterruptedException {
        LiveSystem system = new LiveSystem();
        OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
        List<float[]> voices = voices();
        List<ClientLoop> loops = new ArrayList<>();
        List<StreamRobot> choir = new ArrayList<>();
        HttpClient http =
                (tls == null ? HttpClient.newBuilder() : HttpClient.newBuilder().sslContext(tls)).build();
        try {
            int count = Math.min(singers, Runtime.getRuntime().availableProcessors());
            for (int i = 0; i < count; i++) {
                loops.add(new ClientLoop("robots-" + i, system::nowNs, failures::add));
            }
            double comingSeconds = (double) singers / COMING_PER_SECOND;
            for (int i = 0; i < singers; i++) {
                String role = i == 0 ? "host" : "singer";
                SessionConfig who = SessionConfig.of(room, i == 0 ? "Leader" : "Robot " + i, SessionConfig.Mode.SING)
                        .withToken(tokenIn(links.path(role).asString()));
                StreamRobotConfig config =
                        StreamRobotConfig.singer(room, who.name()).withWho(who);
                config = i == 0 ? config.leading(comingSeconds + 4).withSeconds(comingSeconds + 4 + seconds) : config;
                StreamRobot robot = new StreamRobot(
                        config,
                        voices.get(Casting.voice(i, VOICES)),
                        WebConnector.joining(http, url, room),
                        codec,
                        system::nowNs);
                choir.add(robot);
                robot.start(loops.get(i % count));
                Thread.sleep(1_000 / COMING_PER_SECOND);
            }
            long endNs = LauncherClock.monotonicNs()
                    + (long) ((comingSeconds + seconds + PATIENCE_SECONDS) * 1_000_000_000L);
            for (StreamRobot robot : choir) {
                robot.awaitEnd(Math.max(0.001, (endNs - LauncherClock.monotonicNs()) / 1e9));
            }
            return choir.stream().map(robot -> Verdict.Robot.of(robot.report())).toList();
        } finally {
            choir.forEach(StreamRobot::close);
            loops.forEach(ClientLoop::close);
            http.shutdownNow();
            http.close();
        }
    }

    /** The leader's, and a few for all others: what differs is no matter to the codecs. */
    private List<float[]> voices() {
        List<float[]> voices = new ArrayList<>();
        for (int i = 0; i < VOICES; i++) {
            voices.add(new VoiceSynth(i).sing(Melody.ODE_TO_JOY, seconds * 48_000));
        }
        return voices;
    }

    private static String tokenIn(String link) {
        return link.substring(link.indexOf("#token=") + "#token=".length());
    }
}
