package brigade.state.room;

import brigade.state.ring.SongPlan;
import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What leads and shapes a song: lead, give, arm, start, stop, abort, track, tempo, rounds, lyrics, marks. */
final class SongCommands {
    private static final int BEATS_MAX = 16;
    private static final int TRACK_MAX_CHARS = 500;

    /** Adds its types. */
    void addTo(StageCommands commands) {
        commands.add("lead", Role.LEADER, SongCommands::lead);
        commands.add("give", Role.SINGER, SongCommands::give);
        commands.add("arm", Role.SINGER, SongCommands::arm);
        commands.add("start", Role.SINGER, SongCommands::start);
        commands.add("stop", Role.SINGER, SongCommands::stop);
        commands.add("abort", Role.SINGER, SongCommands::abort);
        commands.add("track", Role.LEADER, SongCommands::track);
        commands.add("tempo", Role.LEADER, SongCommands::tempo);
        commands.add("rounds", Role.LEADER, SongCommands::rounds);
        commands.add("lyrics", Role.LEADER, SongCommands::lyrics);
        commands.add("mark", Role.LEADER, SongCommands::mark);
    }

    private static Singer singing(Person person) {
        Singer singer = person.singer;
        if (singer == null || person.listens) {
            throw new StageError(StageError.NOT_NOW, "Only who sings can lead.");
        }
        return singer;
    }

    private static void lead(Stage stage, Person person, JsonNode message) {
        SongControl song = stage.room().song();
        Singer singer = singing(person);
        if (song.isOn()) {
            takeOver(stage, song, singer);
            return;
        }
        if (song.leader() != null && song.leader() != singer) {
            throw new StageError(StageError.NOT_NOW, "Somebody leads already.");
        }
        stage.room().commands().lead(singer);
    }

    /** A leader who has gone loses the lead to whoever may take it; nobody is seated anew in the middle of a song. */
    private static void takeOver(Stage stage, SongControl song, Singer singer) {
        if (song.leaderGoneAt(stage.now()) == 0) {
            throw new StageError(StageError.NOT_NOW, "A song is on: its leader can give you the lead.");
        }
        song.lead(singer);
        stage.seats().recount();
        stage.news().roomChanged();
    }

    private static void give(Stage stage, Person person, JsonNode message) {
        Singer to = StageCommands.singer(stage, message, "to");
        SongControl song = stage.room().song();
        needLeads(stage, person, Role.HOST);
        Person target = to.person;
        boolean here = target == null ? to.isActive() : target.isHere() && target.sings();
        if (!here) {
            throw new StageError(StageError.NO_SUCH_PERSON, "Who is to lead is not here.");
        }
        if (song.isOn()) {
            song.lead(to);
            stage.seats().recount();
        } else {
            stage.room().commands().lead(to);
        }
    }

    /** Refuses unless {@code person} leads, or is of {@code instead}. */
    static void needLeads(Stage stage, Person person, Role instead) {
        Singer leader = stage.room().song().leader();
        if (leader == null || leader != person.singer) {
            StageCommands.need(stage, person, instead);
        }
    }

    private static void arm(Stage stage, Person person, JsonNode message) {
        needLeads(stage, person, Role.HOST);
        if (stage.room().song().leader() == null) {
            throw new StageError(StageError.NOT_NOW, "Nobody leads.");
        }
        needOpening(stage);
        stage.room().song().reserve();
    }

    /** Refuses where no song begins any more, with the reason. */
    private static void needOpening(Stage stage) {
        Closing closing = stage.room().closing();
        if (closing != Closing.NO) {
            throw new StageError(StageError.NOT_NOW, closing.sentence());
        }
    }

