package brigade.launcher.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Fills in {@code nginx/brigade.conf.template}. Stateless. */
final class NginxText {
    private static final String TEMPLATE = "brigade.conf.template";
    private static final Pattern WORD = Pattern.compile("@([A-Z]+)@");

    /** A year: what browsers' preload lists ask for. */
    private static final int HSTS_SECONDS = 31_536_000;

    private NginxText() {}

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException when a folder's name cannot stand in a configuration
     */
    static String configuration(NginxSettings settings, NginxPlaces places) throws IOException {
        NginxSettings.Tls tls = settings.tls();
        Map<String, String> words = Map.ofEntries(
                Map.entry("USER", settings.user().isEmpty() ? "" : "user " + settings.user() + ";"),
                Map.entry("FOLDER", quotable(places.folder())),
                Map.entry("WORK", quotable(places.work())),
                Map.entry("WEB", quotable(places.web())),
                Map.entry("ACCESSLOG", quotable(places.accessLog())),
                Map.entry("ERRORLOG", quotable(places.errorLog())),
                Map.entry("TRUSTED", trusted(settings.trustedProxies())),
                Map.entry("SHARDS", upstreams(settings.shardPorts())),
                Map.entry("SERVERS", servers(settings.shardPorts())),
                Map.entry("NUMBERS", numbers(settings.shardPorts().size())),
                Map.entry("HEALTH", "127.0.0.1:" + settings.healthPort()),
                Map.entry("REDIRECT", redirect(settings)),
                Map.entry("LISTEN", socket(settings, settings.port()) + (tls == null ? "" : " ssl http2")),
                Map.entry("NAME", settings.serverName()),
                Map.entry("STRIP", strip(settings.folder())),
                Map.entry("TLS", tls == null ? "" : certificate(tls)));
        return WORD.matcher(resource(TEMPLATE)).replaceAll(found -> {
            String word = words.get(found.group(1));
            if (word == null) {
                throw new IllegalStateException("the template has an unknown word " + found.group());
            }
            return Matcher.quoteReplacement(word);
        });
    }

    /**
     * The headers of every page.
     *
     * @param contentSecurityPolicy what a page may do
     */
    static String headers(String contentSecurityPolicy, NginxSettings.@Nullable Tls tls) {
        StringBuilder headers = new StringBuilder(1_024)
                .append(header("Content-Security-Policy", contentSecurityPolicy))
                .append(header("Permissions-Policy", "microphone=(self), autoplay=(self), camera=(), geolocation=()"))
                .append(header("Referrer-Policy", "no-referrer"))
                .append(header("X-Content-Type-Options", "nosniff"));
        if (tls != null && tls.trusted()) {
            headers.append(header("Strict-Transport-Security", "max-age=" + HSTS_SECONDS));
        }
        return headers.toString();
    }

    private static String header(String name, String value) {
        return "add_header " + name + " \"" + value + "\" always;\n";
    }

    /** A file of nginx/. */
    static String resource(String file) throws IOException {
        try (InputStream in = NginxText.class.getResourceAsStream("/brigade/nginx/" + file)) {
            if (in == null) {
                throw new IOException("nginx/" + file + " is missing: build again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** nginx has no way to write a quote or a dollar in a quoted word. */
    private static String quotable(Path path) {
        return quotable(path.toAbsolutePath().normalize().toString());
    }

    private static String quotable(String text) {
        if (text.chars().anyMatch(c -> c == '"' || c == '$' || c == '\\' || c < ' ')) {
            throw new IllegalArgumentException("nginx cannot be told of a folder of this name: " + text);
        }
        return text;
    }

    private static String trusted(List<String> networks) {
        if (networks.isEmpty()) {
            return "";
        }
        return networks.stream()
                .map(network -> "    set_real_ip_from " + network + ";\n")
                .collect(
                        Collectors.joining("", "", "    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n"));
    }

    /**
     * What follows the folder is served as if it stood alone; whoever forgot its last / is helped. What asks for a new room in any
     * house was sent here.
     */
    private static String strip(String folder) {
        if (folder.equals("/")) {
            return "";
        }
        String pattern = folder.replace(".", "[.]");
        return "        absolute_redirect off;\n        rewrite ^" + pattern.substring(0, pattern.length() - 1) + "$ "
                + folder + " redirect;\n        rewrite ^" + pattern
                + "(.*)$ /$1;\n        rewrite ^/any/api/rooms$ /api/rooms;\n";
    }

    private static String upstreams(List<Integer> ports) {
        return IntStream.rangeClosed(1, ports.size())
                .mapToObj(shard -> "    upstream brigade_" + shard + " { server 127.0.0.1:" + ports.get(shard - 1)
                        + " max_fails=0; keepalive 64; }")
                .collect(Collectors.joining("\n"));
    }

    private static String servers(List<Integer> ports) {
        return ports.stream()
                .map(port -> "        server 127.0.0.1:" + port + " max_fails=0;")
                .collect(Collectors.joining("\n"));
    }

    private static String numbers(int shards) {
        return IntStream.rangeClosed(1, shards).mapToObj(Integer::toString).collect(Collectors.joining("|"));
    }

    private static String socket(NginxSettings settings, int port) {
        return (settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host()) + ":" + port;
    }

    /** Old clients post to {@code /api} and do not follow; a page is sent on. Certbot's answers lie in the folder. */
    private static String redirect(NginxSettings settings) {
        if (settings.tls() == null || settings.redirectPort() == 0) {
            return "";
        }
        String to = settings.port() == 443 ? "https://$host" : "https://$host:" + settings.port();
        return """
                    server {
                        listen %s;
                        server_name %s;
                        location /.well-known/acme-challenge/ {
                            root /var/www/html;
                        }
                        location /api {
                            default_type text/plain;
                            return 404 "this is served over https only\\n";
                        }
                        location / {
                            return 308 %s$request_uri;
                        }
                    }
                """.formatted(socket(settings, settings.redirectPort()), settings.serverName(), to);
    }

    private static String certificate(NginxSettings.Tls tls) {
        return "        ssl_certificate \"" + quotable(tls.certificate()) + "\";\n        ssl_certificate_key \""
                + quotable(tls.key()) + "\";\n        ssl_protocols TLSv1.2 TLSv1.3;\n"
                + "        ssl_session_cache shared:brigade:10m;\n        ssl_session_timeout 1d;";
    }
}
