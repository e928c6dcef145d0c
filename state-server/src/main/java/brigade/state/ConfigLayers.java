package brigade.state;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings below the flags: a properties file, and over it the environment. Keys are the long flags without dashes in
 * front ({@code run-dir}); in the environment with a prefix, in capitals ({@code BRIGADE_STATE_RUN_DIR}). A key nobody
 * knows is an error: it would be a typing mistake that stays unnoticed.
 *
 * <p>The prefix is this process' own, so that all processes can share one environment.
 */
final class ConfigLayers {
    private final Set<String> keys;
    private final String prefix;
    private final Map<String, String> values = new TreeMap<>();

    /**
     * Knows no value yet.
     *
     * @param keys all that may be set
     * @param prefix what our variables begin with
     */
    ConfigLayers(Set<String> keys, String prefix) {
        this.keys = keys;
        this.prefix = prefix;
    }

    /**
     * Takes all values of a file; later layers replace them.
     *
     * @throws IllegalArgumentException when it cannot be read or has a key nobody knows
     */
    void addFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
        }
        for (String key : properties.stringPropertyNames()) {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(unknown(key, file.toString()));
            }
            values.put(key, properties.getProperty(key).strip());
        }
    }

    /**
     * Takes all variables with our prefix.
     *
     * @throws IllegalArgumentException when there is one nobody knows
     */
    void addEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                String key =
                        name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
                if (!keys.contains(key)) {
                    throw new IllegalArgumentException(unknown(name, "the environment"));
                }
                values.put(key, value);
            }
        });
    }

    private String unknown(String key, String where) {
        return "unknown key " + key + " in " + where + "; there are " + String.join(", ", keys);
    }

    /** Value of a key, or null. */
    @Nullable
    String get(String key) {
        return values.get(key);
    }
}
