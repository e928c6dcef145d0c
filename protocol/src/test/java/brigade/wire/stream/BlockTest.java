package brigade.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.WireException;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final long SEED = 4;

    @Test
    void voiceBlocksAreReadAsWritten() {
        float[] page = new float[20_000];
        MemorySegment data = MemorySegment.ofArray(page);
        float[] sound = new float[1_001];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = i / 1_000f;
        }
        byte[] talk = {1, 2, 3, 4, 5};
        long at = VoiceBlock.write(data, 0, -5L, 1L << 50, 3, VoiceBlock.CONCEALED, 77, sound, 1, 999);
        assertThat(at).isEqualTo(VoiceBlock.bytes(999)).isEqualTo(32 + 4_000);
        at = VoiceBlock.writeTalk(data, at, 6, 8, 9, talk, 1, 3);
        at = VoiceBlock.write(data, at, 7, 12, 1, 0, 0, sound, 0, 0);

        VoiceBlock.addAge(data, at, 1_000);

        VoiceBlockReader reader = new VoiceBlockReader().over(data, at);
        assertThat(reader.next()).isTrue();
        assertThat(reader.person()).isEqualTo(-5);
        assertThat(reader.startClock()).isEqualTo(1L << 50);
        assertThat(reader.bucket()).isEqualTo(3);
        assertThat(reader.samples()).isEqualTo(999);
        assertThat(reader.isConcealed()).isTrue();
        assertThat(reader.isTalk()).isFalse();
        assertThat(reader.arrivalAgeSamples()).isEqualTo(1_077);
        float[] copy = new float[1_000];
        reader.copySamples(copy, 1);
        assertThat(copy[1]).isEqualTo(0.001f);
        assertThat(copy[999]).isEqualTo(0.999f);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isTalk()).isTrue();
        assertThat(reader.samples()).isEqualTo(3);
        assertThat(reader.arrivalAgeSamples()).isEqualTo(1_009);
        byte[] bytes = new byte[3];
        reader.copyBytes(bytes, 0);
        assertThat(bytes).containsExactly(2, 3, 4);
        assertThat(reader.next()).isTrue();
        assertThat(reader.samples()).isZero();
        assertThat(reader.arrivalAgeSamples()).isEqualTo(1_000);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void frameBlocksAreReadAsWritten() {
        MemorySegment data = MemorySegment.ofArray(new long[2_000]);
        long body = FrameBlock.writeHeader(data, 0, 12, StreamId.CROWD, 4, FrameBlock.GAP, 9_600, 1_920);
        data.set(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED, body + 4 * 960, 0.5f);
        long at = FrameBlock.bytes(1_920);
        FrameBlock.writeHeader(data, at, 12, StreamId.LEAD, 0, FrameBlock.SILENT, 9_600, 9_600);
        at += FrameBlock.silentBytes();
        MemorySegment talk = MemorySegment.ofArray(new byte[] {9, 8, 7});
        at = FrameBlock.writeTalk(data, at, 12, StreamId.TALKER_LAST, 5, talk, 1, 2);

        FrameBlockReader reader = new FrameBlockReader().over(data, at);
        assertThat(reader.next()).isTrue();
        assertThat(reader.room()).isEqualTo(12);
        assertThat(reader.stream()).isEqualTo(StreamId.CROWD);
        assertThat(reader.bucket()).isEqualTo(4);
        assertThat(reader.isAfterGap()).isTrue();
        assertThat(reader.isSilent()).isFalse();
        assertThat(reader.clock()).isEqualTo(9_600);
        assertThat(reader.samples()).isEqualTo(1_920);
        float[] frame = new float[960];
        reader.copySamples(960, frame, 0, 960);
        assertThat(frame[0]).isEqualTo(0.5f);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isSilent()).isTrue();
        assertThat(reader.samples()).isEqualTo(9_600);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isTalk()).isTrue();
        byte[] bytes = new byte[2];
        reader.copyBytes(bytes, 0);
        assertThat(bytes).containsExactly(8, 7);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void brokenBlocksAreRefusedAndNothingElseHappens() {
        System.out.println("BlockTest seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] bytes = new byte[512];
        MemorySegment data = MemorySegment.ofArray(bytes);
        int refused = 0;
        int walked = 0;
        for (int round = 0; round < 100_000; round++) {
            for (int at = 0; at < bytes.length; at += 4) {
                // Small numbers: they pass the first checks.
                data.set(
                        java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED,
                        at,
                        random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(12) * (round % 2 == 0 ? 1 : 960));
            }
            int length = random.nextInt(bytes.length);
            try {
                VoiceBlockReader voices = new VoiceBlockReader().over(data, length);
                while (voices.next()) {
                    walked++;
                    assertThat(voices.bodyOffset() + (voices.isTalk() ? 1 : 4) * (long) voices.samples())
                            .isLessThanOrEqualTo(length);
                }
            } catch (WireException e) {
                refused++;
            }
            try {
                FrameBlockReader frames = new FrameBlockReader().over(data, length);
                while (frames.next()) {
                    walked++;
                    assertThat(frames.samples()).isNotNegative();
                }
            } catch (WireException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
        assertThat(walked).isGreaterThan(10_000);
    }
}
