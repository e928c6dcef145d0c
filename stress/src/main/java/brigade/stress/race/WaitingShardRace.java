package brigade.stress.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import brigade.rpc.RaceBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The server answers while the shard is about to fall asleep: it wakes it, or the shard notices. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "asleep and woken")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "woken though it noticed: one system call too many")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "noticed before it slept")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "asleep and not woken: the wake-up is lost")
@State
public class WaitingShardRace {
    private final RaceBuffer buffer = RaceBuffer.dry().atServer();

    /** The server has the turn. */
    public WaitingShardRace() {}

    /** Answers. */
    @Actor
    public void server(ZZ_Result result) {
        result.r1 = buffer.handBack(200, 1);
    }

    /** Wants to sleep. */
    @Actor
    public void shard(ZZ_Result result) {
        result.r2 = buffer.shardWouldSleep();
    }
}
