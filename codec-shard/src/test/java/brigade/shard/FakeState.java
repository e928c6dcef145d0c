package brigade.shard;

import brigade.shard.exchange.StateCall;
import brigade.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A state server in memory: remembers what it was asked and answers what it was told. Any thread. */
final class FakeState {
    /** A call as it arrived. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Asked(String json, float[] sung) {}

    private static final Pattern SAMPLES = Pattern.compile("\"n_samples\":(\\d+)");

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    volatile byte[] afterSound = new byte[0];
    volatile float[] heard = new float[48_000];
    volatile @Nullable WireException failure;

    /** Answers the room calls by itself; null: as everything else. */
    volatile @Nullable FakeRooms rooms;

    StateCall newCall() {
        return new Call();
    }

    void refuse(int status, String message) {
        this.status = status;
        this.json = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private final class Call implements StateCall {
        private byte[] data = new byte[0];
        private FakeRooms.@Nullable Answer own;

        @Override
        public void send(byte[] bytes, int jsonBytes, float[] pcm, int sent) {
            asked.add(new Asked(new String(bytes, 0, jsonBytes, StandardCharsets.UTF_8), Arrays.copyOf(pcm, sent)));
            WireException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            FakeRooms house = rooms;
            own = house == null ? null : house.answer(asked.getLast().json());
            byte[] after = afterSound;
            Matcher samples = SAMPLES.matcher(asked.getLast().json());
            int soundBytes = status == 200 && samples.find() ? 4 * Integer.parseInt(samples.group(1)) : 0;
            ByteBuffer buffer = ByteBuffer.allocate(soundBytes + after.length).order(ByteOrder.nativeOrder());
            for (int i = 0; i < soundBytes / 4; i++) {
                buffer.putFloat(heard[i]);
            }
            data = buffer.put(after).array();
        }

        @Override
        public int status() {
            return own == null ? status : own.status();
        }

        @Override
        public byte[] json() {
            return own == null ? json : own.json();
        }

        @Override
        public int jsonBytes() {
            return json().length;
        }

        @Override
        public int dataBytes() {
            return data.length;
        }

        @Override
        public void copySamples(float[] target, int count) {
            ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).asFloatBuffer().get(target, 0, count);
        }

        @Override
        public void copyBytes(int offset, byte[] target, int index, int bytes) {
            System.arraycopy(data, offset, target, index, bytes);
        }
    }
}
