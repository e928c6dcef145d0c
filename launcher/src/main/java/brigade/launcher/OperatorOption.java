package brigade.launcher;

import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which house is asked, and in whose name: the options that commands for operators share. */
final class OperatorOption {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The house, as people open it (default: what \"up\" runs on the data folder).")
    @Nullable
    URI url;

    @Option(
            names = "--token",
            defaultValue = "${env:BRIGADE_OPERATOR_TOKEN}",
            paramLabel = "TOKEN",
            description = {
                "The shards' --operator-token; the variable BRIGADE_OPERATOR_TOKEN keeps it out of sight.",
                "Without one the data folder's key signs."
            })
    @Nullable
    String token;

    @Option(
            names = "--self-signed",
            description = "Believe any certificate, as that of \"up --lan\": only where nobody can stand between.")
    boolean selfSigned;

    @Mixin
    DataOption data;

    /** The house; the caller closes it. */
    OperatorClient open() {
        URI at = url;
        return at == null ? OperatorClient.of(data.folder()) : open(at, token);
    }

    /**
     * Another house, as the same operator.
     *
     * @param itsToken null: the data folder's key signs, which both houses have
     */
    OperatorClient open(URI at, @Nullable String itsToken) {
        if (at.getHost() == null) {
            throw new LaunchException(at + ": an address like https://choir.example is needed");
        }
        SSLContext tls = selfSigned ? TrustAll.context() : null;
        return OperatorClient.at(at, itsToken, data.folder(), tls);
    }
}
