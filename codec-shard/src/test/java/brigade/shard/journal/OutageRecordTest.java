package brigade.shard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What was written is read again, and taken for nothing else; what is cut short is none. */
class OutageRecordTest {
    private static final byte[] ROOM = "choir".getBytes(StandardCharsets.UTF_8);

    private static byte[] written() {
        byte[] bytes = new byte[OutageRecord.length(ROOM)];
        OutageRecord.write(bytes, ROOM, 86_000_000_000_000L, 86_000_000_096_000L, 144_000);
        return bytes;
    }

    @Test
    void whatWasWrittenIsReadAgain_andIsNoVoice() {
        byte[] bytes = written();
        assertThat(OutageRecord.read(bytes, bytes.length))
                .isEqualTo(new OutageRecord("choir", 86_000_000_000_000L, 86_000_000_096_000L, 144_000));
        assertThat(new VoiceRecord().read(bytes, bytes.length, VoiceRecord.FORMAT.version()))
                .isFalse();
    }

    @Test
    void whatIsCutShortIsNone() {
        byte[] bytes = written();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(OutageRecord.read(bytes, length)).as("%d bytes", length).isNull();
        }
    }
}
