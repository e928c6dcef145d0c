package brigade.shard.codec;

import java.util.concurrent.locks.ReentrantLock;

/**
 * One user's codec state: a decoder for what he sings and an encoder for what he hears. Everything but {@link #lock}
 * is for the thread that holds the lock, so that two requests of one user never mix.
 */
public final class VoiceCodec {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final BundleDecoder decoder;
    private final BundleEncoder encoder;
    private final long number;
    private long lastUseNs;
    private boolean recorded;
    private boolean closed;

    VoiceCodec(OpusCodec codec, long number, long nowNs) {
        this.number = number;
        decoder = new BundleDecoder(codec.newDecoder());
        encoder = new BundleEncoder(codec.newEncoder());
        lastUseNs = nowNs;
    }

    /** Decodes what the user sends. */
    public BundleDecoder decoder() {
        return decoder;
    }

    /** Encodes what the user hears. */
    public BundleEncoder encoder() {
        return encoder;
    }

    /** Which one it is, on this shard since it began. */
    public long number() {
        return number;
    }

    /** Whether what goes through the decoder is recorded. */
    public boolean recorded() {
        return recorded;
    }

    /** Says whether it is. */
    public void recorded(boolean isRecorded) {
        recorded = isRecorded;
    }

    /** Forgets both streams: the next packets each way are first ones. */
    public void reset() {
        decoder.reset();
        encoder.reset();
    }

    /** Held from the first touch of a request to its last; fair, so requests keep their order. */
    ReentrantLock lock() {
        return lock;
    }

    long lastUseNs() {
        return lastUseNs;
    }

    void used(long nowNs) {
        lastUseNs = nowNs;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        decoder.close();
        encoder.close();
    }
}
