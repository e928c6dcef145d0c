package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is recorded, and that nothing of a voice gets lost while one state server follows another. */
class RecordedVoicesTest {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    private final StreamMessageWriter writer = new StreamMessageWriter();

    private byte[] voice(long clock, byte[] packet) {
        writer.begin(MessageKind.VOICE);
        writer.section(0, 2, clock, false);
        writer.packet(packet, 0, packet.length);
        return writer.toByteArray();
    }

    @Test
    void whatIsSungWhileTheStateServerIsAwayIsRecordedAndReachesTheNextOne() throws InterruptedException {
        try (ServiceUnderTest shard = new ServiceUnderTest()) {
            shard.stage.recording = true;
            ServiceUnderTest.Member singer = shard.join("a2");
            byte[] packet = packet(shard.codec);
            long first = shard.clock() - 48_000;
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                if (i == 20) {
                    shard.stage.away = true;
                } else if (i == 45) {
                    shard.stage.restart("12");
                    shard.stage.away = false;
                }
                sent.add(first + (long) i * FRAME);
                singer.binary(voice(sent.getLast(), packet));
                Thread.sleep(10);
            }
            List<Long> heard = List.of();
            for (int tries = 0; tries < 1_000 && !heard.containsAll(sent); tries++) {
                Thread.sleep(10);
                heard = shard.stage.voices.stream()
                        .map(voice -> voice.startClock() + 312)
                        .toList();
            }
            assertThat(heard).containsAll(sent).isSorted();
            assertThat(shard.tap.outages).hasSize(1);
            long[] outage = shard.tap.outages.getFirst();
            assertThat(outage[0]).isLessThan(outage[1]);
            assertThat(outage[1] - outage[0]).isGreaterThanOrEqualTo(48 * 100); // 25 voices, 10 ms apart
            assertThat(shard.tap.voices).containsExactlyElementsOf(sent);
            assertThat(shard.tap.told).containsExactly("main true");
        }
    }

    @Test
    void allOfItIsRecorded_evenIfMoreIsSungThanWaitsForTheNextStateServer() throws InterruptedException {
        try (ServiceUnderTest shard = new ServiceUnderTest()) {
            shard.stage.recording = true;
            ServiceUnderTest.Member singer = shard.join("a2");
            byte[] packet = packet(shard.codec);
            long first = shard.clock() - 20 * 48_000;
            List<Long> sent = new ArrayList<>();
            shard.stage.away = true;
            for (int i = 0; i < 280; i++) {
                sent.add(first + (long) i * FRAME);
                singer.binary(voice(sent.getLast(), packet));
                Thread.sleep(5);
            }
            assertThat(shard.tap.voices).containsExactlyElementsOf(sent);
            shard.stage.restart("12");
            shard.stage.away = false;
            List<Long> waited = sent.subList(0, VoiceInbox.PACKETS_MAX);
            List<Long> heard = List.of();
            for (int tries = 0; tries < 1_000 && !heard.containsAll(waited); tries++) {
                Thread.sleep(10);
                heard = shard.stage.voices.stream()
                        .map(voice -> voice.startClock() + 312)
                        .toList();
            }
            assertThat(heard).containsAll(waited).isSorted();
        }
    }

    private static byte[] packet(OpusCodec codec) {
        byte[] packet = new byte[1_500];
        try (PacketEncoder encoder = codec.newEncoder()) {
            return java.util.Arrays.copyOf(packet, encoder.encode(new float[FRAME], 0, FRAME, packet, 0));
        }
    }

    @Test
    void aRoomWithoutPeopleHereIsNotRecordedHere_evenIfAnEarOfTheShardStays() {
        TapLog tap = new TapLog();
        RoomsHere rooms = new RoomsHere(
                OpusCodec.open(CodecChoice.AUTO), new StreamMetrics(new SimpleMeterRegistry()), closed -> {}, tap);
        Connection ann = new Connection(1, null, null, "192.0.2.1", 0);
        Connection ear = new Connection(2, null, new Ear(), "", 0);
        rooms.settings(7, "main", 3, true);
        assertThat(tap.told).isEmpty();
        rooms.seat(ann, seat(1));
        rooms.seat(ear, seat(2));
        assertThat(tap.told).containsExactly("main true");
        assertThat(ann.recorded).isNotNull();
        assertThat(ear.recorded).isNull();
        for (int i = 0; i < 10; i++) {
            rooms.tidy(0);
        }
        assertThat(tap.told).containsExactly("main true");
        rooms.leave(ann);
        rooms.tidy(0);
        assertThat(tap.told).containsExactly("main true"); // he may only have lost his line
        rooms.tidy(0);
        rooms.tidy(0);
        assertThat(tap.told).containsExactly("main true", "main false");
        rooms.leave(ear);
        rooms.tidy(0);
        assertThat(rooms.all()).isEmpty();
    }

    private static TickReply.SeatRow seat(long person) {
        TickReply.SeatRow seat = new TickReply.SeatRow();
        seat.room = 7;
        seat.person = person;
        seat.bucket = 2;
        return seat;
    }

    private static final class Ear implements PacketListener {
        @Override
        public void packet(long clock, boolean reset, byte[] bytes, int offset, int length) {}

        @Override
        public void ended(String reason) {}
    }
}
