package brigade.state.room;

import brigade.wire.ExchangeRequest;
import java.util.function.Consumer;

/** Somebody of v1 in the {@link MixedSimulation}: exchanges 600 ms at a time, sings all the time, follows his seat. */
final class SimulatedOldClient {
    private static final int BATCH = 28_800;

    /** From what he hears to what he sends: more than a batch, less than a row. */
    private static final int LAG = 48_000;

    private final MixedSimulation simulation;
    private final int slot;
    private final Client client;
    private int seatSeconds = 6;
    private long nextAt;
    private long passed = Long.MIN_VALUE / 2;
    private Consumer<ExchangeRequest> wish = r -> {};

    SimulatedOldClient(MixedSimulation simulation, int slot) {
        this.simulation = simulation;
        this.slot = slot;
        this.client = simulation.house.house.client(slot + 1L, seatSeconds);
        this.nextAt = simulation.now() + slot * 960L;
    }

    void lead(int repeats) {
        wish = r -> {
            r.bpm = repeats == 0 ? 0 : 60;
            r.bpr = repeats == 0 ? 0 : 8;
            r.repeats = repeats;
            r.requestLead = true;
        };
    }

    void start() {
        wish = r -> r.markStartSinging = true;
    }

    void stop() {
        wish = r -> r.markStopSinging = true;
    }

    void act() {
        if (simulation.now() < nextAt) {
            return;
        }
        if (client.reset) {
            client.readClock = simulation.now() - seatSeconds * 48_000L - BATCH - slot * 100L;
            client.singing = false;
        }
        simulation.calls++;
        long readStart = client.readClock;
        long start = client.readClock - LAG;
        boolean sings = client.singing;
        Consumer<ExchangeRequest> wished = wish;
        wish = r -> {};
        client.send(MixedSimulation.voice(slot, start, BATCH), wished.andThen(r -> {
            r.backingVolume = 0;
            r.disableAutoGain = 1;
            if (sings) {
                r.writeClock = start + BATCH;
            }
        }));
        simulation.follow(simulation.calls - 1); // what starts a song comes before the voice
        simulation.checkOld(readStart, client.heard);
        if (sings) {
            long from = Math.max(passed, start);
            if (from < start + BATCH) {
                simulation.wrote(slot, from, start + BATCH);
                passed = start + BATCH;
            }
        }
        client.singing = true;
        Object seat = client.get("delay_seconds");
        if (seat != null && (Long) seat != seatSeconds) {
            seatSeconds = ((Long) seat).intValue();
            client.reset = true;
        }
        nextAt = simulation.now() + BATCH;
    }
}
