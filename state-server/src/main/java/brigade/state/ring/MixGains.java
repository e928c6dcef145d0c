package brigade.state.ring;

/** The factors of a mix at one moment, fixed-point scale and all else included. A plain carrier. */
final class MixGains {
    /** Of the lead ring where it has a gain of its own: in streams. */
    float lead;

    /** Of the voices ring; of the lead ring too for v1's listeners. */
    float voices;

    /** Of the round and the solo ring. */
    float round;

    /** Of the backing sound. */
    float backing;

    void set(MixGains other) {
        lead = other.lead;
        voices = other.voices;
        round = other.round;
        backing = other.backing;
    }

    /**
     * Becomes what the design's "Levels" says.
     *
     * @param sounding voices that sound
     * @param personal the listener's own factor for the backing
     */
    void target(MixVolumes room, int sounding, RingSong song, float personal) {
        others(room, song, personal);
        voices = round * room.crowd(sounding);
        lead = voices;
    }

    /**
     * Becomes what v2's streams have: the crowd alone is scaled, so that a leader never drowns.
     *
     * @param sounding voices that sound, smoothed
     */
    void stream(MixVolumes room, float sounding, RingSong song) {
        others(room, song, 1);
        lead = round;
        voices = round * room.crowd(sounding);
    }

    private void others(MixVolumes room, RingSong song, float personal) {
        float all = Levels.MIX * room.room();
        round = all / Kernels.ONE;
        BackingSound sound = song.backing();
        float kind = sound != null && sound.isMetronome() ? 1 : Levels.TRACK;
        backing = all * Math.min(Levels.ALL_MAX / room.room(), room.backing() * personal) * kind / BackingSound.ONE;
    }

    /** Goes from {@code before} towards {@code target} as far as {@code samples} allow. */
    void towards(MixGains before, MixGains target, int samples) {
        lead = GainRamp.next(before.lead * Kernels.ONE, target.lead * Kernels.ONE, samples) / Kernels.ONE;
        voices = GainRamp.next(before.voices * Kernels.ONE, target.voices * Kernels.ONE, samples) / Kernels.ONE;
        round = GainRamp.next(before.round * Kernels.ONE, target.round * Kernels.ONE, samples) / Kernels.ONE;
        backing = GainRamp.next(before.backing * BackingSound.ONE, target.backing * BackingSound.ONE, samples)
                / BackingSound.ONE;
    }
}
