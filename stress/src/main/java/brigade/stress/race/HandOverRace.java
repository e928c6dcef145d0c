package brigade.stress.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import brigade.rpc.RaceBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who sees the turn flipped to the server sees the whole call. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not handed over yet")
@Outcome(id = "7, 8", expect = ACCEPTABLE, desc = "the whole call")
@Outcome(expect = FORBIDDEN, desc = "a call half written")
@State
public class HandOverRace {
    private final RaceBuffer buffer = RaceBuffer.dry();

    /** Before the call. */
    public HandOverRace() {}

    /** Fills in and hands over. */
    @Actor
    public void shard() {
        buffer.handOver(7, 8);
    }

    /** Looks once. */
    @Actor
    public void server(II_Result seen) {
        if (buffer.isServersTurn()) {
            seen.r1 = buffer.callNumber();
            seen.r2 = buffer.payload();
        }
    }
}
