package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.WireLimits;
import org.junit.jupiter.api.Test;

class RpcBufferLayoutTest {
    @Test
    void wordsOfDifferentWritersAreTwoCacheLinesApart() {
        long[] words = {
            RpcBufferLayout.MAGIC_OFFSET,
            RpcBufferLayout.SHARD_HEARTBEAT_OFFSET,
            RpcBufferLayout.POLLED_BY_OFFSET,
            RpcBufferLayout.SERVER_GENERATION_OFFSET,
            RpcBufferLayout.TURN_OFFSET,
            RpcBufferLayout.SHARD_SLEEPS_OFFSET,
            RpcBufferLayout.JSON_LENGTH_OFFSET
        };
        for (int i = 1; i < words.length; i++) {
            assertThat(words[i] - words[i - 1]).isGreaterThanOrEqualTo(128);
        }
        long[] serverWords = {
            ServerFileLayout.MAGIC_OFFSET,
            ServerFileLayout.GENERATION_OFFSET,
            ServerFileLayout.DOORBELL_OFFSET,
            ServerFileLayout.SERVER_SLEEPS_OFFSET,
            ServerFileLayout.ATTACH_COUNTER_OFFSET
        };
        for (int i = 1; i < serverWords.length; i++) {
            assertThat(serverWords[i] - serverWords[i - 1]).isGreaterThanOrEqualTo(128);
        }
    }

    @Test
    void fieldsAreAlignedAndDoNotOverlap() {
        assertThat(RpcBufferLayout.TURN_OFFSET % 4).isZero();
        assertThat(RpcBufferLayout.SHARD_GENERATION_OFFSET % 8).isZero();
        assertThat(RpcBufferLayout.SERVER_GENERATION_OFFSET % 8).isZero();
        assertThat(RpcBufferLayout.JSON_OFFSET % 8).isZero();
        assertThat(RpcBufferLayout.DATA_OFFSET % 8).isZero();
        assertThat(RpcBufferLayout.JSON_OFFSET).isGreaterThanOrEqualTo(RpcBufferLayout.JSON_LENGTH_OFFSET + 4);
        assertThat(RpcBufferLayout.DATA_LENGTH_OFFSET)
                .isGreaterThanOrEqualTo(RpcBufferLayout.JSON_OFFSET + RpcBufferLayout.JSON_BYTES);
        assertThat(RpcBufferLayout.DATA_OFFSET).isGreaterThanOrEqualTo(RpcBufferLayout.DATA_LENGTH_OFFSET + 4);
        assertThat((long) RpcBufferLayout.FILE_BYTES)
                .isGreaterThanOrEqualTo(RpcBufferLayout.DATA_OFFSET + RpcBufferLayout.DATA_BYTES);
        assertThat(RpcBufferLayout.FILE_BYTES % 4_096).isZero();
    }

    @Test
    void partsHoldEveryByteOnce() {
        int[][] messages = {
            {0, 0},
            {1, 0},
            {0, 1},
            {10_000, 200_000},
            {10_001, 0},
            {5, 200_001},
            {33_333, 777_777},
            {WireLimits.RPC_JSON_MAX_BYTES, WireLimits.RPC_DATA_MAX_BYTES}
        };
        for (int[] message : messages) {
            int parts = RpcBufferLayout.parts(message[0], message[1]);
            assertThat(parts).isBetween(1, RpcBufferLayout.PARTS_MAX);
            int json = 0;
            int data = 0;
            for (int part = 0; part < parts; part++) {
                assertThat(RpcBufferLayout.jsonStart(message[0], part)).isEqualTo(json);
                assertThat(RpcBufferLayout.dataStart(message[1], part)).isEqualTo(data);
                json += RpcBufferLayout.jsonInPart(message[0], part);
                data += RpcBufferLayout.dataInPart(message[1], part);
            }
            assertThat(json).isEqualTo(message[0]);
            assertThat(data).isEqualTo(message[1]);
        }
        assertThat(RpcBufferLayout.PARTS_MAX).isEqualTo(105);
    }
}
