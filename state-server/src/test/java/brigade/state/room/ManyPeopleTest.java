package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Crowds: five hundred who come at once, and what a tick costs when nobody says anything. */
class ManyPeopleTest extends StageFixture {
    @Test
    void fiveHundredComeAtOnceAndAreSeated() {
        one.keepsFrames = false;
        List<TestPerson> people = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            people.add(enter(i % 2 == 0 ? one : two, "p" + i));
        }
        tick();
        for (TestPerson person : people) {
            assertThat(person.bucket()).isEqualTo(2);
            assertThat(person.last("welcome").get("roster").get("rows").size()).isLessThanOrEqualTo(100);
        }
        pass(1);
        TestPerson leader = people.getFirst();
        leader.say("lead");
        tick();
        assertThat(leader.bucket()).isEqualTo(1);
        int[] rows = new int[7];
        for (TestPerson person : people) {
            rows[person.bucket()]++;
        }
        assertThat(rows).containsExactly(0, 1, 33, 66, 99, 133, 168);
        // Not a host: his own row, the leader's; and the count of all.
        assertThat(people.get(7).last("room", "people").intValue()).isEqualTo(500);
        pass(0.6);
        assertThat(people.get(7).last("roster", "total").intValue()).isEqualTo(500);
    }

    @Test
    void aQuietTickAllocatesLittle() {
        List<TestPerson> people = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            people.add(enter(one, "p" + i));
        }
        pass(0.5);
        people.getFirst().say("lead");
        pass(0.1);
        people.getFirst().say("start");
        pass(12);
        byte[] request =
                "{\"call\":\"tick\",\"instance\":1001,\"ready\":true,\"events\":[]}".getBytes(StandardCharsets.UTF_8);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        HeapCall call = house.call;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 400; i++) {
            house.now += 960;
            call.begin();
            call.request().write(request, 0, request.length);
            long before = threads.getCurrentThreadAllocatedBytes();
            house.rooms.handle(call);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(call.replyDataBytes()).isPositive();
        }
        System.out.println("a tick of 60 people without events allocates " + least + " bytes");
        assertThat(least).isLessThan(16_000);
    }
}
