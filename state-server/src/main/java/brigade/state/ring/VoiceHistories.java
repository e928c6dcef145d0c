package brigade.state.ring;

import java.util.ArrayList;

/**
 * A room's histories: who sings has one, and a few that were handed back wait for the next, so that people who come and
 * go cost the audio path no allocation. More than that go to the collector: a choir that fell silent keeps none.
 * Agent thread only.
 */
final class VoiceHistories {
    /** Most that wait for the next singer: 37 MB. */
    static final int SPARE_MAX = 32;

    private final ArrayList<VoiceHistory> spare = new ArrayList<>(SPARE_MAX);
    private int lent;

    /** An empty history; made only when none waits. */
    VoiceHistory take() {
        lent++;
        return spare.isEmpty() ? new VoiceHistory() : spare.removeLast();
    }

    /** Takes one back; the caller uses it no more. */
    void giveBack(VoiceHistory history) {
        lent--;
        if (spare.size() < SPARE_MAX) {
            history.clear();
            spare.add(history);
        }
    }

    /** How many there are, lent and waiting; 1.2 MB each. */
    int live() {
        return lent + spare.size();
    }
}
