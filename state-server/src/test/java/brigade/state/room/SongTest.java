package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.ExchangeRequest;
import brigade.wire.json.ExchangeWriter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The song's states as clients see them, with a leader in bucket 1 and a follower in bucket 2. */
class SongTest {
    private static final float LEVEL = 0.02f;
    private static final int BATCH = 28_800;

    private final House house = new House();
    private final Client lead = house.client(1, 3);
    private final Client follow = house.client(2, 6);

    @BeforeEach
    void bothSing() {
        lead.singing = true;
        follow.singing = true;
        both(LEVEL, LEVEL);
    }

    @Test
    void requestLeadSeatsEverybodyAndTellsEachOnce() {
        house.pass(0.6);
        lead.send(r -> r.requestLead = true);
        follow.send();

        assertThat(lead.get("leader")).isEqualTo("1");
        assertThat(lead.number("delay_seconds")).isEqualTo(3);
        assertThat(lead.number("first_bucket")).isEqualTo(3);
        assertThat(follow.number("delay_seconds")).isEqualTo(6);
        assertThat(phase()).isEqualTo(SongPhase.LED);
        both(0, 0);
        assertThat(follow.answer).doesNotContainKeys("delay_seconds", "first_bucket");
        assertThat(follow.peak()).isZero();
    }

    @Test
    void whoWasAwayWhenOthersWereSeatedSitsLastOnReturn() {
        house.pass(6);
        for (Client one : List.of(lead, follow)) {
            one.readClock += 10 * BATCH;
            one.reset = true;
        }
        lead.send();
        house.pass(0.6);
        lead.send(r -> r.requestLead = true);
        house.pass(0.6);
        follow.readClock = house.now - 15 * 48_000 - BATCH;
        follow.send();

        assertThat(follow.number("delay_seconds")).isEqualTo(6);
    }

    @Test
    void theSongStartsAtTheStartersReadClockAndOnlyTheFollowerHearsTheLeader() {
        long start = startSong();

        assertThat(lead.number("song_start_clock")).isEqualTo(start);
        assertThat(lead.number("song_end_clock")).isZero();
        assertThat(phase()).isEqualTo(SongPhase.SINGING);
        sing(20);
        assertThat(lead.peak()).isZero();
        assertThat(follow.faintest()).isPositive();
        assertThat(follow.number("n_people_heard")).isEqualTo(1);
    }

    @Test
    void nothingBeforeTheStartIsKept() {
        long start = startSong();
        long first = -1;
        for (int i = 0; i < 15 && first < 0; i++) {
            both(LEVEL, 0);
            for (int k = 0; k < BATCH && first < 0; k++) {
                first = follow.heard[k] == 0 ? -1 : follow.readClock - BATCH + k;
            }
        }
        assertThat(first).isEqualTo(start);
    }

    @Test
    void theLeadersStopEndsTheSongThreeSecondsAfterHisLastSample() {
        startSong();
        sing(15);
        long last = lead.request.writeClock;
        house.pass(0.6);
        lead.send(LEVEL, r -> r.markStopSinging = true);
        follow.send(LEVEL, r -> {});

        long end = last + 3 * 48_000;
        assertThat(lead.number("song_end_clock")).isEqualTo(end);
        assertThat(lead.get("leader")).isNull();
        assertThat(phase()).isEqualTo(SongPhase.TRAILING);
        float before = 0;
        float after = 1;
        for (int i = 0; i < 20; i++) {
            both(LEVEL, 0);
            long from = follow.readClock - BATCH;
            if (from <= end - 7_200 && follow.readClock > end - 7_200) {
                before = follow.heard[(int) (end - 7_200 - from)];
            }
            if (from <= end && follow.readClock > end) {
                after = follow.heard[(int) (end - from)];
            }
        }
        assertThat(before).as("half way down the fade").isBetween(0.4f * LEVEL, 2 * LEVEL);
        assertThat(after).as("after the end").isZero();
        assertThat(phase()).isEqualTo(SongPhase.IDLE);
        assertThat(lead.number("song_end_clock")).isEqualTo(end);
    }

