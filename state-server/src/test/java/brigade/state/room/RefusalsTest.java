package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.ExchangeRequest;
import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import brigade.wire.json.ExchangeWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every refusal: its status, one line, and that it changed nothing for anybody. */
class RefusalsTest {
    private final House house = new House();
    private final Client anna = house.client(1, 6);
    private final Client bert = house.client(2, 9);

    @BeforeEach
    void bothAreThere() {
        anna.singing = true;
        anna.send();
        bert.send();
        house.pass(0.6);
    }

    @Test
    void requestsLongerThanASecondAreTooLarge() {
        refuse(413, r -> r.samples = 48_120);
    }

    @Test
    void samplesThatMakeNoOpusFramesAreMalformed() {
        refuse(400, r -> r.samples = 28_801);
        refuse(400, r -> r.samples = 0);
    }

    @Test
    void aMissingReadClockIsMalformed() {
        refuse(400, r -> r.readClock = ExchangeRequest.NO_CLOCK);
    }

    @Test
    void clocksInTheFutureAreMalformed() {
        refuse(400, r -> r.readClock = house.now + 1);
        refuse(400, r -> r.writeClock = house.now + 1);
        refuse(400, r -> r.readClock = Long.MAX_VALUE);
    }

    @Test
    void clocksOlderThanTheRingAreMalformed() {
        refuse(400, r -> r.readClock = house.now - 120 * 48_000L + 28_799);
        refuse(400, r -> r.writeClock = house.now - 121 * 48_000L);
        refuse(400, r -> r.readClock = Long.MIN_VALUE + 1);
        refuse(400, r -> r.readClock = -5);
    }

    @Test
    void aGapInTheReadClockIsADesyncAndTheNextOneJoinsAgain() {
        WireException refusal = anna.refused(r -> r.readClock += 120);

        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage()).contains("120 samples").doesNotContain("\n");
        anna.readClock += 240_000 - 28_800; // anywhere else
        anna.send();
        assertThat(anna.answer).containsKeys("bpm", "tracks", "lyrics");
    }

    @Test
    void aGapInTheWriteClockIsADesync() {
        assertThat(anna.refused(r -> r.writeClock -= 120).status()).isEqualTo(409);
    }

    @Test
    void roundsOverNinetySecondsAreMalformed() {
        refuse(400, r -> {
            r.bpm = 60;
            r.bpr = 31;
            r.repeats = 3;
        });
        anna.send(r -> {
            r.bpm = 60;
            r.bpr = 30;
            r.repeats = 3;
        });
        house.pass(0.6);
        refuse(400, r -> r.bpm = 59);
        refuse(400, r -> r.bpm = 1001);
        refuse(400, r -> r.bpr = Integer.MAX_VALUE);
    }

    @Test
    void lyricsOverTwoHundredKilobytesAreTooLarge() {
        refuse(413, r -> r.lyrics = "я".repeat(WireLimits.LYRICS_MAX_BYTES / 2 + 1));
        anna.send(r -> r.lyrics = "я".repeat(WireLimits.LYRICS_MAX_BYTES / 2));
    }

    @Test
    void moreMarksThanARoomKeepsAreTooMany() {
        refuse(429, r -> addMarks(r, 0, WireLimits.MARKS_MAX + 1));
        anna.send(r -> addMarks(r, 0, WireLimits.MARKS_MAX));
        house.pass(0.6);
        refuse(429, r -> addMarks(r, WireLimits.MARKS_MAX, 1));
        anna.send(r -> {
            r.clearEvents = true;
            addMarks(r, 7, 1);
        });
        assertThat(anna.list("events")).hasSize(1);
        house.pass(0.6);
        refuse(400, r -> r.marks.add(new Mark("x".repeat(201), 1)));
    }

    @Test
    void telemetryThatIsNoObjectIsMalformed() {
        refuse(400, r -> r.clientTelemetry = "[1]");
        refuse(400, r -> r.clientTelemetry = "{\"a\":");
        refuse(400, r -> r.clientTelemetry = "{} {}");
        refuse(413, r -> r.clientTelemetry = "{\"a\":\"" + "x".repeat(16_000) + "\"}");
    }

    @Test
    void soundOfAnotherLengthThanSaidIsMalformed() {
        anna.request.clear();
        house.call.begin();
        ExchangeRequest r = anna.request;
        r.userId = 1;
        r.samples = 28_800;
        r.readClock = anna.readClock + 28_800;
        r.writeClock = r.readClock - Client.LATENCY;
        ExchangeWriter.writeExchange(r, house.call.request());
        house.call.sound(new float[2_880], 2_880);

        assertThatThrownBy(() -> house.rooms.handle(house.call))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void otherRoomsAreNotFound() {
        refuse(404, r -> r.room = "choir");
    }

    @Test
    void aRoomTakesNoMorePeopleThanItMay() {
        House small = new House(House.START, b -> b.maxUsers(2));
        small.client(1, 6).send();
        Client second = small.client(2, 6).send();

        assertThat(small.client(3, 6).refused(r -> {}).status()).isEqualTo(429);

        small.pass(6); // user 1 has been silent for 6 s and gives way
        second.readClock += 6 * 48_000 - 28_800;
        second.reset = true;
        second.send();
        Client third = small.client(3, 6).send();
        assertThat(third.number("n_connected_users")).isEqualTo(2);
        assertThat(small.client(1, 6).refused(r -> {}).status()).isEqualTo(429);
    }

    @Test
    void callsThatNobodyKnowsAreMalformed() {
        house.call.begin();
        byte[] call = "{\"call\":\"dance\"}".getBytes(StandardCharsets.UTF_8);
        house.call.request().write(call, 0, call.length);

        assertThatThrownBy(() -> house.rooms.handle(house.call))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    private void refuse(int status, Consumer<ExchangeRequest> how) {
        WireException refusal = anna.refused(how);
        assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(status);
        assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n");
        // The refused one may go on where he was, and so may the others.
        house.pass(0.6);
        anna.send();
        bert.send();
        assertThat(anna.answer).doesNotContainKeys("bpm");
        assertThat(bert.number("n_connected_users")).isEqualTo(2);
    }

    private static void addMarks(ExchangeRequest r, int from, int count) {
        for (int i = from; i < from + count; i++) {
            r.marks.add(new Mark("mark" + i, i));
        }
    }
}
