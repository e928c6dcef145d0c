package brigade.state.room;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seats a whole room for the coming song when people of stream v2 are in it. Made by each {@code lead} and
 * {@code request_lead}.
 *
 * <p>The leader sits in row 1. Behind him the rows grow as in {@link SeatingPlan}; newcomers sit behind who sang before,
 * singers without a sound check or headphones behind them, lines that need more than the spacing in the last row; pinned
 * people stay; who sits in one room with others sits in their row. v1 singers sit behind all v2 singers, at whole seconds, 3 s apart. A v1 leader makes the spacing 3 s.
 */
final class StageSeating {
    private final Stage stage;
    private final Room room;

    StageSeating(Stage stage) {
        this.stage = stage;
        this.room = stage.room();
    }

    /** Seats everybody for {@code leader}'s song and tells them. */
    void seat(Singer leader) {
        @Nullable Person leads = leader.person;
        List<Person> followers = new ArrayList<>();
        for (Person person : stage.people().all()) {
            if (person != leads && person.sings() && People.isSeated(person, stage.now())) {
                followers.add(person);
            }
        }
        long spacing = spacing(leads == null);
        double repeatSeconds = room.settings().repeatSeconds();
        int rowsMax = RoomLimits.ROWS_MAX - 1;
        if (repeatSeconds > 0) {
            // All hear all repeats: the last row has to sing within one.
            int fitting = (int) (repeatSeconds * AudioFormat.SAMPLE_RATE_HZ / spacing);
            rowsMax = Math.clamp(fitting, 1, rowsMax);
        }
        List<Person> slow = new ArrayList<>();
        List<Person> pinned = new ArrayList<>();
        List<List<Person>> others = new ArrayList<>();
        int othersCount = 0;
        for (List<Person> household : households(followers)) {
            if (leads != null
                    && !leads.household.isEmpty()
                    && household.getFirst().household.equals(leads.household)) {
                household.forEach(person -> person.bucket = 1); // they hear him through the air
            } else if (household.stream().anyMatch(person -> person.need.needSamples() > spacing)) {
                slow.addAll(household);
            } else if (household.stream().anyMatch(StageSeating::stays)) {
                int row = household.stream()
                        .filter(StageSeating::stays)
                        .findFirst()
                        .orElseThrow()
                        .bucket;
                household.stream().filter(person -> !stays(person)).forEach(person -> person.bucket = row);
                pinned.addAll(household);
            } else {
                others.add(household);
                othersCount += household.size();
            }
        }
        int followRows = SeatingPlan.followRows(othersCount + pinned.size(), rowsMax);
        int rows = 1 + followRows;
        stage.seats().shape(rows, spacing);
        if (leads != null) {
            leads.bucket = 1;
        }
        placeGrowing(others, othersCount, followRows);
        for (Person person : pinned) {
            person.bucket = Math.min(person.bucket, rows);
        }
        for (Person person : slow) {
            person.bucket = rows;
        }
        seatOldClients(leader, rows, spacing);
        stage.seats().reseated(slow);
    }

    /** The spacing of the coming song; it stays while a song is still heard. */
    private long spacing(boolean ledOverV1) {
        if (room.song().isOn()) {
            return stage.spacingSamples();
        }
        if (ledOverV1) {
            return StageSeats.SPACING_MAX_SAMPLES;
        }
        SongPhase phase = room.singingPhase(stage.now());
        boolean between = phase == SongPhase.IDLE || phase == SongPhase.LED;
        return between ? measured() : stage.spacingSamples();
    }

    /** What this evening's ways need; while nothing is known of them, what they needed before the server was started anew. */
    private long measured() {
        Evening evening = stage.charter().evening;
        long needed = Needs.spacingSamples(stage.people().all());
        if (needed == Needs.UNKNOWN) {
            return evening.spacingSamples > 0 ? evening.spacingSamples : StageSeats.SPACING_FIRST_SAMPLES;
        }
        if (needed != evening.spacingSamples) {
            evening.spacingSamples = needed;
            stage.charter().isSaved = false;
        }
        return needed;
    }

    private static boolean stays(Person person) {
        return person.pinned && person.bucket > 1;
    }

    /** Those who sit in one room together; each of the others alone. */
    private static Collection<List<Person>> households(List<Person> people) {
        Map<String, List<Person>> together = new LinkedHashMap<>();
        for (Person person : people) {
            String key = person.household.isEmpty() ? Evening.ofId(person.id) : person.household;
            together.computeIfAbsent(key, _ -> new ArrayList<>()).add(person);
        }
        return together.values();
    }

    /** A household sits where the last of it would. */
    private void placeGrowing(List<List<Person>> households, int count, int followRows) {
        record Ranked(List<Person> people, int tier, double lateness, long chance) {}
        List<Ranked> ranked = new ArrayList<>(households.size());
        for (List<Person> people : households) {
            ranked.add(new Ranked(
                    people,
                    people.stream().mapToInt(StageSeating::tier).max().orElseThrow(),
                    people.stream()
                            .mapToDouble(StageSeating::lateness)
                            .average()
                            .orElseThrow(),
                    stage.random().nextLong()));
        }
        ranked.sort(Comparator.comparingInt(Ranked::tier)
                .thenComparingDouble(r -> -r.lateness)
                .thenComparingLong(Ranked::chance));
        int[] sizes = SeatingPlan.rowSizes(count, followRows);
        int row = 0;
        int seated = 0;
        int bound = sizes[0];
        for (Ranked next : ranked) {
            while (seated >= bound && row < sizes.length - 1) {
                row++;
                bound += sizes[row];
            }
            for (Person person : next.people()) {
                person.bucket = row + 2;
            }
            seated += next.people().size();
        }
    }

    private static int tier(Person person) {
        Singer singer = person.singer;
        if (singer == null || singer.seat.isNewcomer()) {
            return person.confidence > 0 && person.headphones ? 1 : 3;
        }
        return person.confidence > 0 && person.headphones ? 0 : 2;
    }

    /** Mean row so far: who sat late sits early next. */
    private static double lateness(Person person) {
        Singer singer = person.singer;
        return singer == null ? 0 : (double) singer.seat.rowSum / Math.max(1, singer.seat.seatings);
    }

    /** v1 singers behind the last row, or in front of all when one of them leads. */
    private void seatOldClients(Singer leader, int rows, long spacing) {
        int last = Math.max(stage.seats().lastSinger(), 1);
        long behind = Math.max(last * spacing + spacing, spacing + StageSeats.SPACING_MAX_SAMPLES);
        int firstSeconds = (int) Math.ceilDiv(behind, AudioFormat.SAMPLE_RATE_HZ);
        List<Seat> old = new ArrayList<>();
        UserTable table = room.singers().table();
        for (int row = 0; row < table.size(); row++) {
            Singer singer = table.at(row);
            if (singer.person == null && singer != leader) {
                old.add(singer.seat);
            }
        }
        Seat leads = leader.person == null ? leader.seat : null;
        int leaderSeconds = (int) Math.ceilDiv(spacing, AudioFormat.SAMPLE_RATE_HZ);
        room.seating(room.seating().nextBehind(leads, old, leaderSeconds, firstSeconds, rows, stage.random()));
        for (int row = 0; row < table.size(); row++) {
            Singer singer = table.at(row);
            if (singer.person == null) {
                singer.pending |= Once.DELAY_SECONDS.bit();
            }
        }
    }
}