    @Test
    void aStopByAnybodyElseEndsItAtOnceForAll() {
        startSong();
        sing(15);
        house.pass(0.6);
        follow.send(LEVEL, r -> r.markStopSinging = true);

        assertThat(follow.peak()).isZero();
        assertThat(follow.number("song_start_clock")).isEqualTo(1);
        assertThat(follow.number("song_end_clock")).isEqualTo(1);
        assertThat(follow.get("leader")).isNull();
        assertThat(phase()).isEqualTo(SongPhase.IDLE);
    }

    @Test
    void aStopBeforeAnythingWasSungAborts() {
        startSong();
        house.pass(0.1);
        lead.samples = 4_800;
        lead.send(LEVEL, r -> r.markStopSinging = true);

        assertThat(lead.number("song_start_clock")).isEqualTo(1);
        assertThat(lead.number("song_end_clock")).isEqualTo(1);
    }

    @Test
    void stoppingTwiceByTheLeaderDoesNotCutTheTail() {
        startSong();
        sing(15);
        house.pass(0.6);
        lead.send(LEVEL, r -> r.markStopSinging = true);
        follow.send();
        long end = lead.number("song_end_clock");
        house.pass(0.6);
        lead.send(LEVEL, r -> r.markStopSinging = true);

        assertThat(lead.number("song_end_clock")).isEqualTo(end);
    }

    @Test
    void aLeaderGoneForTenSecondsEndsTheSongGracefully() {
        startSong();
        sing(15);
        long last = lead.request.writeClock;
        for (int i = 0; i < 16; i++) {
            follow.step(LEVEL);
            assertThat(follow.number("song_end_clock")).isZero();
        }
        follow.step(LEVEL);

        assertThat(follow.number("song_end_clock")).isEqualTo(last + 3 * 48_000);
        assertThat(follow.get("leader")).isNull();
    }

    @Test
    void anotherLeaderKeepsTheSongAlive() {
        long start = startSong();
        sing(10);
        for (int i = 0; i < 10; i++) {
            follow.step(LEVEL);
        }
        house.pass(0.6);
        follow.send(LEVEL, r -> r.requestLead = true);
        for (int i = 0; i < 20; i++) {
            follow.step(LEVEL);
        }

        assertThat(follow.get("leader")).isEqualTo("2");
        assertThat(follow.number("song_start_clock")).isEqualTo(start);
        assertThat(follow.number("song_end_clock")).isZero();
    }

    @Test
    void aNewSongStartsWhileTheLastOneTrails() {
        startSong();
        sing(15);
        house.pass(0.6);
        lead.send(LEVEL, r -> r.markStopSinging = true);
        follow.send();
        long end = lead.number("song_end_clock");
        house.pass(0.6);
        lead.send(LEVEL, r -> {
            r.requestLead = true;
            r.markStartSinging = true;
        });
        follow.send();

        long start = lead.number("song_start_clock");
        assertThat(start).isGreaterThanOrEqualTo(end);
        boolean heardTail = false;
        for (int i = 0; i < 12; i++) {
            both(LEVEL, 0);
            heardTail |= follow.readClock <= end && follow.heard[0] > 0;
        }
        assertThat(heardTail).as("the first song trails on").isTrue();
        assertThat(follow.faintest()).isPositive();
    }

    @Test
    void marksAndSheetBelongToASong() {
        house.pass(0.6);
        lead.send(r -> {
            r.lyrics = "old";
            r.marks.add(new ExchangeRequest.Mark("m", 5));
        });
        follow.send();
        house.pass(0.6);
        lead.send(r -> r.requestLead = true);
        follow.send();
        assertThat(follow.get("lyrics")).isEqualTo("");
        assertThat(follow.get("image")).isEqualTo("");
        assertThat(follow.list("events")).hasSize(1);
        house.pass(0.6);
        lead.send(r -> r.markStartSinging = true);
        assertThat(lead.list("events")).isEmpty();
    }

    @Test
    void theMetronomeIsToldAndHeardByTheLeaderFromTheStart() {
        house.pass(0.6);
        lead.send(r -> {
            r.bpm = 120;
            r.requestLead = true;
        });
        follow.send();
        long start = startSong();

        assertThat(lead.get("backing_track_type")).isEqualTo("Metronome");
        both(0, 0);
        int first = 0;
        while (lead.heard[first] == 0) {
            first++;
        }
        assertThat(lead.readClock - BATCH + first).isBetween(start, start + 3);
        float loudest = 0;
        for (float x : lead.heard) {
            loudest = Math.max(loudest, Math.abs(x));
        }
        assertThat(loudest).isGreaterThan(0.3f);
    }

