package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** An old client's shard is told with each answer whether his voice is recorded; a take knows him. */
class OldClientRecordedTest extends TakeHouse {
    private static float gain(Client client) {
        int last = client.table.length - Float.BYTES;
        return ByteBuffer.wrap(client.table, last, Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .getFloat();
    }

    @Test
    void hisShardIsToldWhileTheRoomIsRecorded_andHowLoudHeIs() {
        StageFixture house = new StageFixture();
        house.enter(house.one, "Ann");
        Client old = house.house.client(5, 6);
        old.send();
        int bytes = old.table.length;
        assertThat(bytes).as("no table was asked for").isZero();
        house.stage("main").recording(true);
        old.send();
        assertThat(old.table).hasSize(Float.BYTES);
        assertThat(gain(old)).isEqualTo(1);
        old.send(r -> {
            r.userSummary = true;
            r.muted = true;
        });
        int users = ByteBuffer.wrap(old.table).getShort();
        assertThat(users).isOne();
        assertThat(old.table).hasSize(2 + users * 51 + Float.BYTES);
        assertThat(gain(old)).isZero();
        house.stage("main").recording(false);
        old.send();
        assertThat(old.table).isEmpty();
    }

    @Test
    void hisTakeNamesHim() throws Exception {
        StageFixture house = house(House.START);
        TestPerson ann = house.enter(house.one, "Ann");
        house.pass(0.1);
        house.stage("main").recording(true);
        Client old = house.house.client(5, 6);
        old.singing = true;
        old.send(0.1f, r -> r.username = "Old Ben");
        ann.say("lead");
        ann.say("start");
        house.tick();
        awaitSong(house, "main");
        for (int i = 0; i < 3; i++) {
            house.pass(0.6);
            old.send(0.1f, r -> r.username = "Old Ben");
        }
        ann.say("stop");
        house.pass(1);
        house.house.rooms.close();
        assertThat(takes("main")
                        .getFirst()
                        .path("people")
                        .valueStream()
                        .map(one -> one.path("id").asString("") + " "
                                + one.path("name").asString("")))
                .containsExactlyInAnyOrder(Long.toUnsignedString(ann.id()) + " Ann", "5 Old Ben");
    }
}
