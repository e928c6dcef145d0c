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

/** A server that really sleeps in the futex is woken by a shard's ring. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "STALE", expect = FORBIDDEN, desc = "sleeps on: the wake-up is lost")
@State
public class SleepingServerRace {
    private final RaceBuffer buffer = RaceBuffer.real();

    /** The server is idle. */
    public SleepingServerRace() {}

    /** Sleeps until there is a call. */
    @Actor
    public void server() {
        buffer.awaitCall();
    }

    /** Hands over and rings. */
    @Signal
    public void shard() {
        buffer.handOver(1, 1);
        buffer.ring();
    }
}
