package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Two rooms whose loudspeakers reach their microphones: the worst there is. */
class TalkBoxTest {
    private static final int BLOCK = 2_880;
    private static final int BLOCKS = 500;
    private static final float VOICE = 0.1f;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);

    /** One end: what it sends comes to the other one a block later. */
    private final class End {
        private final List<byte[]> out = new ArrayList<>();
        private final TalkBox box = new TalkBox(codec, false, (bytes, length) -> {
            out.add(java.util.Arrays.copyOf(bytes, length));
            return true;
        });
        private final RoomView room = new RoomView();
        private final StreamMessageReader reader = new StreamMessageReader();
        private final float[] heard = new float[BLOCK];
        private final float[] spoken = new float[BLOCK];
        private double loudest;
        private double heardEnergy;

        End(String other) {
            room.room(new JsonMapper().readTree("{\"talk\":\"open\",\"talkers\":[\"" + other + "\"]}"));
        }

        void take(List<byte[]> messages) {
            for (byte[] message : messages) {
                reader.read(message, 0, message.length, Direction.TO_SERVER);
                StreamMessageWriter again = new StreamMessageWriter();
                again.begin(MessageKind.TALK);
                again.section(StreamId.TALKER_FIRST, 0, reader.clock(0), reader.isReset(0));
                for (int i = 0; i < reader.packets(0); i++) {
                    again.packet(reader.bytes(), reader.packetOffset(0, i), reader.packetLength(0, i));
                }
                reader.read(again.bytes(), 0, again.length(), Direction.TO_CLIENT);
                box.take(reader, room);
            }
            messages.clear();
        }

        void block(boolean talks, int number, float coupling) {
            box.play(heard, BLOCK);
            for (int i = 0; i < BLOCK; i++) {
                float own = talks ? (float) (VOICE * Math.sin((number * BLOCK + i) * 0.03)) : 0;
                spoken[i] = own + coupling * heard[i];
                loudest = Math.max(loudest, Math.abs(heard[i]));
                heardEnergy += heard[i] * heard[i];
            }
            box.speak(spoken, BLOCK);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0.3f, 1f, 1.5f})
    void openSpeakersNeverGrowLoud_andWhoIsSilentHearsTheOther(float coupling) {
        End anna = new End("2");
        End ben = new End("1");
        double bensBefore = 0;
        for (int i = 0; i < BLOCKS; i++) {
            List<byte[]> fromAnna = List.copyOf(anna.out);
            anna.out.clear();
            anna.take(ben.out);
            ben.take(new ArrayList<>(fromAnna));
            // Anna talks, then nobody, then Ben, then both at once.
            boolean annaTalks = i % 200 < 60 || i % 200 > 150;
            boolean benTalks = (i % 200 > 80 && i % 200 < 130) || i % 200 > 150;
            anna.block(annaTalks, i, coupling);
            ben.block(benTalks, i, coupling);
            bensBefore = i == 60 ? ben.heardEnergy : bensBefore;
        }
        assertThat(bensBefore).isGreaterThan(100);
        assertThat(anna.heardEnergy).isGreaterThan(100);
        assertThat(Math.max(anna.loudest, ben.loudest)).isLessThan(2 * VOICE * (1 + coupling));
        // Silence at the end: nothing goes round.
        for (int i = 0; i < 20; i++) {
            anna.take(ben.out);
            ben.take(anna.out);
            anna.block(false, i, coupling);
            ben.block(false, i, coupling);
        }
        anna.heardEnergy = 0;
        ben.heardEnergy = 0;
        for (int i = 0; i < 20; i++) {
            anna.take(ben.out);
            ben.take(anna.out);
            anna.block(false, i, coupling);
            ben.block(false, i, coupling);
        }
        assertThat(anna.heardEnergy + ben.heardEnergy).isZero();
    }
}
