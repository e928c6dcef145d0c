package brigade.launcher;

import java.util.List;

/**
 * What one child process is started with.
 *
 * @param name its role: state-server, shard-01, front-door, nginx; also the name of its log
 * @param java whether it is one of our own programs
 * @param program our program's main class; else the path of a program
 * @param arguments its flags
 */
record ChildSpec(String name, boolean java, String program, List<String> arguments) {
    ChildSpec {
        arguments = List.copyOf(arguments);
    }

    /** One of our own programs. */
    ChildSpec(String name, String mainClass, List<String> arguments) {
        this(name, true, mainClass, arguments);
    }
}
