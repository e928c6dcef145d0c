package brigade.stress.choir;

/** A stream of packets that members of a bucket received, to be decoded when it is looked at. */
@FunctionalInterface
public interface HeardStream {
    /** Decodes it; any thread. */
    HeardRun decode();
}
