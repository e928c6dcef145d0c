package brigade.audio.synth;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A tune for one voice.
 *
 * @param name for people and file names: lower case, words joined by hyphens
 * @param bpm beats a minute, its usual pace
 * @param notes one after the other
 */
public record Melody(String name, double bpm, List<Note> notes) {
    /** Traditional French round, 18th century: public domain. Eight bars of four beats. */
    public static final Melody FRERE_JACQUES = parse(
            "frere-jacques",
            108,
            "60:1 62:1 64:1 60:1 60:1 62:1 64:1 60:1 64:1 65:1 67:2 64:1 65:1 67:2 "
                    + "67:.5 69:.5 67:.5 65:.5 64:1 60:1 67:.5 69:.5 67:.5 65:.5 64:1 60:1 60:1 55:1 60:2 60:1 55:1 60:2");

    /** Theme of the last movement of Beethoven's ninth symphony, 1824: public domain. Sixteen bars of four beats. */
    public static final Melody ODE_TO_JOY = parse(
            "ode-to-joy",
            120,
            "64:1 64:1 65:1 67:1 67:1 65:1 64:1 62:1 60:1 60:1 62:1 64:1 64:1.5 62:.5 62:2 "
                    + "64:1 64:1 65:1 67:1 67:1 65:1 64:1 62:1 60:1 60:1 62:1 64:1 62:1.5 60:.5 60:2 "
                    + "62:1 62:1 64:1 60:1 62:1 64:.5 65:.5 64:1 60:1 62:1 64:.5 65:.5 64:1 62:1 60:1 62:1 55:2 "
                    + "64:1 64:1 65:1 67:1 67:1 65:1 64:1 62:1 60:1 60:1 62:1 64:1 62:1.5 60:.5 60:2");

    /** Refuses a melody without notes or pace. */
    public Melody {
        notes = List.copyOf(notes);
        if (notes.isEmpty() || !(bpm > 0)) {
            throw new IllegalArgumentException("no melody: " + notes.size() + " notes at " + bpm + " beats a minute");
        }
    }

    /**
     * A melody from text.
     *
     * @param notes {@code key:beats} separated by blanks; key -1 is a rest
     */
    public static Melody parse(String name, double bpm, String notes) {
        List<Note> parsed = new ArrayList<>();
        for (String note : notes.strip().split("\\s+", -1)) {
            int colon = note.indexOf(':');
            parsed.add(new Note(Integer.parseInt(note, 0, colon, 10), Double.parseDouble(note.substring(colon + 1))));
        }
        return new Melody(name, bpm, parsed);
    }

    /** How many beats it lasts. */
    public double beats() {
        return notes.stream().mapToDouble(Note::beats).sum();
    }

    /** Samples from its start to {@code beat}, to the nearest. */
    public int samplesAtBeat(double beat) {
        return Math.toIntExact(StrictMath.round(beat * 60 / bpm * AudioFormat.SAMPLE_RATE_HZ));
    }

    /** Samples that it lasts. */
    public int samples() {
        return samplesAtBeat(beats());
    }

    /** The same tune {@code halftones} higher (negative: lower); rests stay. */
    public Melody transposed(int halftones) {
        return new Melody(
                name,
                bpm,
                notes.stream()
                        .map(n -> n.isRest() ? n : new Note(n.midi() + halftones, n.beats()))
                        .toList());
    }
}
