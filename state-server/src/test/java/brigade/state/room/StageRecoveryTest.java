package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.stream.StreamId;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A song of stream v2 goes on over a restart of the state server: the same people in the same rows, no frame twice. */
class StageRecoveryTest {
    @TempDir
    private Path runDir;

    @Test
    void aSongGoesOnWithPeopleRowsAndSpacing() throws InterruptedException {
        StageFixture before = new StageFixture(new House(House.START, b -> b.runDir(runDir)));
        TestPerson ann = before.enter(before.one, "Ann");
        TestPerson ben = before.enter(before.one, "Ben");
        TestPerson cat = before.enter(before.one, "Cat");
        before.pass(0.1);
        ann.say("lead");
        before.pass(0.1);
        TestPerson second = ben.bucket() == 2 ? ben : cat;
        TestPerson third = ben.bucket() == 2 ? cat : ben;
        ann.say("start", m -> m.put("clock", before.house.now - 40_000));
        before.tick();
        for (int i = 0; i < 500 && before.house.rooms.phase("main") != SongPhase.SINGING; i++) {
            Thread.sleep(10); // the ring file is made by another thread
            before.pass(0.02);
        }
        long start = before.house.now - 40_000;
        long sung = start;
        while (before.house.now < start + 5 * 48_000) {
            before.pass(0.1);
            ann.sing(sung, StageFixture.level(4_800, 0.001));
            second.sing(sung - 48_000, StageFixture.level(4_800, 0.0005));
            third.sing(sung - 96_000, StageFixture.level(4_800, 0.0005));
            sung += 4_800;
        }
        before.pass(0.02);

        StageFixture after = new StageFixture(
                new House(before.house.now + 24_000, b -> b.runDir(runDir).random(new Random(2))));
        after.one.instance = before.one.instance;
        TestPerson annAgain = again(after, ann);
        TestPerson thirdAgain = again(after, third);
        again(after, second);
        after.pass(0.1);
        assertThat(after.one.generation).isNotEqualTo(before.one.generation);
        assertThat(after.house.rooms.phase("main")).isEqualTo(SongPhase.SINGING);
        assertThat(annAgain.bucket()).isEqualTo(1);
        assertThat(thirdAgain.bucket()).isEqualTo(3);
        assertThat(thirdAgain.seat().delaySamples()).isEqualTo(3 * 48_000);
        Singer leader = after.stage("main").room().song().leader();
        assertThat(leader == null ? 0 : leader.id).isEqualTo(ann.id());
        after.pass(2);
        // What Ann sang before the restart, and the third row had not heard yet, is there.
        float[] lead = after.one.heard(thirdAgain.room(), StreamId.LEAD, 0, sung - 48_000, 40_000);
        assertThat(StageFixture.sounds(lead)).isTrue();
        assertThat(thirdAgain.seat().fromClock()).isLessThan(sung - 48_000);
        after.house.rooms.close();
        before.house.rooms.close();
    }

    @Test
    void whoRecordsHearsAllRowsAfterARestartToo_evenIfHeComesBackFirst() throws InterruptedException {
        StageFixture before = new StageFixture(new House(House.START, b -> b.runDir(runDir)));
        TestPerson ann = before.enter(before.one, "Ann");
        TestPerson ben = before.enter(before.one, "Ben");
        ear(before);
        before.pass(0.1);
        ann.say("lead");
        before.pass(0.1);
        long start = before.house.now;
        ann.say("start", m -> m.put("clock", start));
        before.tick();
        for (int i = 0; i < 500 && before.house.rooms.phase("main") != SongPhase.SINGING; i++) {
            Thread.sleep(10); // the ring file is made by another thread
            before.pass(0.02);
        }
        while (before.house.now < start + 8 * 48_000) {
            before.pass(0.1);
            ann.sing(before.house.now - 4_800, StageFixture.level(4_800, 0.001));
            ben.sing(before.house.now - 2 * 48_000 - 4_800, StageFixture.level(4_800, 0.0005));
        }
        before.pass(0.02);
        long delay = before.stage("main").allDelaySamples();
        assertThat(delay).isGreaterThan(2 * 48_000);
        long heardUpTo = before.house.now - delay;
        before.house.rooms.close();

        StageFixture after = new StageFixture(
                new House(before.house.now + 24_000, b -> b.runDir(runDir).random(new Random(2))));
        after.one.instance = before.one.instance;
        after.stage("main").recording(true);
        TestPerson ear = ear(after);
        again(after, ann);
        again(after, ben);
        after.pass(4);
        assertThat(after.stage("main").allDelaySamples()).isGreaterThanOrEqualTo(delay);
        assertThat(ear.seat().fromClock()).isLessThanOrEqualTo(heardUpTo);
        float[] all = after.one.heard(ear.room(), StreamId.ALL, 0, Stage.upToGrid(heardUpTo), 48_000);
        assertThat(StageFixture.sounds(all)).isTrue();
        after.house.rooms.close();
    }

    private static TestPerson ear(StageFixture house) {
        return house.one.hello("main", "ear", event -> {
            ((ObjectNode) event.get("hello")).put("mode", "listen");
            event.putObject("access").put("inside", true);
        });
    }

    private static TestPerson again(StageFixture house, TestPerson person) {
        String id = Long.toString(person.id());
        return house.one.hello(
                "main",
                "again",
                event -> event.putObject("access").putObject("resume").put("id", id));
    }
}
