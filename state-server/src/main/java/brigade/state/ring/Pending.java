package brigade.state.ring;

/** Stands where code lands within the hour; goes with the last of it. */
final class Pending {
    private Pending() {}

    static void fail(RingMemory memory) {
        throw new UnsupportedOperationException("lands next, size " + memory.size());
    }

    static RuntimeException error() {
        return new UnsupportedOperationException("lands next");
    }
}
