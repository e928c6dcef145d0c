package brigade.stress.choir;

/**
 * What became of one chirp on its way up. Written by the tester's loop and, for what the server says, by the socket's
 * thread; read when both are done.
 */
final class V2Sent {
    private final Burst burst;
    private int bucket;
    private long fromNs;
    private boolean sent;
    private boolean whole = true;
    private long chirpReceivedNs = Long.MAX_VALUE;
    private long allReceivedNs = Long.MAX_VALUE;

    V2Sent(Burst burst) {
        this.burst = burst;
    }

    Burst burst() {
        return burst;
    }

    /** A message of it left. */
    synchronized void left(int heardBucket, long nowNs) {
        if (!sent) {
            sent = true;
            bucket = heardBucket;
            fromNs = nowNs;
        }
    }

    /** A message of it could not be sent. */
    synchronized void failed() {
        whole = false;
    }

    /** The shard has all messages with the chirp, and those before. */
    synchronized void chirpReceived(long nowNs) {
        chirpReceivedNs = nowNs;
    }

    /** The shard has all of it. */
    synchronized void allReceived(long nowNs) {
        allReceivedNs = nowNs;
    }

    /** Whether any of it left. */
    synchronized boolean isSent() {
        return sent;
    }

    /** The bucket he sang in. */
    synchronized int bucket() {
        return bucket;
    }

    /** When the first message left. */
    synchronized long fromNs() {
        return fromNs;
    }

    /** Whether all messages left. */
    synchronized boolean isWhole() {
        return whole;
    }

    /** When the chirp was at the shard at the latest; {@link Long#MAX_VALUE} when that was not told. */
    synchronized long chirpReceivedNs() {
        return chirpReceivedNs;
    }

    /** When all was at the shard at the latest. */
    synchronized long allReceivedNs() {
        return allReceivedNs;
    }
}
