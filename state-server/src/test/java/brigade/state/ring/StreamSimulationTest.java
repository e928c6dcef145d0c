package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.state.ring.StreamScript.Message;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A choir that lags, changes seats and is muted, against the naive model: each frame closes once, at its time, with what
 * lay in the rings then, and never changes; each late sample is counted.
 */
class StreamSimulationTest {
    private static final RingSize SIZE = new RingSize(14 * 48_000, 6 * 48_000);
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;
    private static final int SINGERS = 7;
    private static final long SPACING = StreamScript.SPACING;
    private static final long END = Sound.START + 9 * 48_000;

    /** No gain of the test changes, so the streams' samples are these times the sums, to the bit. */
    private static final float GAIN = 1.2f / (1 << 21);

    private final MixRings rings = new MixRings(RingMemory.heap(SIZE), Sound.START);
    private final NaiveRings naive = new NaiveRings(Sound.START - 48_000, 22 * 48_000);
    private final List<VoiceChannel> voices = new ArrayList<>();
    private final boolean[] soloed = new boolean[SINGERS];
    private final long[] late = new long[SINGERS];
    private final List<Followed> streams = new ArrayList<>();
    private long sounding;

    /** A stream and all that it closed. */
    private final class Followed {
        final ClosedStream stream;
        final long delaySamples;
        final long first;
        final Map<Long, float[]> closed = new HashMap<>();

        Followed(StreamKind kind, int bucket, long delaySamples, int keptFrames) {
            this.delaySamples = delaySamples;
            stream = rings.openStream(kind, bucket, delaySamples, keptFrames);
            first = stream.closedUpToSample();
            assertThat(first).isEqualTo(dueAt(Sound.START));
        }

        private long dueAt(long now) {
            return Math.floorDiv(now - delaySamples, FRAME) * FRAME;
        }

        void close(long now) {
            long from = stream.closedUpToSample();
            stream.closeUpTo(now);
            assertThat(stream.closedUpToSample()).isEqualTo(Math.max(from, dueAt(now)));
            assertThat(stream.closeUpTo(now)).as("frames closed again").isZero();
            for (long frame = from; frame < stream.closedUpToSample(); frame += FRAME) {
                float[] heard = ClosedStreamTest.frame(stream, frame);
                float[] expected = expected(frame);
                if (!Arrays.equals(heard, expected)) {
                    assertThat(heard)
                            .as("%s of %s at %s", stream.kind(), stream.bucket(), frame)
                            .isEqualTo(expected);
                }
                assertThat(closed.put(frame, heard)).isNull();
                sounding += stream.isSilent(frame) ? 0 : 1;
            }
        }

        private float[] expected(long frame) {
            float[] expected = new float[FRAME];
            boolean silent = true;
            for (int i = 0; i < FRAME; i++) {
                if (NaiveRings.songAt(rings, frame + i) != null) {
                    expected[i] = expectedSample((int) (frame + i - naive.base));
                    silent &= Math.abs((int) (expected[i] * 65_536)) == 0;
                }
            }
            return silent ? new float[FRAME] : expected;
        }

        private float expectedSample(int at) {
            return switch (stream.kind()) {
                case LEAD -> naive.lead[at] * GAIN;
                case CROWD -> naive.voices[at] * GAIN;
                case ROUND -> naive.round[at] * GAIN;
                case SOLO -> naive.solo[at] * GAIN;
                case ALL -> naive.lead[at] * GAIN + naive.voices[at] * GAIN + naive.round[at] * GAIN;
                case BACKING -> 0;
            };
        }

        /** All frames were closed once, and those that are kept are what they were. */
        void checkKept() {
            assertThat((long) closed.size() * FRAME).isEqualTo(stream.closedUpToSample() - first);
            assertThat(stream.skippedFrames()).isZero();
            for (long frame = stream.oldestSample(); frame < stream.closedUpToSample(); frame += FRAME) {
                assertThat(ClosedStreamTest.frame(stream, frame)).isEqualTo(closed.get(frame));
            }
        }
    }

    private void open() {
        rings.crowdScaling(false);
        streams.add(new Followed(StreamKind.LEAD, 0, 2 * SPACING, 1_000));
        streams.add(new Followed(StreamKind.ROUND, 0, SPACING, 100));
        streams.add(new Followed(StreamKind.BACKING, 0, SPACING, 100));
        for (int bucket = 3; bucket <= StreamScript.LAST_BUCKET + 1; bucket++) {
            streams.add(new Followed(StreamKind.CROWD, bucket, bucket * SPACING, 50));
        }
        streams.add(new Followed(StreamKind.SOLO, 0, 4 * SPACING, 50));
        streams.add(new Followed(StreamKind.ALL, 0, (StreamScript.LAST_BUCKET + 1) * SPACING, 50));
        for (int who = 0; who < SINGERS; who++) {
            voices.add(rings.openVoice(who));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void framesCloseOnceAndLateSamplesAreCounted(long seed) {
        Random random = new Random(seed);
        StreamScript script = new StreamScript(seed, SINGERS, Sound.START, END, 0.0145);
        assertThat(script.reseats()).isGreaterThan(5);
        rings.startSong(new SongPlan(Sound.START, 0, 200, 8, 2, false, ""));
        open();
        long now = Sound.START;
        int next = 0;
        while (next < script.messages().size()) {
            now += 1 + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 900);
            rings.advanceTo(now);
            long closedAt = now;
            streams.forEach(followed -> followed.close(closedAt));
            while (next < script.messages().size() && script.messages().get(next).arrives <= now) {
                take(script.messages().get(next++), now);
            }
            disturb(random);
        }
        streams.forEach(Followed::checkKept);
        long[] counted = voices.stream().mapToLong(VoiceChannel::lateSamples).toArray();
        assertThat(counted).isEqualTo(late);
        assertThat(Arrays.stream(late).sum()).isPositive();
        assertThat(late[0]).as("late samples of the leader").isPositive();
        assertThat(voices.stream().mapToLong(VoiceChannel::duplicateSamples).sum())
                .isPositive();
        assertThat(sounding).isGreaterThan(1_000);
    }

    private void take(Message message, long now) {
        VoiceChannel voice = voices.get(message.who);
        int nextBucket = message.bucket + 1;
        long nextClosed = Math.floorDiv(now - nextBucket * SPACING, FRAME) * FRAME;
        voice.nextClosedUpTo(nextClosed);
        long from = Math.max(message.start, voice.writtenUpTo());
        long end = message.start + message.pcm.length;
        for (long sample = from; sample < end; sample++) {
            late[message.who] += sample < nextClosed && NaiveRings.songAt(rings, sample) != null ? 1 : 0;
        }
        int written = voice.write(message.start, MemorySegment.ofArray(message.pcm), 0, message.pcm.length);
        assertThat(written).isEqualTo(naive.write(rings, message.who, message.start, message.pcm, soloed[message.who]));
    }

    private void disturb(Random random) {
        int who = random.nextInt(SINGERS);
        switch (random.nextInt(60)) {
            case 0 -> {
                long from = voices.get(who).writtenUpTo() - random.nextInt(200_000);
                assertThat(voices.get(who).takeBack(from)).isEqualTo(naive.takeBack(rings, who, from));
            }
            case 1 -> {
                soloed[who] = !soloed[who];
                voices.get(who).soloed(soloed[who]);
            }
            case 2 -> streams.get(random.nextInt(streams.size())).checkKept();
            default -> {}
        }
    }
}
