package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.thread.AudioThreads;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import brigade.wire.stream.VoiceBlockReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceIntakeTest {
    private static final int SINGERS = 20;
    private static final long CLOCK = 48_000_000L;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final List<Connection> connections = new ArrayList<>();
    private long nowNs;
    private long stepNs;

    private VoiceIntake intake() {
        return new VoiceIntake(
                codec,
                new Crew("crew", 0, AudioThreads.normal()),
                new StreamMetrics(new SimpleMeterRegistry()),
                () -> nowNs += stepNs);
    }

    private void everybodySings() {
        StreamMessageWriter writer = new StreamMessageWriter();
        byte[] packet = new byte[1_500];
        try (PacketEncoder encoder = codec.newEncoder()) {
            int bytes = encoder.encode(new float[960], 0, 960, packet, 0);
            writer.begin(MessageKind.VOICE);
            writer.section(StreamId.VOICE, 2, CLOCK, true);
            writer.packet(packet, 0, bytes);
        }
        StreamMessageReader reader = new StreamMessageReader();
        reader.read(writer.bytes(), 0, writer.length(), Direction.TO_SERVER);
        for (int i = 1; i <= SINGERS; i++) {
            Connection connection = new Connection(i, null, null, "192.0.2.1", 0);
            connection.person = 100L + i;
            connection.inbox.offer(reader, 0, writer.length(), 0);
            connections.add(connection);
        }
    }

    private static List<Long> people(VoiceIntake intake) {
        List<Long> people = new ArrayList<>();
        for (int page = 0; page < intake.pages().pages(); page++) {
            MemorySegment data = MemorySegment.ofArray(intake.pages().floats(page));
            VoiceBlockReader blocks =
                    new VoiceBlockReader().over(data, 4L * intake.pages().floatCount(page));
            while (blocks.next()) {
                people.add(blocks.person());
            }
        }
        return people;
    }

    @Test
    void whatThereIsNoTimeForComesInTheNextTicks_everybodyOnceAndInTurn() {
        everybodySings();
        stepNs = VoiceIntake.BUDGET_NS / 10;
        VoiceIntake intake = intake();
        List<Long> all = new ArrayList<>();
        int ticks = 0;
        do {
            intake.collect(connections);
            assertThat(people(intake)).isNotEmpty();
            all.addAll(people(intake));
            ticks++;
        } while (intake.hasLeft());
        assertThat(ticks).isBetween(3, SINGERS);
        List<Long> expected = new ArrayList<>();
        connections.forEach(connection -> expected.add(connection.person));
        assertThat(all).containsExactlyElementsOf(expected);
    }

    @Test
    void aQuickMachineTakesAll() {
        everybodySings();
        VoiceIntake intake = intake();
        intake.collect(connections);
        assertThat(people(intake)).hasSize(SINGERS);
        assertThat(intake.hasLeft()).isFalse();
    }
}
