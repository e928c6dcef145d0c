package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.client.Seat;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody changes rows in the middle of a song, and loses his connection: he sings on, and nothing of it is heard twice. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class StreamMovesTest {
    /** So long may the machine stand still. */
    private static final double MARGIN_MS = 400;

    private static final int SONG_SECONDS = 20;
    private static final Chirp MOVER = Chirp.CODE_1;

    /** A chirp that was written twice would be twice as loud. */
    private static final double LOUDER_MAX = 1.5;

    /** How long it may take on a machine that does other things too; on a quiet one it is a fifth of it. */
    private static final double BACK_MAX_MS = 5_000;

    private final List<Double> backMs = new ArrayList<>();

    @Test
    void aMoveAndALostConnectionCostTheirJumpAndNothingElse(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> sing(stack))) {
            StreamRobot mover = choir.robot("mover");
            StreamRobot observer = choir.robot("observer");
            List<Seat> seats = mover.report().seats();
            // The last one is told twice: he came back to it.
            assertThat(seats.stream().map(Seat::bucket).toList()).endsWith(2, 3, 2, 2);
            assertThat(mover.report().connections()).isEqualTo(2);
            assertThat(backMs.getLast()).as("ms until he sat again").isLessThan(BACK_MAX_MS);

            Ear ear = new Ear(observer);
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            // Later by a row at second 4: he sings what he sang again, and it stands there once.
            ear.hears(MOVER, 0, 8, 0);
            // Earlier by a row at second 9: half a second is left out. Cut at second 13: what he could not hear is
            // missing.
            assertThat(ear.heard(MOVER, 8, 12)).isGreaterThanOrEqualTo(3);
            assertThat(ear.heard(MOVER, 12, SONG_SECONDS)).isGreaterThanOrEqualTo(SONG_SECONDS - 12 - 2);
            double usual = ear.level(MOVER, 0, SONG_SECONDS);
            for (int second = 0; second < SONG_SECONDS; second++) {
                assertThat(ear.error(MOVER, second).level())
                        .as("level in second %d", second)
                        .isLessThan(LOUDER_MAX * usual);
            }
            // He himself hears the leader through all of it, but where he jumped.
            assertThat(new Ear(mover).heard(Chirp.UP, 0, SONG_SECONDS)).isGreaterThanOrEqualTo(SONG_SECONDS - 3);
            // Moving back he hears what he sang there, for the distance moved and no longer.
            assertThat(new Ear(mover).heard(MOVER, 0, SONG_SECONDS)).isLessThanOrEqualTo(2);
        }
    }

    private StreamChoir sing(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"moving\"");
        choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "leader", MARGIN_MS)
                        .withSeat(1)
                        .leading(16),
                Choir.voice(Chirp.UP, SONG_SECONDS),
                stack,
                1);
        StreamRobot mover = choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "mover", MARGIN_MS).withSeat(2),
                Choir.voice(MOVER, SONG_SECONDS),
                stack,
                2);
        for (int row = 3; row <= 4; row++) {
            StreamRobotConfig quiet = StreamWhoHearsWhomTest.singer(room, "quiet " + row, MARGIN_MS)
                    .withSeat(row);
            choir.singOn(quiet, new float[0], stack, 1);
        }
        choir.singOn(StreamWhoHearsWhomTest.singer(room, "observer", MARGIN_MS).withSeat(4), new float[0], stack, 1);

        StreamSongs.awaitSecond(mover, 4);
        mover.wantSeat(3);
        StreamSongs.awaitSecond(mover, 9);
        mover.wantSeat(2);
        StreamSongs.awaitSecond(mover, 13);
        int before = mover.report().connections();
        mover.client().session().cut();
        backMs.add(StreamSongs.await("the mover's return", () -> mover.report().connections() > before));
        System.out.printf("back in his seat after %.0f ms%n", backMs.getLast());
        choir.awaitEnd();
        return choir;
    }
}
