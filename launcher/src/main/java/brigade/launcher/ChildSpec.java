package brigade.launcher;

import java.util.List;

/**
 * What one child process is started with.
 *
 * @param name its role: state-server, shard-01, front-door; also the name of its log
 * @param mainClass the program
 * @param arguments its flags
 */
record ChildSpec(String name, String mainClass, List<String> arguments) {
    ChildSpec {
        arguments = List.copyOf(arguments);
    }
}
