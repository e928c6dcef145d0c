package brigade.audio.synth;

/**
 * Who of a made-up choir has which voice. The leader, singer 0, has one that nobody shares: who sang the leader's own sound would rightly be found to
 * play the song into his microphone, and be turned down by 12 dB. Everything that makes a choir asks here. Stateless; any thread.
 */
public final class Casting {
    private Casting() {}

    /**
     * The voice of a singer.
     *
     * @param singer 0 is the leader
     * @param voices how many there are, 2 or more
     * @return 0 for the leader, else 1 to {@code voices} - 1
     */
    public static int voice(int singer, int voices) {
        return singer == 0 ? 0 : 1 + (singer - 1) % (voices - 1);
    }
}
