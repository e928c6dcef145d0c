package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.Gain;
import brigade.state.ring.StreamScript.Message;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same clock sounds the same to the bit, whoever reads it: in every run, in whatever order voices came between two
 * closings, in a stream that was opened later, and after a restart. A loud choir, so that gains and limiters act.
 */
class StreamEqualityTest {
    private static final RingSize SIZE = new RingSize(14 * 48_000, 6 * 48_000);
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;
    private static final int SINGERS = 12;
    private static final long END = Sound.START + 7 * 48_000;
    private static final StreamScript SCRIPT = new StreamScript(77, SINGERS, Sound.START, END, 0.2);
    private static final float[] TRACK = Sound.sine(10 * 48_000, 150, 2, 0);

    /** One server with its streams; takes the script in steps of its own. */
    private static final class Run {
        final MixRings rings;
        final List<VoiceChannel> voices = new ArrayList<>();
        final Map<StreamKind, ClosedStream> streams = new EnumMap<>(StreamKind.class);
        final Map<StreamKind, Map<Long, float[]>> closed = new EnumMap<>(StreamKind.class);
        final Random order;
        long now;
        int next;

        Run(RingMemory memory, long now, long orderSeed) {
            this.rings = new MixRings(memory, now);
            this.now = now;
            this.order = new Random(orderSeed);
            rings.volume(1.2);
            for (StreamKind kind : StreamKind.values()) {
                closed.put(kind, new HashMap<>());
            }
            for (int who = 0; who < SINGERS; who++) {
                voices.add(rings.openVoice(who));
            }
        }

        static Run begin(RingMemory memory, long orderSeed) {
            Run run = new Run(memory, Sound.START, orderSeed);
            run.rings
                    .startSong(new SongPlan(Sound.START, 0, 200, 16, 1, false, ""))
                    .backing(BackingSound.track(TRACK));
            for (StreamKind kind : StreamKind.values()) {
                run.streams.put(kind, run.rings.openStream(kind, 4, delay(kind), 50));
            }
            return run;
        }

        static long delay(StreamKind kind) {
            long spacings = switch (kind) {
                case LEAD -> 2;
                case BACKING, ROUND -> 1;
                case CROWD -> 4;
                case SOLO, ALL -> 6;
            };
            return spacings * StreamScript.SPACING;
        }

        /** Steps of 10 ms to {@code end}. */
        void to(long end) {
            while (now < end) {
                now = Math.min(end, now + 480);
                rings.advanceTo(now);
                for (ClosedStream stream : streams.values()) {
                    close(stream);
                }
                take();
            }
        }

        void close(ClosedStream stream) {
            stream.closeUpTo(now);
            Map<Long, float[]> frames = Objects.requireNonNull(closed.get(stream.kind()));
            for (long frame = stream.oldestSample(); frame < stream.closedUpToSample(); frame += FRAME) {
                frames.computeIfAbsent(frame, at -> ClosedStreamTest.frame(stream, at));
            }
        }

        /** Writes what has arrived, one singer after the other in any order. */
        private void take() {
            List<Message> arrived = new ArrayList<>();
            while (next < SCRIPT.messages().size() && SCRIPT.messages().get(next).arrives <= now) {
                arrived.add(SCRIPT.messages().get(next++));
            }
            List<Integer> singers = new ArrayList<>();
            for (int who = 0; who < SINGERS; who++) {
                singers.add(who);
            }
            Collections.shuffle(singers, order);
            for (int who : singers) {
                for (Message message : arrived) {
                    if (message.who == who) {
                        VoiceChannel voice = voices.get(who);
                        voice.write(message.start, MemorySegment.ofArray(message.pcm), 0, message.pcm.length);
                    }
                }
            }
        }

        float[] frame(StreamKind kind, long frame) {
            return Objects.requireNonNull(closed(kind).get(frame));
        }

        Map<Long, float[]> closed(StreamKind kind) {
            return Objects.requireNonNull(closed.get(kind));
        }
    }

    /** 0 for a pair of silent frames. */
    private static double differenceDb(float[] a, float[] b) {
        double first = Sound.rms(a, 0, FRAME);
        return first == 0 && Sound.peak(b) == 0 ? 0 : Math.abs(Gain.toDb(first / Sound.rms(b, 0, FRAME)));
    }

    private static void assertSame(StreamKind kind, Map<Long, float[]> actual, Map<Long, float[]> expected) {
        assertThat(actual.keySet()).as("frames of %s", kind).isEqualTo(expected.keySet());
        expected.forEach((frame, samples) -> assertThat(Arrays.mismatch(actual.get(frame), samples))
                .as("%s at %s", kind, frame - Sound.START)
                .isEqualTo(-1));
    }