    @Test
    void aMutedVoiceIsTakenBackFromWhatOthersHaveNotHeard() {
        startSong();
        sing(20);
        long read = follow.readClock;
        house.pass(0.6);
        lead.send(LEVEL, r -> r.muted = true);
        follow.send(0, r -> {});

        assertThat(follow.readClock - BATCH).isEqualTo(read);
        assertThat(follow.peak()).isZero();
        both(LEVEL, 0);
        assertThat(follow.peak()).isZero();
    }

    @Test
    void aFaderAtZeroSilencesAndNobodyElse() {
        startSong();
        sing(20);
        house.pass(0.6);
        follow.send(LEVEL, r -> {
            r.micVolumes.add(new ExchangeRequest.MicVolume(1, -3));
            r.micVolumes.add(new ExchangeRequest.MicVolume(77, 1));
        });
        lead.send(LEVEL, r -> {});
        both(LEVEL, LEVEL);
        both(LEVEL, LEVEL);

        assertThat(follow.peak()).isZero();
    }

    @Test
    void theSoloBusHasTheSoloedVoicesAloneAndSitsBehindThem() {
        Client third = house.client(3, 9);
        third.singing = true;
        third.send();
        startSong();
        house.pass(0.6);
        Client desk = house.client(9, 12);
        desk.send(r -> r.monitor = 2L);
        assertThat(desk.number("delay_seconds")).isEqualTo(9);
        lead.send(LEVEL, r -> {});
        follow.send(LEVEL / 2, r -> {});
        third.readClock += 28_800;
        third.reset = true;
        third.send(LEVEL, r -> {});
        for (int i = 0; i < 25; i++) {
            both(LEVEL, LEVEL / 2);
            third.send(LEVEL, r -> {});
            desk.send(r -> r.hearMonitor = true);
        }

        assertThat(desk.number("n_people_heard")).isEqualTo(-1);
        assertThat(desk.heard[0]).isBetween(0.55f * LEVEL, 0.65f * LEVEL);
        both(LEVEL, LEVEL);
        desk.send(r -> {
            r.hearMonitor = true;
            r.unmonitor = 2L;
            r.userSummary = true;
        });
        assertThat(desk.answer).doesNotContainKey("delay_seconds");
        assertThat(List.of(desk.table[2 + 50], desk.table[2 + 51 + 50])).containsOnly((byte) 0);
    }

    @Test
    void voicesThatComeAfterTheNextBucketReadAreCountedLate() {
        startSong();
        sing(10);
        Client late = house.client(5, 4);
        late.singing = true;
        late.reset = true;
        late.readClock = house.now - 4 * 48_000;
        late.send(LEVEL, r -> r.writeClock = r.readClock - 96_000 - 48_000);
        house.call.begin();
        ExchangeWriter.writeCall("telemetry", house.call.request());
        house.rooms.handle(house.call);

        assertThat(house.call.reply().toString()).contains("\"late_writes\":1");
    }

    @Test
    void idleRoomsGiveTheirRingsBack() {
        startSong();
        sing(10);
        house.pass(0.6);
        lead.send(LEVEL, r -> r.markStopSinging = true);
        house.pass(130);
        lead.reset = true;
        lead.readClock = house.now - 3 * 48_000;
        lead.send(LEVEL, r -> {});

        assertThat(lead.peak()).isZero();
        assertThat(phase()).isEqualTo(SongPhase.IDLE);
    }

    private long startSong() {
        house.pass(0.6);
        lead.send(LEVEL, r -> {
            r.requestLead = true;
            r.markStartSinging = true;
        });
        follow.send(LEVEL, r -> {});
        return lead.readClock;
    }

    private void sing(int exchanges) {
        for (int i = 0; i < exchanges; i++) {
            both(LEVEL, LEVEL);
        }
    }

    private void both(float leadLevel, float followLevel) {
        house.pass(0.6);
        lead.send(leadLevel, r -> {});
        follow.send(followLevel, r -> {});
    }

    private SongPhase phase() {
        SongPhase phase = house.rooms.phase("main");
        assertThat(phase).isNotNull();
        return Objects.requireNonNull(phase);
    }
}
