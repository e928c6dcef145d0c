package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import brigade.state.ring.RingSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory is full when a song starts: it does not sound, its leader is told, and can start it when there is some. */
class NoMemoryTest {
    private static final RingSize RING = new RingSize(5 * 48_000, 48_000);

    private static final int TRIES_MAX = 5_000;

    @Test
    void itsLeaderIsTold_andStartsItWhenThereIsRoom(@TempDir Path folder) throws Exception {
        Path memory = Files.createDirectory(folder.resolve("memory"));
        assumeTrue(mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", memory.toString()), "needs root to mount");
        try {
            RingSource rings = new FileRingSource(memory.resolve("room-main.ring"), RING);
            startInVain(new StageFixture(new House(House.START, builder -> builder.rings(id -> rings))), memory);
        } finally {
            run("umount", "--lazy", memory.toString());
        }
    }

    private static void startInVain(StageFixture hall, Path memory) throws Exception {
        TestPerson ann = hall.enter(hall.one, "Ann");
        TestPerson ben = hall.enter(hall.two, "Ben");
        hall.pass(0.5);
        ann.say("lead");
        hall.pass(0.5);

        ann.say("start", message -> message.put("clock", hall.house.now - 60_000));
        await(hall, () -> ann.wasTold("error"));
        assertThat(ann.last("error", "code").stringValue()).isEqualTo("no-memory");
        assertThat(ann.last("error", "message").stringValue()).contains("no room for another song");
        assertThat(ann.last("error", "about").stringValue()).isEqualTo("start");
        assertThat(ben.wasTold("error")).isFalse();
        assertThat(phase(ben)).isNotEqualTo("singing");

        assertThat(mount("-o", "remount,size=64m", memory.toString())).isTrue();
        ann.say("lead");
        hall.pass(0.5);
        ann.say("start", message -> message.put("clock", hall.house.now - 60_000));
        await(hall, () -> phase(ben).equals("singing"));
    }

    private static String phase(TestPerson person) {
        return person.last("song").get("phase").stringValue();
    }

    /** A thread looks for the memory in real time. */
    private static void await(StageFixture hall, BooleanSupplier isSo) throws InterruptedException {
        for (int tries = 0; !isSo.getAsBoolean(); tries++) {
            assertThat(tries).isLessThan(TRIES_MAX);
            hall.pass(0.02);
            Thread.sleep(1);
        }
    }

    private static boolean mount(String... arguments) throws Exception {
        return run(Stream.concat(Stream.of("mount"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
