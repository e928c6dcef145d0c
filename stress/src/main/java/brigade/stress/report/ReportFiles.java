package brigade.stress.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code report.json} and {@code report.html} into a folder; any mode's. Stateless. */
public final class ReportFiles {
    /** The one file of Chart.js; the version is the pom's, so the path is found and not written down. */
    private static final String CHART_LIBRARY = "dist/chart.umd.min.js";

    private static final JsonMapper JSON = new JsonMapper();

    private ReportFiles() {}

    /** A report with what every mode has. */
    public static ObjectNode begin(String mode, Instant startedAt, long seed) {
        ObjectNode report = JSON.createObjectNode();
        report.put("mode", mode);
        report.put("startedAt", startedAt.toString());
        report.put("seed", seed);
        ObjectNode machine = report.putObject("machine");
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("cpu", cpuModel());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return report;
    }

    /** The one line that {@code --json} ends with: mode, seed, ok and the figures. */
    public static String summaryLine(ObjectNode report) {
        ObjectNode line = JSON.createObjectNode();
        line.set("mode", report.get("mode"));
        line.setAll((ObjectNode) report.path("figures"));
        line.set("seed", report.get("seed"));
        line.set("ok", report.get("ok"));
        return JSON.writeValueAsString(line);
    }

    /**
     * Writes both files; makes the folder when it is missing.
     *
     * @return report.html
     */
    public static Path write(Path folder, ObjectNode report) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        Path page = folder.resolve("report.html");
        Files.writeString(page, page(report));
        return page;
    }

    private static String page(ObjectNode report) throws IOException {
        // "<" could end the script element; in a JSON string its escape means the same.
        String data = JSON.writeValueAsString(report).replace("<", "\\u003c");
        return resource("report.html")
                .replace("/*STYLE*/", resource("report.css"))
                .replace("/*LIBRARY*/", library())
                .replace("/*SCRIPT*/", resource("report.js"))
                .replace("/*DATA*/", data);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the tester's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String library() throws IOException {
        String properties = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";
        ClassLoader loader = ReportFiles.class.getClassLoader();
        java.util.Properties about = new java.util.Properties();
        try (InputStream in = loader.getResourceAsStream(properties)) {
            if (in == null) {
                throw new IOException("Chart.js is not among the jars");
            }
            about.load(in);
        }
        String file = "META-INF/resources/webjars/chart.js/" + about.getProperty("version") + "/" + CHART_LIBRARY;
        try (InputStream in = loader.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("Chart.js' jar lacks " + CHART_LIBRARY);
            }
            // The map would be looked for beside the page.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        }
    }

    private static String cpuModel() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
