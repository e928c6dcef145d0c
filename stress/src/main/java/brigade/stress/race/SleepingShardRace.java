package brigade.stress.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import brigade.rpc.RaceBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** A shard that really sleeps in the futex is woken by the server's answer. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "STALE", expect = FORBIDDEN, desc = "sleeps on: the wake-up is lost")
@State
public class SleepingShardRace {
    private final RaceBuffer buffer = RaceBuffer.real().atServer();

    /** The server has the turn. */
    public SleepingShardRace() {}

    /** Sleeps until there is an answer. */
    @Actor
    public void shard() {
        buffer.awaitAnswer();
    }

    /** Answers. */
    @Signal
    public void server() {
        buffer.handBack(200, 1);
    }
}
