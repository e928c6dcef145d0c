package brigade.e2e;

import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.VoiceCodecs;
import brigade.shard.exchange.Exchanges;
import brigade.shard.exchange.OldVoiceTap;
import brigade.shard.exchange.Query;
import brigade.wire.PacketBundleWriter;

/** A client of exchange v1 in a {@link VirtualHouse}: asks every 600 ms, and sings a note of its own. */
final class VirtualOldClient implements AutoCloseable {
    static final String ID = "1099511627777";

    private static final int BATCH = 28_800;
    private static final int BATCH_STEPS = BATCH / VirtualHouse.FRAME;

    /** So far behind now he listens, and what he sings lies so much before. */
    private static final long DELAY_SAMPLES = 6 * 48_000;

    private static final long LATENCY_SAMPLES = 4_800;

    private final VoiceCodecs codecs;
    private final Exchanges shard;
    private final BundleEncoder encoder;
    private final String room;
    private long clock;
    private int steps;

    VirtualOldClient(VirtualHouse house, String room, OldVoiceTap tap) {
        this.room = room;
        codecs = new VoiceCodecs(house.codec, 1, System::nanoTime);
        shard = new Exchanges(codecs, house::exchanges, tap);
        encoder = new BundleEncoder(house.codec.newEncoder());
        clock = house.now() - DELAY_SAMPLES;
    }

    /** Called each 20 ms. */
    void step() {
        if (steps++ % BATCH_STEPS != 0) {
            return;
        }
        float[] sung = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            sung[i] = (float) (0.1 * Math.sin(2 * Math.PI * 310 * (clock + i - VirtualHouse.START) / 48_000.0));
        }
        clock += BATCH;
        PacketBundleWriter packets = new PacketBundleWriter();
        encoder.encode(sung, 0, BATCH, packets);
        byte[] body = packets.toByteArray();
        String query = "room=" + room + "&userid=" + ID + "&username=old&read_clock=" + clock + "&write_clock="
                + (clock - LATENCY_SAMPLES);
        shard.exchange(Query.parse(query), body, body.length);
    }

    @Override
    public void close() {
        encoder.close();
        codecs.close();
    }
}
