package brigade.stress.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import brigade.rpc.RaceBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A shard rings while the server is about to fall asleep: it wakes it, or the server notices. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "asleep and woken")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "woken though it noticed: one system call too many")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "noticed before it slept")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "asleep and not woken: the wake-up is lost")
@State
public class DoorbellRace {
    private final RaceBuffer buffer = RaceBuffer.dry();

    /** The server is idle. */
    public DoorbellRace() {}

    /** Hands over and rings. */
    @Actor
    public void shard(ZZ_Result result) {
        buffer.handOver(1, 1);
        result.r1 = buffer.ring();
    }

    /** Finds nothing and wants to sleep. */
    @Actor
    public void server(ZZ_Result result) {
        result.r2 = buffer.serverWouldSleep();
    }
}
