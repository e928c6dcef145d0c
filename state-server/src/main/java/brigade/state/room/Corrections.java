package brigade.state.room;

import brigade.state.measure.TimingEstimate;
import brigade.state.ring.RingSong;
import java.util.List;

/**
 * Offers singers the correction of their timing: between songs, to each alone, and applies nothing that was not accepted. Agent thread
 * only.
 */
final class Corrections {
    /** Less than this nobody is bothered with, ms. */
    private static final double OFFER_MIN_MS = 20;

    /** Who declined so often is asked no more by itself. */
    private static final int DECLINES_MAX = 2;

    private final Stage stage;

    Corrections(Stage stage) {
        this.stage = stage;
    }

    /** Called twice a second. */
    void pass() {
        List<Person> people = stage.people().all();
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            Singer singer = person.singer;
            if (singer == null || singer.watch == null || !person.isHere()) {
                continue;
            }
            if (isBusy(person)) {
                withdrawOffer(person);
            } else if (wantsOffer(person.correction, singer.watch.timing)) {
                offer(person, singer.watch.timing);
            }
        }
    }

    /** Whether a song sounds, or will, where he sits. */
    private boolean isBusy(Person person) {
        SongControl song = stage.room().song();
        if (song.isOn()) {
            return true;
        }
        RingSong last = song.song();
        return last != null && stage.now() - stage.delaySamples(person.bucket) < last.endSample();
    }

    private boolean wantsOffer(Correction correction, TimingEstimate timing) {
        if (!timing.isSure() || Correction.OFFERED.equals(correction.state)) {
            return false;
        }
        if (Correction.WAITING.equals(correction.state)) {
            return true;
        }
        long song = stage.room().song().told().startClock();
        return correction.offeredAfter != song
                && correction.declines < DECLINES_MAX
                && Math.abs(timing.millis()) >= OFFER_MIN_MS;
    }

    private void offer(Person person, TimingEstimate timing) {
        Correction correction = person.correction;
        correction.state = Correction.OFFERED;
        correction.offeredMs = (int) Math.round(timing.millis());
        correction.offeredAfter = stage.room().song().told().startClock();
        tell(person, "offer", correction.offeredMs, timing.confidence());
    }

    private void withdrawOffer(Person person) {
        if (Correction.OFFERED.equals(person.correction.state)) {
            person.correction.state = null;
            tell(person, "withdrawn", 0, 0);
        }
    }

    /** The desk wants him to be offered it, or no longer. */
    void want(Person person, boolean offer) {
        Singer singer = person.singer;
        if (!offer) {
            withdrawOffer(person);
            if (Correction.WAITING.equals(person.correction.state)) {
                person.correction.state = null;
            }
            return;
        }
        if (singer == null || singer.watch == null || !singer.watch.timing.isSure()) {
            throw new StageError(StageError.NOT_NOW, "His timing is not known well enough yet.");
        }
        if (!Correction.OFFERED.equals(person.correction.state)) {
            person.correction.state = Correction.WAITING;
        }
    }

    /** What he answered. */
    void answer(Person person, String answer) {
        Correction correction = person.correction;
        boolean offered = Correction.OFFERED.equals(correction.state);
        switch (answer) {
            case "accept" -> {
                if (!offered) {
                    throw new StageError(StageError.NOT_NOW, "Nothing is offered to you now.");
                }
                correction.state = Correction.ACCEPTED;
                correction.appliedMs += correction.offeredMs;
                apply(person, "applied", correction.offeredMs);
            }
            case "decline" -> {
                if (!offered) {
                    throw new StageError(StageError.NOT_NOW, "Nothing is offered to you now.");
                }
                correction.state = Correction.DECLINED;
                correction.declines++;
            }
            case "undo" -> {
                if (correction.appliedMs == 0) {
                    throw new StageError(StageError.NOT_NOW, "There is nothing to undo.");
                }
                int back = -correction.appliedMs;
                correction.appliedMs = 0;
                correction.state = Correction.UNDONE;
                correction.declines++;
                apply(person, "undone", back);
            }
            default -> throw StageError.malformed("answer has to be accept, decline or undo.");
        }
    }

    private void apply(Person person, String state, int offsetMs) {
        Singer singer = person.singer;
        if (singer != null && singer.watch != null) {
            singer.watch.newSoundCheck();
        }
        tell(person, state, offsetMs, 0);
    }

    private void tell(Person person, String state, int offsetMs, double confidence) {
        stage.send(person, RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "correction");
            json.writeStringProperty("state", state);
            json.writeNumberProperty("offsetMs", offsetMs);
            json.writeNumberProperty("confidence", Math.round(confidence * 100) / 100.0);
            json.writeEndObject();
        }));
    }
}
