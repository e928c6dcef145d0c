package brigade.shard;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where options come from that are not on the command line: the environment ({@code BRIGADE_SHARD_RUN_DIR}
 * for {@code --run-dir}), then a properties file ({@code run-dir = ...}). A flag wins over the environment, which wins over the
 * file. A key that is no option is an error: it would be a typing mistake that stays unnoticed. The prefix is this
 * process' own, so that all processes can share one environment. Built once, by the thread that parses.
 */
final class OptionDefaults implements CommandLine.IDefaultValueProvider {
    /** The option that names the file. */
    static final String CONFIG = "--config";

    private static final String OPERATOR_TOKEN = "--operator-token";

    private static final String PREFIX = "BRIGADE_SHARD_";

    private final Map<String, String> environment;
    private final Properties file;

    private OptionDefaults(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * Prepares {@code command} for these arguments.
     *
     * @throws ParameterException when the file cannot be read or has a key that is no option
     */
    static void addTo(CommandLine command, String[] arguments, Map<String, String> environment) {
        for (String name : environment.keySet()) {
            String option = "--"
                    + name.replaceFirst(PREFIX, "").toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.startsWith(PREFIX) && !isOption(command.getCommandSpec(), option) && !option.equals(CONFIG)) {
                throw new ParameterException(command, "unknown key " + name + " in the environment");
            }
        }
        String path = configPath(arguments, environment);
        Properties file = new Properties();
        if (path != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(path))) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ParameterException(command, "cannot read " + path + ": " + e.getMessage(), e);
            }
            for (String key : file.stringPropertyNames()) {
                if (!isOption(command.getCommandSpec(), "--" + key)) {
                    throw new ParameterException(command, path + ": unknown key " + key);
                }
            }
        }
        command.setDefaultValueProvider(new OptionDefaults(environment, file));
    }

    private static @Nullable String configPath(String[] arguments, Map<String, String> environment) {
        String path = environment.get(variable(CONFIG));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(CONFIG) && i + 1 < arguments.length) {
                path = arguments[i + 1];
            } else if (arguments[i].startsWith(CONFIG + "=")) {
                path = arguments[i].substring(CONFIG.length() + 1);
            }
        }
        return path;
    }

    private static boolean isOption(CommandSpec command, String name) {
        OptionSpec option = command.findOption(name);
        return option != null && !option.usageHelp() && !option.versionHelp() && !name.equals(CONFIG);
    }

    private static String variable(String option) {
        return PREFIX + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = option.longestName();
        if (!name.startsWith("--") || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String set = environment.get(variable(name));
        String found = set != null ? set : file.getProperty(name.substring(2));
        // The operator's word is one for all processes.
        return found == null && name.equals(OPERATOR_TOKEN) ? environment.get("BRIGADE_OPERATOR_TOKEN") : found;
    }
}
