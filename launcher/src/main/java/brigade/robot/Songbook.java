package brigade.robot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Which sample of a robot's file belongs to which clock: the songs that the server told of, latest first. A new song may
 * start while a late bucket still sings the one before. One thread.
 */
final class Songbook {
    /** The server's word for a song that was broken off: both clocks. */
    private static final long ABORTED = 1;

    private static final int SONGS_KEPT = 4;

    /** A song; {@code endSample} is {@link Long#MAX_VALUE} while it runs. */
    record Song(long startSample, long endSample) {}

    private final float[] voice;
    private final Deque<Song> songs = new ArrayDeque<>();
    private long hearsFrom = Long.MAX_VALUE;

    /** @param voice the file; not copied */
    Songbook(float[] voice) {
        this.voice = voice;
    }

    /** What is heard first: a song that was over before is none of ours, though the server still tells of it. */
    void hears(long fromSample) {
        hearsFrom = Math.min(hearsFrom, fromSample);
    }

    /** Takes the song clocks of an answer; 0 is unset. */
    void learn(long startClock, long endClock) {
        if (startClock == ABORTED && endClock == ABORTED) {
            if (!songs.isEmpty() && songs.getFirst().endSample() == Long.MAX_VALUE) {
                songs.removeFirst();
            }
            return;
        }
        boolean isOver = endClock > 0 && endClock <= hearsFrom;
        if (startClock <= 0 || isOver) {
            return;
        }
        Song song = new Song(startClock, endClock <= 0 ? Long.MAX_VALUE : endClock);
        if (!songs.isEmpty() && songs.getFirst().startSample() == startClock) {
            songs.removeFirst();
        }
        songs.addFirst(song);
        if (songs.size() > SONGS_KEPT) {
            songs.removeLast();
        }
    }

    /** Whether a song is known. */
    boolean hasSong() {
        return !songs.isEmpty();
    }

    /** The latest song; there must be one. */
    Song latest() {
        return songs.getFirst();
    }

    /** Clock after the last sample of the file in the latest song. */
    long fileEndSample() {
        return latest().startSample() + voice.length;
    }

    /** Fills {@code out} with what is sung from clock {@code fromSample} on: the file where a song runs, else silence. */
    void sing(long fromSample, float[] out) {
        sing(fromSample, out, out.length);
    }

    /** Fills the first {@code samples} of {@code out}. */
    void sing(long fromSample, float[] out, int samples) {
        for (int i = 0; i < samples; i++) {
            out[i] = at(fromSample + i);
        }
    }

    private float at(long sample) {
        for (Iterator<Song> each = songs.iterator(); each.hasNext(); ) {
            Song song = each.next();
            if (sample >= song.startSample()) {
                long index = sample - song.startSample();
                return sample < song.endSample() && index < voice.length ? voice[(int) index] : 0;
            }
        }
        return 0;
    }
}
