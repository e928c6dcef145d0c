package brigade.state.room;

import java.util.Random;

/** Makes the songs of a {@link Simulation}: somebody takes the lead, starts, and the song ends in one of four ways. */
final class Conductor {
    private enum Step {
        PAUSE,
        SEATED,
        SINGING
    }

    private final House house;
    private final Random random;
    private Step step = Step.PAUSE;
    private SimulatedSinger leader;
    private int repeats;
    private long stepAt;

    Conductor(SimulatedSinger first, House house, Random random) {
        this.house = house;
        this.random = random;
        this.leader = first;
        this.stepAt = house.now + 3 * 48_000;
    }

    /** Who leads now, or led last. */
    SimulatedSinger leader() {
        return leader;
    }

    /** How often voices come again in this song. */
    int repeats() {
        return repeats;
    }

    /** Decides what {@code next} asks for in his coming exchange. */
    void beforeTurnOf(SimulatedSinger next) {
        if (house.now < stepAt) {
            return;
        }
        switch (step) {
            case PAUSE -> takeLead(next);
            case SEATED -> start(next);
            case SINGING -> end(next);
        }
    }

    private void takeLead(SimulatedSinger next) {
        leader = next;
        leader.muted = false;
        repeats = random.nextInt(4) == 0 ? 1 : 0;
        int beats = repeats == 0 ? 0 : 8;
        next.wish = r -> {
            r.requestLead = true;
            r.bpm = repeats == 0 ? 0 : 60;
            r.bpr = beats;
            r.repeats = repeats;
        };
        go(Step.SEATED, 6);
    }

    private void start(SimulatedSinger next) {
        if (next == leader) {
            next.wish = r -> r.markStartSinging = true;
            go(Step.SINGING, 15 + random.nextInt(30));
        }
    }

    private void end(SimulatedSinger next) {
        int how = random.nextInt(8);
        if (next == leader) {
            next.wish = r -> r.markStopSinging = true;
            if (how < 3) {
                go(Step.SEATED, 1); // the next song at once, while this one trails
            } else {
                go(Step.PAUSE, 35);
            }
        } else if (how == 7 && random.nextInt(60) == 0) {
            next.wish = r -> r.markStopSinging = true; // anybody may: at once for all
            go(Step.PAUSE, 35);
        }
    }

    private void go(Step next, int seconds) {
        step = next;
        stepAt = house.now + seconds * 48_000L;
    }
}
