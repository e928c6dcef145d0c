package brigade.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests under {@code k8s/} by the schema of Kubernetes: no field that it does not know, none that it misses. */
class KubernetesTest {
    private static final Path K8S = Path.of("../k8s");

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyOverlayIsRenderedAndValid(String overlay) throws Exception {
        assumeTrue(hasKubectl(), "no kubectl here: overlays are not rendered");
        List<JsonObject> objects = documents(kustomize(K8S.resolve("overlays").resolve(overlay)));
        for (JsonObject object : objects) {
            check(object);
        }
        assertThat(objects)
                .extracting(KubernetesTest::kind)
                .contains("Namespace", "StatefulSet", "Service", "PodDisruptionBudget", "NetworkPolicy");
        JsonObject pod = find(objects, "StatefulSet")
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec");
        assertThat(pod.toString()).contains("\"medium\":\"Memory\"").doesNotContain("localhost/brigade\"");
        for (JsonElement container : containers(pod)) {
            assertThat(container.toString())
                    .contains("\"readOnlyRootFilesystem\":true", "\"allowPrivilegeEscalation\":false")
                    .contains("\"drop\":[\"ALL\"]", "\"requests\"", "\"limits\"");
        }
    }

    /** As many rules as pods, each to the service of its own pod; what has no number is pod 0's; new rooms are anybody's. */
    @Test
    void oneRuleForEachPodRoutesItsRooms() throws Exception {
        assumeTrue(hasKubectl(), "no kubectl here: overlays are not rendered");
        List<JsonObject> objects = documents(kustomize(K8S.resolve("overlays/production")));
        int pods = find(objects, "StatefulSet")
                .getAsJsonObject("spec")
                .get("replicas")
                .getAsInt();
        JsonObject rule = find(objects, "Ingress")
                .getAsJsonObject("spec")
                .getAsJsonArray("rules")
                .get(0)
                .getAsJsonObject();
        Map<String, String> routes = new TreeMap<>();
        for (JsonElement path : rule.getAsJsonObject("http").getAsJsonArray("paths")) {
            routes.put(
                    path.getAsJsonObject().get("path").getAsString(),
                    path.getAsJsonObject()
                            .getAsJsonObject("backend")
                            .getAsJsonObject("service")
                            .get("name")
                            .getAsString());
        }
        assertThat(routes.remove("/any/api/rooms")).isEqualTo("brigade-any");
        JsonObject any = service(objects, "brigade-any").getAsJsonObject("spec").getAsJsonObject("selector");
        JsonObject pod = find(objects, "StatefulSet")
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("metadata")
                .getAsJsonObject("labels");
        assertThat(pod.entrySet()).containsAll(any.entrySet());
        assertThat(any.toString()).doesNotContain("pod-name");
        Map<String, String> expected = new TreeMap<>(Map.of("/", "brigade-0"));
        for (int ordinal = 0; ordinal < pods; ordinal++) {
            expected.put("/" + ordinal, "brigade-" + ordinal);
        }
        assertThat(routes).isEqualTo(expected);
        for (String service : routes.values()) {
            JsonObject found = service(objects, service);
            assertThat(found.toString()).contains("\"statefulset.kubernetes.io/pod-name\":\"" + service + "\"");
        }
    }

    @Test
    void everyManifestIsValidByItself() throws Exception {
        List<JsonObject> objects = new ArrayList<>();
        try (Stream<Path> files = Files.walk(K8S)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .toList()) {
                objects.addAll(documents(Files.readString(file)));
            }
        }
        for (JsonObject object : objects) {
            check(object);
        }
        assertThat(objects)
                .hasSizeGreaterThan(6)
                .extracting(KubernetesTest::kind)
                .contains("Ingress");
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws Exception {
        String good = Files.readString(K8S.resolve("base/statefulset.yaml"));
        String wrong = good.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem");
        assertThat(wrong).isNotEqualTo(good);
        JsonObject object = documents(wrong).getFirst();
        assertThatThrownBy(() -> check(object)).hasMessageContaining("readOnlyRootFileSystem");
    }

    @Test
    void theBasesShardsAreTheOnesThatNginxKnows() throws Exception {
        JsonObject pod = documents(Files.readString(K8S.resolve("base/statefulset.yaml")))
                .getFirst()
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec");
        String all = containers(pod).toString();
        assertThat(all).contains("--shards=" + Images.SHARDS, "--health-port=" + Images.HEALTH_PORT);
        for (int shard = 1; shard <= Images.SHARDS; shard++) {
            assertThat(all)
                    .contains("\"--shard=" + shard + "\"", "\"--port=" + (Images.SHARD_PORT + shard - 1) + "\"")
                    .contains("--stream-url=/$(ORDINAL)/api/0" + shard + "/stream");
        }
        // The state server names its rooms by the pod's number, nginx strips it from addresses.
        assertThat(all).contains("--ordinal=$(ORDINAL)", "--folder=/$(ORDINAL)/", "apps.kubernetes.io/pod-index");
        int drainSeconds = Integer.parseInt(all.replaceFirst(".*--drain-max-seconds=(\\d+).*", "$1"));
        assertThat(pod.get("terminationGracePeriodSeconds").getAsInt())
                .as("shards and nginx end after the songs")
                .isGreaterThanOrEqualTo(drainSeconds + 30);
        assertThat(all).doesNotContain("--shard=" + (Images.SHARDS + 1));
    }

    private static List<JsonElement> containers(JsonObject pod) {
        List<JsonElement> all =
                new ArrayList<>(pod.getAsJsonArray("initContainers").asList());
        all.addAll(pod.getAsJsonArray("containers").asList());
        return all;
    }

    private static JsonObject service(List<JsonObject> objects, String name) {
        return objects.stream()
                .filter(object -> kind(object).equals("Service"))
                .filter(object -> object.getAsJsonObject("metadata")
                        .get("name")
                        .getAsString()
                        .equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject find(List<JsonObject> objects, String kind) {
        return objects.stream()
                .filter(object -> kind(object).equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String kind(JsonObject object) {
        return object.get("kind").getAsString();
    }

    private static void check(JsonObject object) throws IOException {
        JSON.getGson(); // sets up what the models read dates and quantities with
        switch (kind(object)) {
            case "Ingress" -> V1Ingress.validateJsonElement(object);
            case "Namespace" -> V1Namespace.validateJsonElement(object);
            case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(object);
            case "PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(object);
            case "Service" -> V1Service.validateJsonElement(object);
            case "StatefulSet" -> V1StatefulSet.validateJsonElement(object);
            default -> throw new IOException("no schema is named here for " + kind(object));
        }
    }

    private static List<JsonObject> documents(String yaml) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            objects.add(new Gson().toJsonTree(document).getAsJsonObject());
        }
        return objects;
    }

    private static boolean hasKubectl() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    private static String kustomize(Path overlay) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
