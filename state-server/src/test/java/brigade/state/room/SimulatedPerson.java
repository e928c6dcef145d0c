package brigade.state.room;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Somebody of stream v2 in the {@link MixedSimulation}: sings all the time to what he hears; comes and goes. */
final class SimulatedPerson {
    private static final int BLOCK = 2_880;

    private final MixedSimulation simulation;
    private final int slot;
    private final TestShard shard;

    /** From what leaves the server to what comes back: less than a row. */
    private final int lineSamples;

    private @Nullable TestPerson person;
    private long id;
    private long sungUpTo;
    private long passed = Long.MIN_VALUE / 2;
    private long sentFrom;
    private long sentTo;
    private long comesAt = Long.MAX_VALUE;
    private boolean leads;

    SimulatedPerson(MixedSimulation simulation, int slot, TestShard shard) {
        this.simulation = simulation;
        this.slot = slot;
        this.shard = shard;
        this.lineSamples = 4_800 + simulation.random.nextInt(9_600);
    }

    TestShard shard() {
        return shard;
    }

    /** Opens a socket: as a newcomer, or with what he got before. */
    void come() {
        comesAt = Long.MAX_VALUE;
        sungUpTo = 0;
        person = shard.hello("main", "p" + slot, event -> {
            if (id != 0) {
                event.putObject("access").putObject("resume").put("id", Long.toString(id));
            }
        });
    }

    /** Whether he is here and sings. */
    boolean canLead() {
        return person != null && shard.seats.containsKey(person.conn) && person.bucket() > 0;
    }

    private TestPerson here() {
        TestPerson present = person;
        if (present == null) {
            throw new AssertionError("p" + slot + " is away");
        }
        return present;
    }

    void lead(int repeats) {
        leads = true;
        here().say("tempo", m -> m.put("bpm", repeats == 0 ? 0 : 60));
        here().say("rounds", m -> m.put("bpr", repeats == 0 ? 0 : 8).put("repeats", repeats));
        here().say("lead");
    }

    void start() {
        here().say("start");
    }

    void stop() {
        here().say("stop");
        leads = false;
    }

    /** What he does before his shard's tick. */
    void act() {
        if (simulation.now() >= comesAt) {
            come();
        }
        TestPerson present = person;
        if (present == null || !shard.seats.containsKey(present.conn)) {
            return;
        }
        sing(present);
        chance(present);
    }

    private void sing(TestPerson present) {
        sentFrom = 0;
        sentTo = 0;
        TestShard.Sitting seat = present.seat();
        if (seat.bucket() == 0) {
            return;
        }
        long heard = simulation.now() - seat.delaySamples() - lineSamples;
        if (sungUpTo == 0 || heard - sungUpTo > 48_000 || sungUpTo - heard > 2 * BLOCK) {
            sungUpTo = heard - BLOCK; // he sits elsewhere: clocks skipped, or replayed
        }
        if (heard - sungUpTo >= BLOCK) {
            float[] voice = MixedSimulation.voice(slot, sungUpTo, BLOCK);
            shard.voice(seat.person(), sungUpTo, seat.bucket(), voice, 0);
            sentFrom = sungUpTo;
            sentTo = sungUpTo + BLOCK;
            sungUpTo = sentTo;
        }
    }

    /** Notes what his shard handed on, and where he sits now. */
    void acted() {
        TestPerson present = person;
        if (sentTo > Math.max(passed, sentFrom)) {
            simulation.wrote(slot, Math.max(passed, sentFrom), sentTo);
            passed = sentTo;
        }
        sentTo = 0;
        if (present != null && shard.seats.containsKey(present.conn)) {
            id = present.id();
            for (JsonNode message : present.told()) {
                if (MixedSimulation.type(message).equals("error")
                        && List.of("server", "bad-clock")
                                .contains(message.get("code").stringValue())) {
                    throw new AssertionError("p" + slot + " was told " + message);
                }
            }
            present.told().clear();
        }
    }

    private void chance(TestPerson present) {
        int dice = simulation.random.nextInt(3_000);
        if (leads) {
            return;
        }
        if (dice == 0) {
            present.drop();
            away(0.2 + 20 * simulation.random.nextDouble());
        } else if (dice == 1) {
            present.say("bye");
            away(3 + 60 * simulation.random.nextDouble());
        } else if (dice == 2) {
            present.say("seat", m -> m.put("bucket", simulation.stage().rows()));
        } else if (dice == 3 || dice == 4) {
            boolean listens = present.bucket() == 0;
            present.say("mode", m -> m.put("mode", listens ? "sing" : "listen"));
        } else if (dice < 9 && present.bucket() > 0) {
            // A helper moves him.
            Person moved = simulation.stage().people().get(present.id());
            int bucket = 1 + simulation.random.nextInt(simulation.stage().rows());
            if (moved != null && moved.bucket != bucket && moved.isHere()) {
                simulation.stage().seats().move(moved, bucket, StageSeats.WHY_MOVED);
            }
        }
    }

    private void away(double seconds) {
        shard.left(here().conn);
        person = null;
        comesAt = simulation.now() + Math.round(seconds * 50) * 960;
    }
}
