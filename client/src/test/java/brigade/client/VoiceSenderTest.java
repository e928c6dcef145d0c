package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.wire.stream.Direction;
import brigade.wire.stream.StreamMessageReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceSenderTest {
    private static final int BLOCK = 2_880;
    private static final long AT = 1_234_567;

    private final List<String> sent = new ArrayList<>();
    private final StreamMessageReader reader = new StreamMessageReader();
    private final VoiceSender sender = new VoiceSender(OpusCodec.open(CodecChoice.AUTO), this::take);
    private final float[] tone = new float[BLOCK];
    private final float[] silence = new float[BLOCK];

    VoiceSenderTest() {
        for (int i = 0; i < BLOCK; i++) {
            tone[i] = (float) (0.2 * Math.sin(i * 0.05));
        }
    }

    private boolean take(byte[] bytes, int length) {
        reader.read(bytes, 0, length, Direction.TO_SERVER);
        sent.add("b" + reader.bucket(0) + " " + (reader.clock(0) - AT) + " x" + reader.packets(0)
                + (reader.isReset(0) ? " R" : ""));
        return true;
    }

    @Test
    void aSpurtBeginsFreshAndEndsFlushed() {
        sender.sing(AT, 2, tone, BLOCK);
        sender.sing(AT + BLOCK, 2, tone, BLOCK);
        for (int i = 2; i < 8; i++) {
            sender.sing(AT + (long) i * BLOCK, 2, silence, BLOCK);
        }
        // 240 ms of silence belong to it, then the flush and the end; nothing after it.
        assertThat(sent)
                .containsExactly(
                        "b2 0 x3 R",
                        "b2 2880 x3",
                        "b2 5760 x3",
                        "b2 8640 x3",
                        "b2 11520 x3",
                        "b2 14400 x3",
                        "b2 17280 x1",
                        "b2 18240 x0");
    }

    @Test
    void aJumpAheadFlushes_aJumpBackDoesNot() {
        sender.sing(AT, 3, tone, BLOCK);
        sender.sing(AT + 48_000, 2, tone, BLOCK);
        sender.sing(AT + 10_000, 4, tone, BLOCK);
        assertThat(sent)
                .containsExactly(
                        "b3 0 x3 R", "b3 2880 x1", "b3 3840 x0", "b2 48000 x3 R", "b2 50880 x0", "b4 10000 x3 R");
    }

    @Test
    void anotherEncodersBlockAfterALossBeginsFresh() {
        sender.sing(AT, 2, tone, BLOCK);
        sender.restart();
        sender.sing(AT + BLOCK, 2, tone, BLOCK);
        sender.end();
        assertThat(sent).containsExactly("b2 0 x3 R", "b2 2880 x3 R", "b2 5760 x1", "b2 6720 x0");
    }
}
