package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.ExchangeRequest.MicVolume;
import brigade.wire.stream.StreamId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** People of both protocols in one room; people who move while they sing. */
class MixedRoomTest extends StageFixture {
    private static final double LEAD = 0.001 * 1.996 * 1.2;

    private void startAt(TestPerson leader, long clock) {
        leader.say("start", message -> message.put("clock", clock));
        pass(0.1);
        assertThat(leader.last("song").get("phase").stringValue()).isEqualTo("singing");
    }

    @Test
    void anOldClientSitsBehindAndHearsALeaderOfTheNewProtocol() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = enter(one, "Ben");
        Client old = house.client(5, 6);
        old.send();
        pass(0.6);
        ann.say("lead");
        pass(0.1);
        stage("main").room().levels().set(Double.NaN, Double.NaN, false);
        old.send();
        // Rows 1 and 2 are 1 s and 2 s behind; the first whole second a spacing later, and 3 s behind the leader, is 4.
        assertThat(old.number("delay_seconds")).isEqualTo(4);
        assertThat(old.number("first_bucket")).isEqualTo(1);
        assertThat(old.get("leader")).isEqualTo(Long.toString(ann.id()));
        long start = house.now - 60_000;
        startAt(ann, start);
        ann.sing(start, level(48_000, 0.001));
        pass(4.2);
        Client again = house.client(5, 4);
        again.readClock = start + 5_000;
        again.send();
        assertThat((double) again.faintest()).isBetween(LEAD * 0.99, LEAD * 1.01);
        assertThat(ben.told().stream().filter(m -> m.get("type").stringValue().equals("roster")))
                .anySatisfy(roster -> assertThat(roster.toString()).contains("\"v1\":true"));
    }

    @Test
    void anOldLeaderMakesTheRowsThreeSecondsApart() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = enter(two, "Ben");
        Client old = house.client(5, 6);
        old.send();
        pass(0.6);
        old.send(r -> r.requestLead = true);
        assertThat(old.number("delay_seconds")).isEqualTo(3);
        tick();
        assertThat(ann.seat().delaySamples() % 144_000).isZero();
        assertThat(ann.bucket() + ben.bucket()).isEqualTo(5); // rows 2 and 3
        TestPerson second = ann.bucket() == 2 ? ann : ben;
        Client leader = house.client(5, 3);
        leader.singing = true;
        leader.send(0, r -> r.markStartSinging = true);
        long clock = leader.readClock;
        for (int i = 0; i < 8; i++) {
            pass(0.6);
            leader.send(0.001f, r -> {});
        }
        assertThat(second.shard.isSounding(second)).isTrue();
        pass(4);
        float[] heard = second.shard.heard(second.room(), StreamId.LEAD, 0, clock + 30_000, 48_000);
        assertThat(sounds(heard)).isTrue();
        assertThat((double) heard[1_000]).isBetween(LEAD * 0.99, LEAD * 1.01);
    }

    @Test
    void soundGoesOutAtEachFrameUntilTheLastRowHasHeardTheEndAlsoWhenTheNextOneLeads() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = enter(two, "Ben");
        pass(0.5);
        ann.say("lead");
        pass(0.1);
        long start = house.now - 48_000;
        startAt(ann, start);
        ann.sing(start, level(48_000, 0.001));
        pass(1);
        assertThat(two.isSounding(ben)).isTrue();
        ann.say("stop");
        pass(0.1);
        ann.say("lead");
        pass(0.1);
        assertThat(stage("main").room().phase(house.now)).isEqualTo(SongPhase.LED);
        assertThat(two.isSounding(ben)).as("the row behind hears the end").isTrue();
        pass(30);
        assertThat(two.isSounding(ben)).isFalse();
    }

    @Test
    void listenersHearTheOldClientsToo() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ear = one.hello("main", "Ear", e -> ((ObjectNode) e.get("hello")).put("mode", "listen"));
        Client old = house.client(5, 3);
        old.send();
        pass(0.6);
        ann.say("lead");
        pass(0.1);
        old.send();
        long seconds = old.number("delay_seconds");
        startAt(ann, house.now - 48_000);
        long told = ear.seat().delaySamples();
        assertThat(told).isGreaterThanOrEqualTo((seconds + 3) * 48_000);
        Client follower = house.client(5, (int) seconds);
        follower.singing = true;
        long clock = follower.readClock + 48_000;
        for (int i = 0; i < 20; i++) {
            pass(0.6);
            follower.send(0.001f, r -> {});
        }
        assertThat(ear.seat().delaySamples()).isEqualTo(told);
        float[] all = one.heard(ear.room(), StreamId.ALL, 0, Math.max(clock, house.now - told - 96_000), 48_000);
        assertThat(sounds(all)).isTrue();
    }

    @Test
    void anOldClientsSongIsNoItemOfTheSetList() {
        enter(one, "main", Role.HOST, e -> {});
        Client leader = house.client(5, 3);
        leader.send(r -> r.requestLead = true);
        pass(0.6);
        SongTold told = stage("main").room().song().told();
        told.restored(4, new int[] {1}, "what-was-on"); // as the song before was started
        leader.singing = true;
        leader.send(0, r -> r.markStartSinging = true);
        sing(leader, 1);
        assertThat(stage("main").room().phase(house.now)).isEqualTo(SongPhase.SINGING);
        assertThat(told.item()).isNull();
    }

    @Test
    void whatListenersHeardBeforeARestartHoldsForThatSongOnly() {
        TestPerson ann = enter(one, "Ann");
        enter(one, "Ben");
        pass(0.5);
        stage("main").seats().recover(48_000, 5 * 48_000);
        ann.say("lead");
        pass(0.5);
        startAt(ann, house.now - 60_000);
        TestPerson ear = one.hello("main", "Ear", e -> ((ObjectNode) e.get("hello")).put("mode", "listen"));
        pass(0.1);
        // Two rows, and what their ways need.
        assertThat(ear.seat().delaySamples()).isLessThan(5 * 48_000);
    }

    @Test
    void whoComesToListenInMidSongHearsAnOldLeaderAlone() {
        Client leader = house.client(5, 3);
        leader.send(r -> r.requestLead = true);
        pass(0.6);
        leader.singing = true;
        leader.send(0, r -> r.markStartSinging = true);
        sing(leader, 5);
        TestPerson ear = one.hello("main", "Ear", e -> ((ObjectNode) e.get("hello")).put("mode", "listen"));
        tick();
        assertThat(ear.seat().delaySamples()).isEqualTo(6 * 48_000);
        sing(leader, 5);
        float[] all = one.heard(ear.room(), StreamId.ALL, 0, house.now - 7 * 48_000, 48_000);
        assertThat((double) all[1_000]).isBetween(LEAD * 0.99, LEAD * 1.01);
        assertThat(sounds(all)).isTrue();
    }

    private void sing(Client client, int batches) {
        for (int i = 0; i < batches; i++) {
            pass(0.6);
            client.send(0.001f, r -> {});
        }
    }

    @Test
    void fadersSolosAndChatGoBothWays() {
        TestPerson ann = enter(one, "Ann");
        Client old = house.client(5, 6);
        old.send();
        pass(0.6);
        old.send(r -> {
            r.micVolumes.add(new MicVolume(ann.id(), 0.25));
            r.chats.add("good evening");
            r.monitor = ann.id();
        });
        pass(0.1);
        Singer singer = Objects.requireNonNull(stage("main").room().singers().get(ann.id()));
        assertThat(singer.micVolume).isEqualTo(0.25);
        assertThat(singer.soloed).isTrue();
        assertThat(ann.last("chat").get("text").stringValue()).isEqualTo("good evening");
        ann.say("chat", m -> m.put("text", "and to you"));
        pass(0.1);
        old.send();
        assertThat(old.list("chats").toString()).contains("and to you");
        stage("main").people().all().getFirst().role = Role.HOST;
        ann.say("fader", m -> m.put("who", "5").put("value", 0.5));
        ann.say("mute", m -> m.put("who", "5").put("muted", true));
        pass(0.1);
        Singer other = Objects.requireNonNull(stage("main").room().singers().get(5));
        assertThat(other.micVolume).isEqualTo(0.5);
        assertThat(other.muted).isTrue();
    }

    /** Each of them is done, and told to a host of the new protocol at his desk; what that one does then is told to the old client. */
    @Test
    void anOldHostsCommandsWorkBesideAHostOfTheNewProtocol() {
        TestPerson hanna = enter(one, "main", Role.HOST, event -> {});
        Client old = house.client(5, 6);
        old.send();
        pass(0.6);
        hanna.say("desk", m -> m.put("on", true));
        old.send(r -> {
            r.requestLead = true;
            r.bpm = 96;
            r.bpr = 8;
            r.repeats = 2;
            r.lyrics = "la\nlo";
            r.volume = 1.5;
            r.disableAutoGain = 1;
            r.micVolumes.add(new MicVolume(hanna.id(), 0.25));
        });
        pass(0.6);
        assertThat(hanna.last("room", "leader").stringValue()).isEqualTo("5");
        assertThat(hanna.last("room", "lyrics").stringValue()).isEqualTo("la\nlo");
        assertThat(hanna.last("room", "bpm").intValue()).isEqualTo(96);
        assertThat(hanna.last("room", "bpr").intValue()).isEqualTo(8);
        assertThat(hanna.last("room", "repeats").intValue()).isEqualTo(2);
        assertThat(hanna.last("room", "volume").doubleValue()).isEqualTo(1.5);
        assertThat(hanna.last("room", "crowdScaling").booleanValue()).isFalse();
        assertThat(Objects.requireNonNull(stage("main").room().singers().get(hanna.id())).micVolume)
                .isEqualTo(0.25);
        hanna.say("lead");
        pass(0.1);
        assertThat(hanna.last("error").get("code").stringValue()).isEqualTo("not-now");
        Client leader = house.client(5, 3);
        leader.singing = true;
        leader.send(0, r -> r.markStartSinging = true);
        long clock = leader.readClock;
        sing(leader, 3);
        assertThat(hanna.last("song").get("phase").stringValue()).isEqualTo("singing");
        assertThat(hanna.last("song").get("leader").stringValue()).isEqualTo("5");
        leader.send(0.001f, r -> r.marks.add(new Mark("1", clock + 10)));
        pass(0.1);
        assertThat(hanna.last("mark").get("clock").longValue()).isEqualTo(clock + 10);
        leader.send(0.001f, r -> r.markStopSinging = true);
        pass(0.1);
        assertThat(hanna.last("song").get("endClock").longValue()).isGreaterThan(clock);
        pass(30);
        hanna.say("tempo", m -> m.put("bpm", 70));
        hanna.say("lyrics", m -> m.put("text", "li"));
        hanna.say("lead");
        pass(0.6);
        Client after = house.client(5, 12);
        after.send();
        assertThat(after.get("leader")).isEqualTo(Long.toString(hanna.id()));
        assertThat(after.number("bpm")).isEqualTo(70);
        assertThat(after.get("lyrics")).isEqualTo("li");
    }

    @Test
    void anIdOfTheNewProtocolCannotBeUsedOverTheOld() {
        TestPerson ann = enter(one, "Ann");
        pass(0.1);
        Client thief = house.client(ann.id(), 3);
        assertThat(thief.refused(r -> {}).status()).isEqualTo(403);
    }

    @Test
    void movingInMidSongLosesAndDoublesNothing() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = enter(one, "Ben");
        TestPerson cat = enter(two, "Cat");
        TestPerson dan = enter(two, "Dan");
        pass(0.1);
        ann.say("lead");
        pass(0.1);
        long start = house.now - 50_000;
        startAt(ann, start);
        stage("main").people().all().getFirst().role = Role.HOST;
        TestPerson mover = ben.bucket() == 2 ? ben : cat.bucket() == 2 ? cat : dan;
        long sung = start;
        // He sings 1 s of what he hears, moves to the last row, and sings the same clocks again.
        while (house.now - 2 * 48_000 < start + 96_000) {
            pass(0.02);
            long heard = house.now - mover.seat().delaySamples();
            if (heard > sung) {
                mover.sing(sung, level((int) (heard - sung), 0.0005));
                sung = heard;
            }
        }
        ann.say("seat", m -> m.put("who", Long.toString(mover.id())).put("bucket", 3));
        pass(0.02);
        assertThat(mover.bucket()).isEqualTo(3);
        JsonSeat seat = JsonSeat.of(mover.last("seat"));
        assertThat(seat.why()).isEqualTo("moved");
        assertThat(seat.fromClock()).isBetween(house.now - 3 * 48_000 - 2_000, house.now - 3 * 48_000 + 960);
        mover.sing(sung - 48_000, level(48_000, 0.0005));
        mover.sing(sung, level(4_800, 0.0005));
        pass(4);
        float[] crowd = mover.shard.heard(mover.room(), StreamId.CROWD, 3, seat.fromClock(), 24_000);
        assertThat(sounds(crowd)).isTrue();
        for (float x : crowd) {
            assertThat(x).isLessThan(0.0009f); // once, not twice
        }
        assertThat(stage("main").counts().slippedFrames).isZero();
    }

    /** What a seat message says. */
    private record JsonSeat(int bucket, long fromClock, String why) {
        static JsonSeat of(tools.jackson.databind.JsonNode message) {
            return new JsonSeat(
                    message.get("bucket").intValue(),
                    message.get("fromClock").longValue(),
                    message.get("why").stringValue());
        }
    }

    @Test
    void theSpacingFollowsWhatMostSingersNeed() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = enter(one, "Ben");
        pass(0.1);
        ann.say("lead");
        pass(0.1);
        startAt(ann, house.now - 50_000);
        for (int i = 0; i < 40; i++) {
            pass(0.1);
            for (TestPerson person : new TestPerson[] {ann, ben}) {
                // What he heard 0.3 s before it came here.
                long heard = house.now - 14_400 - person.seat().delaySamples();
                person.sing(heard, level(2_880, 0.0005));
            }
        }
        assertThat(ann.seat().delaySamples()).isEqualTo(48_000);
        ann.say("stop");
        pass(10);
        ann.say("lead");
        pass(0.1);
        // 0.3 s and 60 ms, up to the grid: under the least, which is 0.4 s.
        assertThat(ann.seat().delaySamples()).isEqualTo(19_200);
        assertThat(ann.last("room", "spacingSamples").longValue()).isEqualTo(19_200);
    }

    @Test
    void aThousandChangesASecondCostNoFrame() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = enter(one, "Ben");
        pass(0.1);
        ann.say("lead");
        pass(0.1);
        startAt(ann, house.now - 50_000);
        Singer singer = Objects.requireNonNull(stage("main").room().singers().get(ben.id()));
        for (int frame = 0; frame < 250; frame++) {
            for (int i = 0; i < 20; i++) {
                stage("main").room().levels().fader(singer, (frame + i) % 3 / 2.0);
            }
            long heard = house.now - ben.seat().delaySamples();
            ben.sing(heard - 960, level(960, 0.0005));
            pass(0.02);
        }
        assertThat(stage("main").counts().slippedFrames).isZero();
        assertThat(stage("main").counts().skippedFrames).isZero();
        assertThat(stage("main").counts().lateSamples).isZero();
    }
}
