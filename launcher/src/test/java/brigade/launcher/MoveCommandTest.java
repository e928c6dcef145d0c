package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.launcher.Commands.Ran;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code brigade move} where something goes wrong on the way. Moves between real houses: RoomMoveTest. */
class MoveCommandTest {
    private FakeHouse here;
    private FakeHouse there;

    @BeforeEach
    void start() throws IOException {
        here = new FakeHouse("a-0", "b-0");
        there = new FakeHouse();
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private static Ran move(FakeHouse from, FakeHouse to, String... which) {
        return Commands.run(Stream.concat(
                        List.of("move", "--url", from.url(), "--token", "operator", "--to", to.url()).stream(),
                        List.of(which).stream())
                .toArray(String[]::new));
    }

    @Test
    void aRoomWhosePeopleHaveGoneHasMoved_thoughTheAnswerIsLost() {
        here.moved = FakeHouse.Moved.DONE_BUT_NOT_ANSWERED;
        Ran ran = move(here, there, "--room", "a-0");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("room a-0: its people sent to " + there.url());
        assertThat(there.count("DELETE")).isZero();
        assertThat(there.movedTo("a-0")).isEmpty();
    }

    @Test
    void aRoomWhosePeopleStayedIsTakenBack_andSongsBeginAgain() {
        here.moved = FakeHouse.Moved.REFUSED;
        Ran ran = move(here, there, "--room", "a-0");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("room a-0 has NOT moved: people can be sent to an https address only");
        assertThat(there.count("DELETE a-0")).isEqualTo(1);
        assertThat(here.asked.getLast()).isEqualTo("POST a-0/hold {\"seconds\":0}");
    }

    @Test
    void nothingIsDeletedWhereNobodySaysWhetherTheyHaveGone() {
        here.moved = FakeHouse.Moved.LAST_THAT_IS_HEARD;
        Ran ran = move(here, there, "--room", "a-0");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("room a-0 is in both houses now", "Nothing was deleted");
        assertThat(there.count("DELETE")).isZero();
    }

    @Test
    void allCanBeMovedOnceMore_andBack_andMainGoesOnce() {
        here.broken = "b-0";
        Ran first = move(here, there, "--all");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out())
                .contains("room b-0 has NOT moved: its disk is broken")
                .contains("room a-0: 7 people sent to ", "room main: 7 people");
        assertThat(here.movedTo("b-0")).isEmpty();

        here.broken = "";
        Ran second = move(here, there, "--all");
        assertThat(second.code()).as(second.out() + second.err()).isZero();
        assertThat(second.out()).contains("room b-0: 7 people").doesNotContain("a-0", "main");

        Ran back = move(there, here, "--all");
        assertThat(back.code()).as(back.out() + back.err()).isZero();
        assertThat(back.out()).contains("room a-0: ", "room b-0: ").doesNotContain("main");
        assertThat(there.movedTo("main")).as("they do not send to each other").isEmpty();
    }

    @Test
    void onlyRoomsThatSoundAreAskedAgain_andWhatIsPutOffIsAskedAgain() {
        here.sounding.put("a-0", 2);
        here.putOff = 1;
        Ran ran = move(here, there, "--room", "a-0", "--room", "b-0");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("waiting for the song in a-0 to end");
        assertThat(here.count("POST a-0/hold {\"seconds\":120}")).isEqualTo(3);
        assertThat(here.count("POST b-0/hold {\"seconds\":120}")).isEqualTo(1);
    }
}
