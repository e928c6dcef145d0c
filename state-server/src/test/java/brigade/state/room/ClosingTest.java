package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A server that is about to end: running songs are sung to their end, no other begins, everybody is told. */
class ClosingTest {
    private final House house = new House();
    private final TestShard shard = new TestShard(house, 1);
    private final TestPerson ann = shard.hello("main", "Ann", event -> {});
    private final TestPerson ben = shard.hello("main", "Ben", event -> {});

    private void pass(double seconds) {
        long end = house.now + Math.round(seconds * 48_000);
        while (house.now < end) {
            house.now = Math.min(end, house.now + 960);
            shard.tick();
            house.rooms.tick(house.now);
        }
    }

    private void start() {
        ann.say("start", message -> message.put("clock", house.now));
        pass(0.1);
    }

    @Test
    void aSongIsSungToItsEndAndNoOtherBegins() {
        pass(0.5);
        ann.say("lead");
        pass(0.1);
        start();
        assertThat(ann.last("song").get("phase").stringValue()).isEqualTo("singing");

        house.rooms.letSongsEnd();
        pass(3);
        ann.sing(house.now - 4_800, new float[2_400]);
        pass(0.1);
        assertThat(ann.last("error").get("message").stringValue()).contains("about to be replaced");
        assertThat(ben.last("error").get("code").stringValue()).isEqualTo("unavailable");
        assertThat(ann.last("song").get("phase").stringValue()).isEqualTo("singing");
        assertThat(house.rooms.isSilent()).isFalse();

        ann.say("stop");
        pass(0.1);
        assertThat(house.rooms.isSilent())
                .as("the last row has not heard the end")
                .isFalse();
        pass(5);
        assertThat(house.rooms.isSilent()).isTrue();

        ann.say("lead");
        pass(0.1);
        start();
        assertThat(ann.last("error").get("code").stringValue()).isEqualTo("not-now");
        assertThat(house.rooms.isSilent()).isTrue();
    }

    @Test
    void whereNobodySingsNothingIsWaitedFor() {
        pass(0.5);
        house.rooms.letSongsEnd();
        pass(0.3);
        assertThat(house.rooms.isSilent()).isTrue();
    }

    @Test
    void whoComesMeanwhileIsToldThatNoSongBeginsAndWhy() {
        pass(0.5);
        assertThat(ann.last("room", "closing").isNull()).isTrue();
        house.rooms.letSongsEnd();
        pass(0.1);
        assertThat(ann.last("room", "closing").stringValue()).isEqualTo("restart");
        TestPerson cem = shard.hello("main", "Cem", event -> {});
        pass(0.1);
        assertThat(cem.last("welcome").path("room").path("closing").stringValue())
                .isEqualTo("restart");
    }

    @Test
    void anOldLeaderIsToldAndKeepsHisPlace() {
        Client old = house.client(7, 3).send(request -> request.requestLead = true);
        house.rooms.letSongsEnd();
        pass(0.6);
        old.send();
        assertThat(old.list("chats").toString()).contains("Brigade", "no song begins now");
        pass(0.6);
        old.send(request -> request.markStartSinging = true);
        assertThat(old.list("chats").toString()).contains("no song begins now");
        assertThat(old.get("leader")).isEqualTo("7");
        assertThat(old.number("song_start_clock")).isZero();
        pass(0.6);
        assertThat(old.send().list("chats")).as("said once for each try").isEmpty();

        Client late = house.client(8, 6).send();
        assertThat(late.list("chats").toString()).contains("no song begins now");
    }

    @Test
    void roomsAreOfTheirHouse() {
        House third = new House(House.START, builder -> builder.ordinal(3).openMain(false));
        assertThat(third.rooms.charters().create("Spring choir", true, third.now).id)
                .matches("spring-choir-[a-z0-9]{6}-3");
        assertThat(house.rooms.charters().create("Spring choir", true, house.now).id)
                .matches("spring-choir-[a-z0-9]{6}-0");
    }
}