    @Test
    void everyRunAndEveryOrderOfVoicesGivesTheSameFrames() {
        Run first = Run.begin(RingMemory.heap(SIZE), 1);
        first.to(END);
        float loudest = 0;
        for (float[] frame : first.closed(StreamKind.ALL).values()) {
            loudest = Math.max(loudest, Sound.peak(frame));
        }
        assertThat(loudest).as("limited").isBetween(0.88f, Levels.CEILING);
        for (int turn = 2; turn < 5; turn++) {
            Run again = Run.begin(RingMemory.heap(SIZE), turn);
            again.to(END);
            for (StreamKind kind : StreamKind.values()) {
                assertSame(kind, again.closed(kind), first.closed(kind));
            }
        }
    }

    @Test
    void aStreamThatIsOpenedInTheMiddleJoinsTheSameSamples() {
        Run run = Run.begin(RingMemory.heap(SIZE), 1);
        run.to(Sound.START + 5 * 48_000);
        for (StreamKind kind : List.of(StreamKind.LEAD, StreamKind.BACKING, StreamKind.ROUND)) {
            ClosedStream old = Objects.requireNonNull(run.streams.get(kind));
            ClosedStream joined =
                    run.rings.openStream(kind, 4, Run.delay(kind), 50, run.now - Run.delay(kind) - 24_000);
            joined.closeUpTo(run.now);
            assertThat(joined.closedUpToSample()).isEqualTo(old.closedUpToSample());
            for (long frame = joined.oldestSample(); frame < joined.closedUpToSample(); frame += FRAME) {
                assertThat(ClosedStreamTest.frame(joined, frame)).isEqualTo(ClosedStreamTest.frame(old, frame));
            }
            assertThat(joined.closedUpToSample() - joined.oldestSample()).isBetween(24_000L, 25_000L);
        }
    }

    /** The process is killed in the middle; the next one opens the streams where the former stood. */
    @Test
    void afterARestartStreamsGoOnWhereTheyWere(@TempDir Path folder) throws Exception {
        Run whole = Run.begin(RingMemory.heap(SIZE), 1);
        whole.to(END);
        Path file = folder.resolve("room-main.ring");
        Run former = Run.begin(RingMemory.reserve(file, SIZE), 1);
        former.to(Sound.START + 5 * 48_000);
        Path copy = folder.resolve("copy.ring");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);

        RingMemory memory = Objects.requireNonNull(RingMemory.recover(copy));
        Run after = new Run(memory, former.now, 1);
        assertThat(after.rings.formerClockSamples()).isEqualTo(former.now);
        after.rings.songs().getFirst().backing(BackingSound.track(TRACK));
        after.next = former.next;
        for (StreamKind kind : StreamKind.values()) {
            long from = after.rings.formerClockSamples() - Run.delay(kind) - 5 * FRAME;
            ClosedStream stream = after.rings.openStream(kind, 4, Run.delay(kind), 50, from);
            after.streams.put(kind, stream);
            after.close(stream);
            after.closed(kind)
                    .forEach((frame, samples) -> assertThat(former.closed(kind)).containsKey(frame));
            assertThat(after.closed(kind)).hasSize(5);
        }
        for (StreamKind kind : List.of(StreamKind.LEAD, StreamKind.BACKING, StreamKind.ROUND)) {
            after.closed(kind)
                    .forEach((frame, samples) -> assertThat(Arrays.mismatch(samples, former.frame(kind, frame)))
                            .as("%s at %s", kind, frame - Sound.START)
                            .isEqualTo(-1));
        }
        for (StreamKind kind : List.of(StreamKind.CROWD, StreamKind.ALL, StreamKind.SOLO)) {
            after.closed(kind)
                    .forEach((frame, samples) -> assertThat(differenceDb(samples, former.frame(kind, frame)))
                            .as("%s at %s", kind, frame - Sound.START)
                            .isLessThan(1));
        }
        ClosedStream solo = Objects.requireNonNull(after.streams.get(StreamKind.SOLO));
        assertThat(solo.isSilent(solo.oldestSample())).as("nobody was soloed").isTrue();
        after.to(END);
        for (StreamKind kind : StreamKind.values()) {
            Map<Long, float[]> all = new HashMap<>(former.closed(kind));
            all.putAll(after.closed(kind));
            assertThat(all.keySet()).isEqualTo(whole.closed(kind).keySet());
        }
    }
}