    private static void start(Stage stage, Person person, JsonNode message) {
        SongControl song = stage.room().song();
        Singer singer = singing(person);
        long now = stage.now();
        long clock = Fields.integer(message, "clock", now - RoomLimits.RING_SAMPLES / 2, now, now);
        int countIn = (int) Fields.integer(
                message,
                "countInBeats",
                0,
                SongPlan.COUNT_IN_MAX,
                stage.program().countInBeats());
        int counted = stage.room().settings().bpm > 0 ? countIn : 0;
        if (song.leader() != singer) {
            throw new StageError(StageError.NOT_ALLOWED, "Only who leads can start the song.");
        }
        needOpening(stage);
        if (!stage.room().isTrackReady()) {
            throw new StageError(StageError.NOT_NOW, "The track is still being loaded.");
        }
        stage.seats().follow(false);
        try {
            song.start(
                    SongStart.after(
                            counted,
                            singer,
                            clock,
                            stage.room().settings(),
                            stage.room().tracks()),
                    now);
        } catch (WireException e) {
            throw noMemory(String.valueOf(e.getMessage()));
        }
        song.told()
                .began(counted, stage.room().settings().accents, stage.program().on());
        if (!stage.program().hasTrack(stage.room().settings().track)) {
            stage.room().settings().track =
                    null; // a track is used once; an item that is on keeps its own, to be sung again
        }
        stage.updateStreams();
        SetListCommands.replay(stage, stage.program().on());
        stage.news().roomChanged();
    }

    private static void stop(Stage stage, Person person, JsonNode message) {
        needLeads(stage, person, Role.HOST);
        stage.room().song().end(stage.room().singers());
    }

    private static void abort(Stage stage, Person person, JsonNode message) {
        needLeads(stage, person, Role.HOST);
        stage.room().song().endAtOnce();
    }

    private static void track(Stage stage, Person person, JsonNode message) {
        String name = Fields.text(message, "name", TRACK_MAX_CHARS);
        if (name != null && !stage.room().tracks().has(name)) {
            throw new StageError("no-such-track", "There is no track of that name.");
        }
        stage.room().settings().track = name;
        stage.news().roomChanged();
    }

    private static void tempo(Stage stage, Person person, JsonNode message) {
        Settings settings = stage.room().settings();
        int bpm = (int) Fields.needInteger(message, "bpm", 0, RoomLimits.BPM_MAX);
        int beats = (int) Fields.integer(message, "beats", 1, BEATS_MAX, settings.beats);
        int[] accents = SetListItem.accents(message);
        checkRounds(bpm, settings.bpr, settings.repeats);
        settings.bpm = bpm;
        settings.beats = beats;
        settings.accents = accents == null ? new int[] {1} : accents;
        stage.room().tellAll(Once.BPM);
    }

    private static void rounds(Stage stage, Person person, JsonNode message) {
        Settings settings = stage.room().settings();
        int bpr = (int) Fields.needInteger(message, "bpr", 0, RoomLimits.ROUND_COUNT_MAX);
        int repeats = (int) Fields.needInteger(message, "repeats", 0, RoomLimits.ROUND_COUNT_MAX);
        checkRounds(settings.bpm, bpr, repeats);
        settings.bpr = bpr;
        settings.repeats = repeats;
        stage.room().tellAll(Once.BPR);
        stage.room().tellAll(Once.REPEATS);
    }

    private static void checkRounds(int bpm, int bpr, int repeats) {
        if (!Settings.roundsFit(bpm, bpr, repeats)) {
            throw StageError.malformed(
                    "All repeats together may take " + RoomLimits.ROUNDS_MAX_SECONDS + " seconds at most.");
        }
    }

    private static void lyrics(Stage stage, Person person, JsonNode message) {
        String text = Fields.needText(message, "text", WireLimits.LYRICS_MAX_BYTES);
        RawJson encoded = RawJson.ofText(text);
        if (text.getBytes(StandardCharsets.UTF_8).length > WireLimits.LYRICS_MAX_BYTES
                || encoded.bytes() > RoomLimits.LYRICS_JSON_MAX_BYTES) {
            throw new StageError(StageError.TOO_LONG, "Lyrics may be " + WireLimits.LYRICS_MAX_BYTES + " bytes long.");
        }
        stage.room().settings().lyrics = encoded;
        stage.room().tellAll(Once.LYRICS);
    }

    private static void mark(Stage stage, Person person, JsonNode message) {
        String id = Fields.needText(message, "id", RoomLimits.MARK_ID_MAX_CHARS);
        long clock = Fields.needInteger(message, "clock", 0, (1L << 53) - 1);
        Marks next;
        try {
            next = stage.room().marks().with(false, List.of(new Mark(id, clock)));
        } catch (WireException e) {
            throw new StageError("full", String.valueOf(e.getMessage()));
        }
        stage.markedBy(person);
        stage.room().marks(next);
        stage.markedBy(null);
    }

    /** A song has nowhere to sound: told to who started it, at once or when its memory was looked for in vain. */
    static StageError noMemory(String why) {
        return new StageError("no-memory", why);
    }
}
