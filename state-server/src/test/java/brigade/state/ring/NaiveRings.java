package brigade.state.ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rings as one would write them without a thought for speed: a number for each sample of a whole timeline. */
final class NaiveRings {
    /** One sample that somebody added. */
    private record Added(long sample, int value, RingSong song, boolean lead, boolean solo) {}

    /** One voice: what it added, how far it is, and where it sounds. */
    private static final class Voice {
        final List<Added> added = new ArrayList<>();
        final Map<Long, Double> energy = new HashMap<>();
        final Set<Long> counted = new HashSet<>();
        long writtenUpTo;
        long lastVoiceAt = Long.MIN_VALUE / 2;
        long soundsUntil = Long.MIN_VALUE;
    }

    final long base;
    final int[] lead;
    final int[] voices;
    final int[] solo;
    final int[] round;
    final Map<Long, Integer> counts = new HashMap<>();
    private final Map<Long, Voice> singers = new HashMap<>();

    NaiveRings(long base, int samples) {
        this.base = base;
        lead = new int[samples];
        voices = new int[samples];
        solo = new int[samples];
        round = new int[samples];
    }

    int write(MixRings rings, long user, long start, float[] pcm, boolean soloed) {
        Voice voice = singers.computeIfAbsent(user, u -> new Voice());
        forget(rings, voice);
        if (Math.max(start, Math.max(voice.writtenUpTo, rings.oldestSample()))
                < Math.min(start + pcm.length, rings.nowSamples())) {
            voice.lastVoiceAt = rings.nowSamples();
        }
        int kept = 0;
        for (int i = 0; i < pcm.length; i++) {
            long sample = start + i;
            if (sample < voice.writtenUpTo || sample < rings.oldestSample() || sample >= rings.nowSamples()) {
                continue;
            }
            voice.writtenUpTo = sample + 1;
            RingSong song = songAt(rings, sample);
            boolean leads = song != null && song.leaderId() == user;
            int value = (int) (pcm[i] * ((leads ? (float) 1.996 : 1f) * (1 << 21)));
            sound(voice, sample, value);
            if (song != null) {
                kept++;
                boolean inLead = leads && sample >= rings.leadClosedUpTo();
                add(rings, voice, new Added(sample, value, song, inLead, soloed));
            }
        }
        return kept;
    }

    /** After 6 s without a voice nothing can be taken back. */
    private static void forget(MixRings rings, Voice voice) {
        if (rings.nowSamples() - voice.lastVoiceAt > 288_000) {
            voice.added.clear();
        }
    }

    private void add(MixRings rings, Voice voice, Added sample) {
        voice.added.add(sample);
        sum(rings, sample, 1);
        long block = Math.floorDiv(sample.sample(), 960);
        if (block <= voice.soundsUntil && voice.counted.add(block)) {
            counts.merge(block, 1, Integer::sum);
        }
    }

    /** A voice sounds in songs and outside; it is counted in songs. */
    private static void sound(Voice voice, long sample, int value) {
        long block = Math.floorDiv(sample, 960);
        double amplitude = value / (double) (1 << 21);
        if (voice.energy.merge(block, amplitude * amplitude, Double::sum) > 1e-5 * 960) {
            voice.soundsUntil = block + 10;
        }
    }

    private void sum(MixRings rings, Added sample, int sign) {
        int value = sign * sample.value();
        int at = (int) (sample.sample() - base);
        (sample.lead() ? lead : voices)[at] += value;
        if (sample.solo()) {
            solo[at] += value;
        }
        for (int k = 1; k <= sample.song().plan().repeats(); k++) {
            long again = sample.sample() + k * sample.song().plan().repeatSamples();
            if (again < sample.song().endSample() && again < rings.round.endSample()) {
                round[(int) (again - base)] += value;
            }
        }
    }

    int takeBack(MixRings rings, long user, long from) {
        Voice voice = singers.computeIfAbsent(user, u -> new Voice());
        forget(rings, voice);
        long first = Math.max(from, Math.max(voice.writtenUpTo - 288_000, rings.lead.oldestSample()));
        int taken = 0;
        for (Added sample : voice.added) {
            if (sample.sample() >= first && sample.sample() < sample.song().endSample()) {
                sum(rings, sample, -1);
                taken++;
                long block = Math.floorDiv(sample.sample(), 960);
                if (block * 960 >= first && voice.counted.remove(block)) {
                    counts.merge(block, -1, Integer::sum);
                }
            }
        }
        voice.added.removeIf(sample -> sample.sample() >= first);
        return taken;
    }

    /** A new song finds nothing at its start and later. */
    void wipe(MixRings rings, long from) {
        for (int i = (int) (from - base); i < lead.length; i++) {
            lead[i] = 0;
            voices[i] = 0;
            solo[i] = 0;
            round[i] = 0;
        }
        boolean shared = songAt(rings, from - 1) != null;
        counts.keySet().removeIf(block -> shared ? block * 960 >= from : block >= Math.floorDiv(from, 960));
    }

    static @Nullable RingSong songAt(MixRings rings, long sample) {
        RingSong found = null;
        for (RingSong song : rings.songs()) {
            if (sample >= song.startSample() && sample < song.endSample()) {
                found = song;
            }
        }
        return found;
    }
}
