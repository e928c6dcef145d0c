package brigade.stress.choir;

import brigade.stress.load.Progress;
import brigade.stress.stream.ShardTicks;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a plan to a server by one protocol and tells in the checker's terms what came of it: chirps with the moments at
 * which the server took them, and sound with clocks. One run; one thread calls.
 */
public interface ChoirTransport {
    /**
     * Has the plan sung.
     *
     * @throws IOException when the server is away or no song starts; the message is for people
     */
    Performance perform(ChoirPlan plan, Progress progress) throws IOException, InterruptedException;

    /** The plan as it was sung, where a server has its own mind; after {@link #perform}. */
    default ChoirPlan performed(ChoirPlan plan) {
        return plan;
    }

    /** The shards' ticks during the run; none where there are none. */
    default List<ShardTicks> ticks() {
        return List.of();
    }

    /** What recording costs; null when it was not asked for. After {@link #perform}. */
    default @Nullable RecordingCost recording() {
        return null;
    }

    /** How loud its listeners hear what. */
    LevelRule levels();
}
