package brigade.containers;

import brigade.launcher.Brigade;
import brigade.robot.Sing;
import brigade.shard.CodecShard;
import brigade.state.StateServer;
import java.util.Arrays;

/** The image's main: its first argument says which of our programs the container is. */
public final class Role {
    private Role() {}

    /** {@code state-server}, {@code codec-shard} and {@code sing} with their options; anything else is the launcher's. */
    public static void main(String[] arguments) throws InterruptedException {
        String role = arguments.length == 0 ? "--help" : arguments[0];
        String[] options = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (role) {
            case "state-server" -> StateServer.main(options);
            case "codec-shard" -> CodecShard.main(options);
            case "sing" -> Sing.main(options);
            default -> Brigade.main(arguments.length == 0 ? new String[] {role} : arguments);
        }
    }
}
