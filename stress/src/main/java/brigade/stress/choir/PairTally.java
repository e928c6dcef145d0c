package brigade.stress.choir;

import java.util.ArrayList;
import java.util.List;

/**
 * One singer in one bucket's ears, counted. One thread at a time; merged afterwards.
 */
public final class PairTally {
    private final int singer;
    private final int bucket;
    private final List<Double> offsetsSamples = new ArrayList<>();
    private final List<Double> levelErrorsDb = new ArrayList<>();
    private int missing;
    private int ghosts;
    private int silences;
    private int unchecked;

    PairTally(int singer, int bucket) {
        this.singer = singer;
        this.bucket = bucket;
    }

    /** Index of the singer. */
    public int singer() {
        return singer;
    }

    /** The bucket that listens. */
    public int bucket() {
        return bucket;
    }

    /** How many samples after its place each chirp that had to be heard was heard, in the order of time. */
    public List<Double> offsetsSamples() {
        return offsetsSamples;
    }

    /** How much louder each chirp was than it must be, of those whose level is known. */
    public List<Double> levelErrorsDb() {
        return levelErrorsDb;
    }

    /** Chirps that had to be heard and were not. */
    public int missing() {
        return missing;
    }

    /** Chirps that could not be heard and were. */
    public int ghosts() {
        return ghosts;
    }

    /** Chirps that could not be heard and were not. */
    public int silences() {
        return silences;
    }

    /** Chirps of which nothing can be told: they came while the sound was mixed, or the sound is not there. */
    public int unchecked() {
        return unchecked;
    }

    /** Chirps that had to be heard. */
    public int due() {
        return offsetsSamples.size() + missing;
    }

    /** Of these, how many were heard at their place. */
    public int inPlace() {
        return (int) offsetsSamples.stream().filter(ChoirPromise::isInPlace).count();
    }

    void heardAt(double offsetSamples) {
        offsetsSamples.add(offsetSamples);
    }

    void levelOff(double db) {
        levelErrorsDb.add(db);
    }

    void countMissing() {
        missing++;
    }

    void countGhost() {
        ghosts++;
    }

    void countSilence() {
        silences++;
    }

    void countUnchecked() {
        unchecked++;
    }

    void add(PairTally other) {
        offsetsSamples.addAll(other.offsetsSamples);
        levelErrorsDb.addAll(other.levelErrorsDb);
        missing += other.missing;
        ghosts += other.ghosts;
        silences += other.silences;
        unchecked += other.unchecked;
    }
}
