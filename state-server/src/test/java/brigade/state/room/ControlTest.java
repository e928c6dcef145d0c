package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.json.ExchangeWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Songs run by a program that has no seat, as Ritual Engine's driver does. */
class ControlTest {
    private static final float LEVEL = 0.02f;

    private final House house = new House();
    private final Client first = house.client(1, 3);
    private final Client second = house.client(2, 6);

    @BeforeEach
    void bothAreThere() {
        first.singing = true;
        second.singing = true;
        sing(1);
    }

    @Test
    void aSongBeginsNowLedByNobody() {
        long start = house.now;
        control(r -> r.markStartSinging = true);
        sing(1);

        assertThat(first.number("song_start_clock")).isEqualTo(start);
        assertThat(first.number("song_end_clock")).isZero();
        assertThat(first.get("leader")).isNull();
        assertThat(house.rooms.phase("main")).isEqualTo(SongPhase.SINGING);
    }

    @Test
    void thoseBehindHearThoseBefore() {
        control(r -> r.markStartSinging = true);
        sing(30);

        assertThat(first.peak()).isZero();
        assertThat(second.faintest()).isPositive();
    }

    @Test
    void itDoesNotEndBecauseNobodyIsSilent() {
        control(r -> r.markStartSinging = true);
        sing(60);

        assertThat(first.number("song_end_clock")).isZero();
    }

    @Test
    void itEndsBehindTheFurthestVoice() {
        control(r -> r.markStartSinging = true);
        sing(30);
        long furthest = first.number("client_write_clock");
        control(r -> r.markStopSinging = true);
        sing(1);

        assertThat(second.number("song_end_clock")).isEqualTo(furthest + RoomLimits.TAIL_SAMPLES);
        assertThat(house.rooms.phase("main")).isEqualTo(SongPhase.TRAILING);
    }

    @Test
    void marksReachEverybody() {
        control(r -> r.marks.add(new ExchangeRequest.Mark("7", house.now + 48_000)));
        sing(1);

        assertThat(String.valueOf(second.get("events"))).contains("evid=7");
    }

    @Test
    void whatIsWrongIsRefusedAndChangesNothing() {
        assertThatThrownBy(() -> control(r -> {
                    r.bpm = 10;
                    r.bpr = 100;
                    r.repeats = 10;
                    r.markStartSinging = true;
                }))
                .isInstanceOf(WireException.class);
        assertThat(house.rooms.phase("main")).isEqualTo(SongPhase.IDLE);
    }

    private void sing(int exchanges) {
        for (int i = 0; i < exchanges; i++) {
            house.pass(0.6);
            first.send(LEVEL, r -> {});
            second.send(LEVEL, r -> {});
        }
    }

    private void control(Consumer<ExchangeRequest> what) {
        ExchangeRequest request = new ExchangeRequest();
        what.accept(request);
        house.call.begin();
        ExchangeWriter.writeControl(request, house.call.request());
        house.rooms.handle(house.call);
    }
}
