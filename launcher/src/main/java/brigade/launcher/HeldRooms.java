package brigade.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Rooms that are about to move: no song begins in them, until they have gone or this is closed. One thread. */
final class HeldRooms implements AutoCloseable {
    /** Between two looks for the end of songs; where many sound, so much for each: nginx lets 20 questions a second through. */
    private static final long LOOK_MS = 500;

    private static final long LOOK_EACH_MS = 100;

    /** While the end of songs is looked for; when this command dies songs begin again after it. */
    private static final int HOLD_SECONDS = 120;

    /** While rooms are brought over, with what files they got lately. */
    private static final int HOLD_LONG_SECONDS = 600;

    private final HouseRooms house;
    private final List<String> rooms;
    private final Consumer<String> say;

    /** When all have to be held anew, by the monotonic clock. */
    private long renewNs;

    /**
     * @param house where they are
     * @param rooms their ids
     * @param say where lines for people go
     */
    HeldRooms(HouseRooms house, List<String> rooms, Consumer<String> say) {
        this.house = house;
        this.rooms = new ArrayList<>(rooms);
        this.say = say;
    }

    /**
     * Waits until no song sounds in any of them.
     *
     * @param breakOff whether songs that run longer are no reason to refuse
     */
    void awaitEnds(int waitMaxSeconds, boolean breakOff) throws InterruptedException {
        long untilNs = LauncherClock.monotonicNs() + TimeUnit.SECONDS.toNanos(waitMaxSeconds);
        List<String> sounding = holdAll();
        if (!sounding.isEmpty()) {
            say.accept("waiting for the song in " + String.join(", ", sounding) + " to end, " + waitMaxSeconds
                    + " s at most; no other begins");
        }
        while (!sounding.isEmpty()) {
            if (LauncherClock.monotonicNs() >= untilNs) {
                if (breakOff) {
                    break;
                }
                throw new LaunchException("a song runs longer than " + waitMaxSeconds + " s in "
                        + String.join(", ", sounding) + ": nothing has moved");
            }
            Thread.sleep(Math.max(LOOK_MS, LOOK_EACH_MS * sounding.size()));
            sounding = isDue() ? holdAll() : hold(sounding);
        }
        renewNs = LauncherClock.monotonicNs(); // for longer, now that they are brought over
    }

    /** Holds all; returns those in which a song sounds. */
    private List<String> holdAll() {
        dueIn(HOLD_SECONDS / 2);
        return hold(rooms);
    }

    private List<String> hold(List<String> some) {
        return some.stream().filter(room -> house.hold(room, HOLD_SECONDS)).toList();
    }

    private boolean isDue() {
        return LauncherClock.monotonicNs() - renewNs >= 0;
    }

    private void dueIn(int seconds) {
        renewNs = LauncherClock.monotonicNs() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Between two rooms that are brought over: the others are still held. */
    void renew() {
        if (!isDue()) {
            return;
        }
        dueIn(HOLD_LONG_SECONDS / 2);
        for (String room : rooms) {
            try {
                holdLong(room);
            } catch (LaunchException e) {
                // Said when it is its turn.
            }
        }
    }

    /** Before one is brought over. */
    void holdLong(String room) {
        house.hold(room, HOLD_LONG_SECONDS);
    }

    /** It has moved. */
    void gone(String room) {
        rooms.remove(room);
    }

    /** Songs begin again in what has stayed. */
    @Override
    public void close() {
        for (String room : rooms) {
            try {
                house.hold(room, 0);
            } catch (LaunchException e) {
                say.accept("room " + room + " was not told that songs may begin again (" + e.getMessage()
                        + "): it knows by itself within " + HOLD_LONG_SECONDS + " s");
            }
        }
    }
}
