package brigade.stress.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import brigade.rpc.RaceBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who sees the turn flipped back to the shard sees the whole answer. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not answered yet")
@Outcome(id = "200, 9", expect = ACCEPTABLE, desc = "the whole answer")
@Outcome(expect = FORBIDDEN, desc = "an answer half written")
@State
public class HandBackRace {
    private final RaceBuffer buffer = RaceBuffer.dry().atServer();

    /** The server has the turn. */
    public HandBackRace() {}

    /** Answers and hands back. */
    @Actor
    public void server() {
        buffer.handBack(200, 9);
    }

    /** Looks once. */
    @Actor
    public void shard(II_Result seen) {
        if (!buffer.isServersTurn()) {
            seen.r1 = buffer.status();
            seen.r2 = buffer.payload();
        }
    }
}
