package brigade.stress.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The way that was turned down: a release store of the turn, then a look at the sleeper's flag. It loses wake-ups, on x86
 * too, which shows that {@link WaitingShardRace} would find it.
 */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "asleep and woken")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "woken though it noticed")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "noticed before it slept")
@Outcome(id = "false, true", expect = ACCEPTABLE_INTERESTING, desc = "LOST: why the product's store is volatile")
@State
public class ReleaseStoreRace {
    private final AtomicInteger turn = new AtomicInteger(1);
    private final AtomicInteger sleeps = new AtomicInteger();

    /** The server has the turn. */
    public ReleaseStoreRace() {}

    /** Hands back by a release store. */
    @Actor
    public void server(ZZ_Result result) {
        turn.setRelease(0);
        result.r1 = sleeps.getAcquire() == 1;
    }

    /** Wants to sleep. */
    @Actor
    public void shard(ZZ_Result result) {
        sleeps.set(1);
        result.r2 = turn.get() == 1;
    }
}
