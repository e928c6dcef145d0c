package brigade.shard.stream;

import brigade.wire.stream.VoiceBlock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The voice blocks of one tick, cut into calls of at most one page of the RPC buffer each, so that other calls come in
 * between. Filled by the threads that decode, then read by the tick thread; pages are used again.
 */
final class VoicePages {
    /** Floats of one page: 200,000 bytes. */
    static final int PAGE_FLOATS = 50_000;

    /** One call's data. */
    private static final class Page {
        final float[] floats = new float[PAGE_FLOATS];
        final MemorySegment memory = MemorySegment.ofArray(floats);
        long bytes;
    }

    private static final long PAGE_BYTES = (long) PAGE_FLOATS * Float.BYTES;

    private final List<Page> pages = new ArrayList<>();
    private int used;

    /** Begins a tick. */
    synchronized void clear() {
        used = 0;
    }

    /** Adds sound, in one block. */
    synchronized void sound(
            long person, long startClock, int bucket, int flags, int age, float[] sound, int from, int samples) {
        Page page = pageFor(VoiceBlock.bytes(samples));
        page.bytes =
                VoiceBlock.write(page.memory, page.bytes, person, startClock, bucket, flags, age, sound, from, samples);
    }

    /** Adds a section of talk. */
    synchronized void talk(long person, long clock, int age, byte[] section, int from, int bytes) {
        Page page = pageFor(VoiceBlock.talkBytes(bytes));
        page.bytes = VoiceBlock.writeTalk(page.memory, page.bytes, person, clock, age, section, from, bytes);
    }

    private Page pageFor(long bytes) {
        if (used > 0 && pages.get(used - 1).bytes + bytes <= PAGE_BYTES) {
            return pages.get(used - 1);
        }
        if (used == pages.size()) {
            pages.add(new Page());
        }
        Page page = pages.get(used++);
        page.bytes = 0;
        return page;
    }

    /** Makes what lies on a page older: it waited for its call. */
    synchronized void older(int page, int samples) {
        Page waiting = pages.get(page);
        VoiceBlock.addAge(waiting.memory, waiting.bytes, samples);
    }

    /** How many calls they make. */
    synchronized int pages() {
        return used;
    }

    /** Data of one call. */
    synchronized float[] floats(int page) {
        return pages.get(page).floats;
    }

    /** How much of it; blocks are 8-aligned, so it is whole floats. */
    synchronized int floatCount(int page) {
        return (int) (pages.get(page).bytes / Float.BYTES);
    }
}
