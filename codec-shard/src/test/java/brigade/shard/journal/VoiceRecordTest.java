package brigade.shard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.exchange.OldVoice;
import brigade.shard.stream.VoiceMessage;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What was written is read again, also by the version before; what is cut short is none. */
class VoiceRecordTest {
    private static final byte[] ROOM = "choir".getBytes(StandardCharsets.UTF_8);
    private static final int GAIN_BYTES = Float.BYTES;

    /** CELT, one frame of 10 ms. */
    private static final byte[] SILENT_10_MS = {(byte) 0xf0, 0, 0};

    private static VoiceMessage message() {
        VoiceMessage message = new VoiceMessage();
        message.room = ROOM;
        message.person = -5;
        message.connection = 77;
        message.clock = 86_000_000_000_960L;
        message.bucket = 3;
        message.reset = true;
        message.gain = 0.25f;
        message.packets = 2;
        message.bytes = new byte[] {9, 1, 2, 3, 4, 5};
        message.offsets[0] = 1;
        message.lengths[0] = 2;
        message.offsets[1] = 3;
        message.lengths[1] = 3;
        return message;
    }

    private static byte[] written() {
        byte[] bytes = new byte[VoiceRecord.length(message())];
        VoiceRecord.write(bytes, VoiceRecord.VOICE, 78, message());
        return bytes;
    }

    /** Version 1 had all of it but the gain, which lies before the count of packets. */
    private static byte[] ofVersion1() {
        byte[] now = written();
        int gainAt = VoiceRecord.HEAD_BYTES + ROOM.length - 1 - GAIN_BYTES;
        byte[] then = Arrays.copyOf(now, now.length - GAIN_BYTES);
        System.arraycopy(now, gainAt + GAIN_BYTES, then, gainAt, now.length - gainAt - GAIN_BYTES);
        return then;
    }

    private static void check(VoiceRecord record, float gain) {
        assertThat(record.kind).isEqualTo(VoiceRecord.VOICE);
        assertThat(record.roomId).isEqualTo("choir");
        assertThat(record.person).isEqualTo(-5);
        assertThat(record.connection).isEqualTo(78);
        assertThat(record.clock).isEqualTo(86_000_000_000_960L);
        assertThat(record.bucket).isEqualTo(3);
        assertThat(record.reset).isTrue();
        assertThat(record.gain).isEqualTo(gain);
        assertThat(record.packets).isEqualTo(2);
        assertThat(packet(record, 0)).containsExactly(1, 2);
        assertThat(packet(record, 1)).containsExactly(3, 4, 5);
    }

    private static byte[] packet(VoiceRecord record, int index) {
        return Arrays.copyOfRange(record.bytes, record.offsets[index], record.offsets[index] + record.lengths[index]);
    }

    @Test
    void whatWasWrittenIsRead() {
        VoiceRecord record = new VoiceRecord();
        assertThat(record.read(written(), written().length, 2)).isTrue();
        check(record, 0.25f);
    }

    @Test
    void recordsOfVersion1AreRead_asTheyCame() {
        VoiceRecord record = new VoiceRecord();
        assertThat(record.read(ofVersion1(), ofVersion1().length, 1)).isTrue();
        check(record, 1);
    }

    @Test
    void anOldClientsPacketsAreRead_notByAVersionThatKnowsNone() {
        byte[] whole = ofOldClient();
        VoiceRecord record = new VoiceRecord();
        assertThat(record.read(whole, whole.length, 3)).isTrue();
        assertThat(record.kind).isEqualTo(VoiceRecord.OLD_VOICE);
        assertThat(record.fromOldClient).isTrue();
        assertThat(record.placed).isFalse();
        assertThat(record.reset).isTrue();
        assertThat(record.roomId).isEqualTo("choir");
        assertThat(record.person).isEqualTo(7);
        assertThat(record.connection).isEqualTo(78);
        assertThat(record.clock).isEqualTo(86_000_000_000_000L + 312);
        assertThat(record.gain).isEqualTo(0.5f);
        assertThat(record.packets).isEqualTo(40);
        assertThat(packet(record, 39)).containsExactly(SILENT_10_MS);
        assertThat(record.read(whole, whole.length, 2)).isFalse();
        assertThat(record.read(written(), written().length, 3)).isTrue();
        assertThat(record.placed && !record.fromOldClient).isTrue();
    }

    /** More packets than a message of stream v2 may have. */
    private static byte[] ofOldClient() {
        PacketBundleWriter writer = new PacketBundleWriter();
        for (int i = 0; i < 40; i++) {
            writer.add(SILENT_10_MS, 0, SILENT_10_MS.length);
        }
        PacketBundle bundle = new PacketBundle();
        bundle.read(writer.toByteArray(), 0, writer.toByteArray().length, 48_000);
        OldVoice voice = new OldVoice("choir", 7, 1, 86_000_000_000_000L, true, false, 0.5f, bundle);
        byte[] bytes = new byte[VoiceRecord.oldLength(ROOM, voice)];
        VoiceRecord.writeOld(bytes, ROOM, 78, voice);
        return bytes;
    }

    @Test
    void whatIsCutShortIsNone() {
        for (int version = 1; version <= 3; version++) {
            byte[] whole = switch (version) {
                case 1 -> ofVersion1();
                case 2 -> written();
                default -> ofOldClient();
            };
            for (int length = 0; length < whole.length; length++) {
                assertThat(new VoiceRecord().read(whole, length, version))
                        .as("%d bytes of version %d", length, version)
                        .isFalse();
            }
        }
    }
}
