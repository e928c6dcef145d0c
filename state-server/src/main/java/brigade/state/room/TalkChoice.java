package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.stream.StreamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Talk between songs: the packets of the four loudest are passed on as they came, hosts first, never to who sent them. Agent
 * thread only.
 *
 * <p>It opens when the last row has heard the end of the song. From {@value #PUSH_FROM_PEOPLE} people on one has to press
 * to talk.
 */
final class TalkChoice {
    /** Who talks at a time. */
    static final int PLACES = 4;

    /** From so many singers on one presses to talk. */
    static final int PUSH_FROM_PEOPLE = 6;

    static final String OFF = "off";
    static final String OPEN = "open";
    static final String PUSH = "push";

    /** A talker keeps his place for so long after his last packet. */
    private static final long SILENT_SAMPLES = AudioFormat.SAMPLE_RATE_HZ;

    /** Who wants a place that is taken has to be so much louder: about twice. */
    private static final double LOUDER = 2;

    /** Bytes of a 20 ms packet that holds sound, about; smaller ones are silence. */
    private static final double SOUNDING_BYTES = 20;

    private final Stage stage;
    private final @Nullable Person[] places = new Person[PLACES];

    /** Whether a helper lets people talk at all. */
    private boolean wanted = true;

    private String told = OFF;

    TalkChoice(Stage stage) {
        this.stage = stage;
    }

    /** Who has a place, by place; null where nobody has. */
    @Nullable
    Person[] places() {
        return places;
    }

    /** How one talks now: {@code off}, {@code open} or {@code push}. */
    String mode() {
        return told;
    }

    /** Lets people talk, or not. */
    void wanted(boolean on) {
        wanted = on;
        tick();
    }

    /** Follows song and people; takes places from who is silent. */
    void tick() {
        SongPhase phase = stage.room().singingPhase(stage.now());
        boolean open = wanted && (phase == SongPhase.IDLE || phase == SongPhase.LED);
        String mode = !open ? OFF : stage.room().singers().active() >= PUSH_FROM_PEOPLE ? PUSH : OPEN;
        boolean changed = !mode.equals(told);
        told = mode;
        for (int place = 0; place < PLACES; place++) {
            Person person = places[place];
            if (person != null && (!mayTalk(person) || stage.now() - person.talker.lastAt > SILENT_SAMPLES)) {
                free(place);
                changed = true;
            }
        }
        if (changed) {
            stage.news().talkChanged();
        }
    }

    /**
     * Takes packets of {@code person}, and passes them on when he is one of the four.
     *
     * @param level their level in dBFS, 0 when it is not known
     * @param section as it was received
     * @param packets how many 20 ms packets it holds
     */
    void take(Person person, int level, byte[] section, int packets) {
        if (!mayTalk(person)) {
            return;
        }
        double loudness = level < 0 ? Math.pow(10, level / 20.0) * 1_000 : section.length / Math.max(1.0, packets);
        if (level == 0 && loudness < SOUNDING_BYTES) {
            loudness = 0;
        }
        Talker talker = person.talker;
        talker.loudness += (loudness - talker.loudness) / 4;
        talker.lastAt = stage.now();
        if (talker.place < 0) {
            apply(person);
        }
        if (talker.place >= 0) {
            pass(person, section);
        }
    }

    private boolean mayTalk(Person person) {
        boolean pressed = !told.equals(PUSH) || person.talks;
        return !told.equals(OFF)
                && pressed
                && person.isHere()
                && !person.isMuted()
                && person.role.mayActAs(Role.SINGER);
    }

    private void apply(Person person) {
        int weakest = -1;
        for (int place = 0; place < PLACES; place++) {
            Person holder = places[place];
            if (holder == null) {
                settle(person, place);
                return;
            }
            Person other = weakest < 0 ? null : places[weakest];
            if (other == null || rank(holder) < rank(other)) {
                weakest = place;
            }
        }
        Person holder = places[weakest];
        if (holder != null && rank(person) > LOUDER * rank(holder)) {
            free(weakest);
            settle(person, weakest);
        }
    }

    /** Loudness, a host's before all others'. */
    private static double rank(Person person) {
        return person.talker.loudness * (person.role == Role.HOST ? 1e6 : 1);
    }

    private void settle(Person person, int place) {
        places[place] = person;
        person.talker.place = place;
        stage.news().talkChanged();
    }

    private void free(int place) {
        Person holder = places[place];
        if (holder != null) {
            holder.talker.place = -1;
        }
        places[place] = null;
        stage.news().talkChanged();
    }

    private void pass(Person person, byte[] section) {
        ShardLink.Talk talk =
                new ShardLink.Talk(stage.number(), StreamId.TALKER_FIRST + person.talker.place, person.id, section);
        List<ShardRoom> shards = stage.shards();
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).link.talk.addLast(talk);
        }
    }
}
