package brigade.state.room;

import brigade.state.ring.MixRings;

/** Told of what concerns everybody in the room. */
interface SongListener {
    /** Rings were made: volumes have to be set. */
    void ringsMade(MixRings rings);

    /** Rings are gone: nobody may use what he got from them. */
    void ringsGone();

    /** Nothing may start before: it was heard as silence already. */
    long earliestStart();

    /** The song that {@code starter} started cannot sound: there is no memory for it. */
    void couldNotStart(Singer starter, String why);

    /** Another sound, or none, plays under the song. */
    void backingChanged();
}
