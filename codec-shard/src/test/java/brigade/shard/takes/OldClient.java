package brigade.shard.takes;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.shard.exchange.Exchanges;
import brigade.shard.exchange.Query;
import brigade.wire.PacketBundleWriter;

/** A client of exchange v1: sings 600 ms an exchange, and allows for the codec's delay by itself. */
final class OldClient implements AutoCloseable {
    static final int BATCH = 28_800;

    private final BundleEncoder encoder;
    private final Exchanges shard;
    private final String who;
    private final long start;
    private final float[] voice;
    private byte[] body = {};
    private String query = "";

    /** @param start clock of the voice's first sample */
    OldClient(OpusCodec codec, Exchanges shard, String room, long person, long start, float[] voice) {
        this.encoder = new BundleEncoder(codec.newEncoder());
        this.shard = shard;
        this.who = "room=" + room + "&userid=" + person;
        this.start = start;
        this.voice = voice;
    }

    /** Sings that batch of its voice; before the first it is silent. */
    void sing(int batch) {
        float[] sung = new float[BATCH];
        if (batch >= 0) {
            System.arraycopy(voice, batch * BATCH, sung, 0, BATCH);
        }
        PacketBundleWriter packets = new PacketBundleWriter();
        encoder.encode(sung, 0, BATCH, packets);
        long end = start + (batch + 1L) * BATCH - AudioFormat.CODEC_DELAY_SAMPLES;
        body = packets.toByteArray();
        query = who + "&read_clock=" + (end + 48_000) + "&write_clock=" + end;
        again();
    }

    /** Sends the latest exchange once more. */
    void again() {
        shard.exchange(Query.parse(query), body, body.length);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
