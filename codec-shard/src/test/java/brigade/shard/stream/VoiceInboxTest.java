package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits for the tick, how much of it, and that an outage's memory is given back. */
class VoiceInboxTest {
    private static final byte[] PACKET = {(byte) 0xf8, 0, 0};

    private final VoiceInbox inbox = new VoiceInbox();

    private boolean offer(int number) {
        StreamMessageWriter writer = new StreamMessageWriter();
        writer.begin(MessageKind.VOICE);
        writer.section(0, 1, number * 960L, false);
        writer.packet(PACKET, 0, PACKET.length);
        byte[] bytes = writer.toByteArray();
        StreamMessageReader reader = new StreamMessageReader();
        reader.read(bytes, 0, bytes.length, Direction.TO_SERVER);
        return inbox.offer(reader, 0, bytes.length, number);
    }

    /** The carriers that one turn of {@code messages} messages goes through. */
    private Set<VoiceInbox.Message> turn(int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(offer(i)).isTrue();
        }
        Set<VoiceInbox.Message> carriers = new HashSet<>();
        int taken = inbox.take();
        assertThat(taken).isEqualTo(messages);
        for (int i = 0; i < taken; i++) {
            assertThat(inbox.message(i).clock).isEqualTo(i * 960L);
            carriers.add(inbox.message(i));
        }
        return carriers;
    }

    @Test
    void whatIsOverIsDropped() {
        for (int i = 0; i < VoiceInbox.PACKETS_MAX; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(VoiceInbox.PACKETS_MAX)).isFalse();
        assertThat(inbox.take()).isEqualTo(VoiceInbox.PACKETS_MAX);
    }

    @Test
    void memoryIsUsedAgain_butNotKeptForAnotherOutage() {
        turn(VoiceInbox.KEPT_MESSAGES);
        turn(VoiceInbox.KEPT_MESSAGES);
        Set<VoiceInbox.Message> usual = turn(VoiceInbox.KEPT_MESSAGES);
        turn(VoiceInbox.KEPT_MESSAGES);
        assertThat(turn(VoiceInbox.KEPT_MESSAGES)).as("used again").isEqualTo(usual);
        Set<VoiceInbox.Message> outage = turn(VoiceInbox.PACKETS_MAX);
        turn(1);
        Set<VoiceInbox.Message> again = turn(VoiceInbox.PACKETS_MAX);
        again.retainAll(outage);
        assertThat(again).hasSizeLessThanOrEqualTo(VoiceInbox.KEPT_MESSAGES);
    }
}
