package brigade.launcher.doctor;

import static brigade.launcher.doctor.Finding.fail;
import static brigade.launcher.doctor.Finding.ok;
import static brigade.launcher.doctor.Finding.warn;

import brigade.client.ControlJson;
import brigade.client.JoinAnswer;
import brigade.client.ServerUrl;
import brigade.wire.stream.StreamLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Comes as a singer's browser would: by the public name. One thread. */
public final class PublicChecks {
    /** Certbot renews 30 days before the end: with less it does not run. */
    private static final long DAYS_WARN = 21;

    private static final long DAYS_FAIL = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI url;
    private final LongSupplier nowNs;
    private final Instant now;

    /**
     * Looks at nothing yet.
     *
     * @param url what people open
     * @param nowNs monotonic nanoseconds
     * @param now the time of day, for certificates
     */
    public PublicChecks(URI url, LongSupplier nowNs, Instant now) {
        this.url = url;
        this.nowNs = nowNs;
        this.now = now;
    }

    /** One finding for each thing that was looked at; what cannot be reached ends it. */
    public List<Finding> run() throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        try (HttpClient http = client(all)) {
            HttpResponse<String> page = get(http, "/");
            all.add(
                    page.statusCode() == 200
                            ? ok("page", url + " answers")
                            : fail("page", url + " answers " + page.statusCode(), "is it the right address?"));
            all.add(certificate(page));
            HttpResponse<String> health = get(http, "/healthz");
            all.add(
                    health.statusCode() == 200
                            ? ok("parts", "all answer")
                            : fail("parts", health.body().strip(), "./brigade top, then the logs in DATA/logs"));
            inside(all, http);
            all.add(webSocket(http));
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            all.add(fail(
                    "public name",
                    url + " cannot be reached: " + why,
                    "name server, firewall, nginx: from outside in"));
        }
        return all;
    }

    /** Trusts what the JDK trusts; when that fails, a second one looks at what is there nevertheless, and it is told. */
    private HttpClient client(List<Finding> all) throws IOException, InterruptedException {
        HttpClient strict = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        if (!"https".equals(url.getScheme())) {
            return strict;
        }
        try {
            get(strict, "/healthz");
            return strict;
        } catch (IOException e) {
            if (!isDistrust(e)) {
                strict.close();
                throw e;
            }
            strict.close();
            all.add(warn(
                    "trust",
                    "browsers do not know who signed the certificate, and warn everybody once",
                    "for a public name use certbot (nginx/README.md); on a local network it is as it has to be"));
            return HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .sslContext(believingAll())
                    .build();
        }
    }

    private static boolean isDistrust(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }

    private static SSLContext believingAll() throws IOException {
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is in every JDK", e);
        }
    }

    private Finding certificate(HttpResponse<?> page) {
        Optional<SSLSession> session = page.sslSession();
        if (session.isEmpty()) {
            return isLoopback()
                    ? warn(
                            "certificate",
                            "none: plain http",
                            "enough for localhost; for others see nginx/README.md, TLS")
                    : fail(
                            "certificate",
                            "none: browsers give a page no microphone over plain http",
                            "./brigade up --lan for a local network; certbot for a public name (nginx/README.md, TLS)");
        }
        try {
            X509Certificate leaf = (X509Certificate) session.get().getPeerCertificates()[0];
            return certificate(
                    Duration.between(now, leaf.getNotAfter().toInstant()).toDays());
        } catch (SSLPeerUnverifiedException e) {
            return fail("certificate", "none was shown", "nginx/README.md, TLS");
        }
    }

    /** What so many days mean. */
    static Finding certificate(long days) {
        String found = days + " days left";
        String todo = "certbot renew, then reload nginx; look why it was not done by itself (systemctl list-timers)";
        if (days < DAYS_FAIL) {
            return fail("certificate", found, todo);
        }
        return days < DAYS_WARN ? warn("certificate", found, todo) : ok("certificate", found);
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Nobody from outside may look inside; from this machine by its own address one may. */
    private void inside(List<Finding> all, HttpClient http) throws IOException, InterruptedException {
        for (String path : List.of("/metrics", "/api/telemetry")) {
            if (get(http, path).statusCode() == 200 && !isLoopback()) {
                all.add(fail(
                        "privacy",
                        "strangers can read " + ServerUrl.at(url, path),
                        "a proxy passes on what it should not"));
            }
        }
    }

    private HttpResponse<String> get(HttpClient http, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(ServerUrl.at(url, path)).timeout(TIMEOUT).build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** Joins as a page does. Whether the room takes us does not matter: an answer through the socket does. */
    private Finding webSocket(HttpClient http) throws IOException, InterruptedException {
        String todo = "does a proxy on the way pass WebSockets on (Upgrade), and reach the shard's port?";
        HttpResponse<String> join = get(http, "/api/join?room=main");
        if (join.statusCode() != 200) {
            return fail("WebSocket", "/api/join answers " + join.statusCode(), "are the shards ready? ./brigade top");
        }
        URI stream = JoinAnswer.read(ServerUrl.at(url, "/api/join"), join.body()).stream();
        Answers answers = new Answers();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols(StreamLimits.SUBPROTOCOL)
                    .connectTimeout(TIMEOUT)
                    .buildAsync(stream, answers)
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            long beganNs = nowNs.getAsLong();
            var _ = socket.sendText(hello(), true);
            answers.first.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            double ms = (nowNs.getAsLong() - beganNs) / 1e6;
            socket.abort();
            return ok("WebSocket", String.format(Locale.ROOT, "%s answers after %.1f ms", stream.getAuthority(), ms));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return fail("WebSocket", stream + " does not answer: " + cause, todo);
        }
    }

    private static String hello() {
        return ControlJson.message("hello")
                .put("protocol", StreamLimits.PROTOCOL)
                .put("room", "main")
                .put("name", "doctor")
                .put("mode", "listen")
                .toString();
    }

    /** Waits for the first answer: a welcome, or a word why not. */
    private static final class Answers implements WebSocket.Listener {
        final CompletableFuture<Boolean> first = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            first.complete(true);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            first.complete(true);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            first.completeExceptionally(error);
        }
    }
}
