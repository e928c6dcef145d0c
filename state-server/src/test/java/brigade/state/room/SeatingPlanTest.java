package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatingPlanTest {
    private final RandomGenerator random = new Random(5);

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "2,2", "3,2", "4,3", "6,3", "7,4", "10,4", "11,5", "60,5", "2000,5"})
    void fewPeopleMakeFewRows(int people, int rows) {
        assertThat(SeatingPlan.followRows(people, 5)).isEqualTo(rows);
    }

    @Test
    void rowsGrowAndNoneIsEmpty() {
        for (int people = 1; people <= 2000; people++) {
            int rows = SeatingPlan.followRows(people, 5);
            int[] sizes = SeatingPlan.rowSizes(people, rows);
            int sum = 0;
            for (int i = 0; i < rows; i++) {
                assertThat(sizes[i]).as("row %d of %d people", i, people).isPositive();
                assertThat(i == 0 || sizes[i] >= sizes[i - 1])
                        .as("row %d of %d", i, people)
                        .isTrue();
                sum += sizes[i];
            }
            assertThat(sum).isEqualTo(people);
        }
    }

    @Test
    void theLeaderSitsAloneInBucketOneAndRowsAreThreeSecondsApart() {
        Seat leader = new Seat();
        List<Seat> others = seats(10);

        SeatingPlan plan = SeatingPlan.initial().next(leader, others, 0, 0, random);

        assertThat(leader.delaySeconds).isEqualTo(3);
        assertThat(others).allSatisfy(seat -> assertThat(seat.delaySeconds).isBetween(6, 15));
        assertThat(countIn(others, 6)).isEqualTo(1);
        assertThat(countIn(others, 15)).isEqualTo(4);
        assertThat(plan.lastSeconds()).isEqualTo(15);
    }

    @Test
    void nobodySitsBeyondSixRows() {
        List<Seat> others = seats(500);

        SeatingPlan plan = SeatingPlan.initial().next(new Seat(), others, 0, 0, random);

        assertThat(plan.rows()).isEqualTo(6);
        assertThat(others).allSatisfy(seat -> assertThat(seat.delaySeconds).isBetween(6, 18));
    }

    @Test
    void troubleThenNewcomersThenSpectatorsSitLast() {
        List<Seat> others = seats(10);
        SeatingPlan.initial().next(new Seat(), others, 0, 0, random);
        Seat troubled = others.get(0);
        troubled.troubles = SeatingPlan.TROUBLES_MAX;
        Seat newcomer = new Seat();
        Seat spectator = others.get(1);
        spectator.spectator = true;
        others.add(newcomer);

        SeatingPlan plan = SeatingPlan.initial().next(new Seat(), others, 0, 0, random);

        assertThat(troubled.row).isEqualTo(plan.rows());
        assertThat(newcomer.row).isEqualTo(plan.rows());
        assertThat(spectator.row).isEqualTo(plan.rows());
        assertThat(troubled.troubles).isZero();
    }

    @Test
    void placesRotateFromSongToSong() {
        List<Seat> others = seats(6);
        int songs = 30;
        int[] front = new int[others.size()];
        for (int song = 0; song < songs; song++) {
            SeatingPlan.initial().next(new Seat(), others, 0, 0, random);
            for (int i = 0; i < front.length; i++) {
                front[i] += others.get(i).row == 2 ? 1 : 0;
            }
        }
        // 1 of 6 sits in row 2: each gets his turn about 5 times in 30 songs.
        for (int turns : front) {
            assertThat(turns).isBetween(3, 7);
        }
    }

    @Test
    void roundsPutEverybodyBehindAllRepeats() {
        Seat leader = new Seat();
        List<Seat> others = seats(20);

        SeatingPlan plan = SeatingPlan.initial().next(leader, others, 24, 8, random);

        assertThat(plan.firstSeconds()).isEqualTo(27);
        assertThat(leader.delaySeconds).isEqualTo(27);
        assertThat(plan.rows()).isEqualTo(3); // 8 s of repeat take two rows of 3 s
        assertThat(others).allSatisfy(seat -> assertThat(seat.delaySeconds).isBetween(30, 33));
    }

    @Test
    void aNewcomerBetweenSongsSitsLast() {
        SeatingPlan plan = SeatingPlan.initial().next(new Seat(), seats(4), 0, 0, random);
        Seat newcomer = new Seat();

        plan.placeLast(newcomer);

        assertThat(newcomer.delaySeconds).isEqualTo(12);
        assertThat(newcomer.isNewcomer()).isTrue();
    }

    private static List<Seat> seats(int count) {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seats.add(new Seat());
        }
        return seats;
    }

    private static int countIn(List<Seat> seats, int delaySeconds) {
        return (int) seats.stream().filter(s -> s.delaySeconds == delaySeconds).count();
    }
}
