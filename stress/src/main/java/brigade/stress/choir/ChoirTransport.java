package brigade.stress.choir;

import brigade.stress.load.Progress;
import java.io.IOException;

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

    /** How loud its listeners hear what. */
    LevelRule levels();
}
