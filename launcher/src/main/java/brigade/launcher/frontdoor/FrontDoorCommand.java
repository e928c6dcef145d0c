package brigade.launcher.frontdoor;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade front-door}: runs one front door until it is told to end. */
@Command(
        name = "front-door",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves the web page and passes requests on to the shards. \"up\" starts one by itself.")
public final class FrontDoorCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoorCommand.class);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Listen here (${DEFAULT-VALUE}).")
    String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Listen here (${DEFAULT-VALUE}); 0 takes a free one.")
    int port;

    @Option(
            names = "--state-server",
            required = true,
            paramLabel = "URL",
            description = "Where the state server tells its health.")
    URI stateServer;

    @Option(
            names = "--shards",
            required = true,
            split = ",",
            paramLabel = "URL",
            description = "The shards in order of their numbers: http://127.0.0.1:8081,...")
    List<URI> shards;

    @Option(
            names = "--operator-token",
            defaultValue = "${env:BRIGADE_OPERATOR_TOKEN}",
            paramLabel = "TOKEN",
            description = "Who sends it may read /metrics from elsewhere (the variable BRIGADE_OPERATOR_TOKEN).")
    @Nullable
    String operatorToken;

    @Override
    public Integer call() throws InterruptedException {
        FrontDoorConfig config;
        try {
            config = new FrontDoorConfig(host, port, stateServer, shards, operatorToken);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        FrontDoor door = FrontDoor.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(door::close, "front-door-stop"));
        LOG.info(
                "front door listens on http://{}:{} for {} shards",
                host,
                door.port(),
                config.shards().size());
        new CountDownLatch(1).await();
        return 0;
    }
}
