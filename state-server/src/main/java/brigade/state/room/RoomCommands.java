package brigade.state.room;

import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What people ask of a room besides sound: lead, start, stop, volumes, chat, marks and the rest. In the open room
 * everybody may do everything; roles will be asked here.
 */
final class RoomCommands {
    private final Room room;
    private final RandomGenerator random;

    /** Leads the songs that a program without a seat starts: nobody, who is never silent for too long. */
    private final Singer nobody = Singer.nobody();

    RoomCommands(Room room, RandomGenerator random) {
        this.room = room;
        this.random = random;
    }

    /** The parts of a request that had to be built to be checked. */
    record Checked(@Nullable RawJson lyrics, @Nullable Marks marks) {
        static final Checked NOTHING = new Checked(null, null);
    }

    /** Refuses what cannot be done; changes nothing. */
    Checked check(ExchangeRequest request) {
        room.settings().check(request);
        checkTelemetry(request.clientTelemetry);
        RawJson lyrics = Settings.encodeLyrics(request);
        boolean clears = request.clearEvents || request.markStartSinging;
        Marks marks = clears || !request.marks.isEmpty() ? room.marks().with(clears, request.marks) : null;
        return lyrics == null && marks == null ? Checked.NOTHING : new Checked(lyrics, marks);
    }

    /** Does what {@code request} asks, in the ancestor's order, settings before the start that uses them. */
    void apply(Singer singer, ExchangeRequest request, Checked checked, long now) {
        OldClientEvents.journal(room.stage(), singer, request);
        applyPerson(singer, request);
        applySettings(request, checked);
        if (request.requestLead) {
            lead(singer);
        }
        sendChats(singer, request.chats);
        for (ExchangeRequest.MicVolume fader : request.micVolumes) {
            room.levels().moveFader(fader);
        }
        if (request.markStartSinging) {
            start(singer, request.readClock, now);
        }
        if (request.markStopSinging) {
            room.song().stop(singer, room.singers());
        }
        if (checked.marks() != null) {
            room.marks(checked.marks());
        }
        room.levels().applySolo(singer, request);
    }

    /**
     * Song control by a program without a seat, such as Ritual Engine's driver: a song begins now and is led by nobody,
     * so that all hear it at their own delays; it ends where the furthest voice is.
     */
    void control(ExchangeRequest request, Checked checked, long now) {
        OldClientEvents.journal(room.stage(), null, request);
        applySettings(request, checked);
        if (request.markStopSinging) {
            room.song().stop(nobody, room.singers());
        }
        if (request.markStartSinging) {
            start(nobody, now, now);
        }
        if (checked.marks() != null) {
            room.marks(checked.marks());
        }
    }

    private void start(Singer starter, long clock, long now) {
        if (room.closing() != Closing.NO) {
            if (starter.isNobody()) {
                throw new WireException(503, room.closing().sentence());
            }
            room.tellClosing(starter); // an error would end his client: he keeps seat and lead
            return;
        }
        boolean unseated = room.song().leader() == null && !starter.isNobody() && starter.person == null;
        if (unseated && room.stage().seats().lastSinger() > 0) {
            lead(starter); // the rows of stream v2 have to sit behind him
        }
        room.song().start(SongStart.of(starter, clock, room.settings(), room.tracks()), now);
        room.song().told().began(0, room.settings().accents, null); // no item of the set list
        room.settings().track = null; // a track is used once
    }

    private void applyPerson(Singer singer, ExchangeRequest request) {
        if (singer.rename(request.username)) {
            room.singers().table().writeIdAndName(singer);
        }
        singer.seat.spectator = request.spectator;
        if (request.muted != singer.muted) {
            room.levels().mute(singer, request.muted);
        }
        if (request.clientTelemetry != null) {
            singer.telemetry = Text.wellFormed(request.clientTelemetry);
        }
        if (!Double.isNaN(request.userBackingVolume)) {
            singer.userBackingVolume = Settings.clampVolume(request.userBackingVolume);
            room.levels().applyReader(singer);
        }
    }

    private void applySettings(ExchangeRequest request, Checked checked) {
        Settings settings = room.settings();
        if (request.bpm >= 0) {
            settings.bpm = request.bpm;
            room.tellAll(Once.BPM);
        }
        if (request.repeats >= 0) {
            settings.repeats = request.repeats;
            room.tellAll(Once.REPEATS);
        }
        if (request.bpr >= 0) {
            settings.bpr = request.bpr;
            room.tellAll(Once.BPR);
        }
        if (request.track != null && !request.track.isEmpty()) {
            settings.track = request.track;
        }
        if (request.disableSongVideo >= 0) {
            settings.disableSongVideo = request.disableSongVideo != 0;
            room.tellAll(Once.DISABLE_SONG_VIDEO);
        }
        if (request.requestLead && !room.song().isOn()) {
            clearSheet(); // a new song; what this request brings comes after
        }
        if (checked.lyrics() != null) {
            settings.lyrics = checked.lyrics();
            room.tellAll(Once.LYRICS);
        }
        if (request.image) {
            showImage();
        }
        Boolean crowdScaling = request.disableAutoGain < 0 ? null : request.disableAutoGain == 0;
        room.levels().set(request.volume, request.backingVolume, crowdScaling);
    }

    /** Tells everybody by a new random word that there is an image. */
    void showImage() {
        StringBuilder word = new StringBuilder(Settings.IMAGE_WORD_LETTERS);
        for (int i = 0; i < Settings.IMAGE_WORD_LETTERS; i++) {
            word.append((char) ('A' + random.nextInt(26)));
        }
        room.settings().image = RawJson.ofText(word.toString());
        room.tellAll(Once.IMAGE);
    }

    /** Clears image and lyrics, for a new song. */
    void clearSheet() {
        room.settings().image = RawJson.ofText("");
        room.settings().lyrics = RawJson.ofText("");
        room.tellAll(Once.IMAGE);
        room.tellAll(Once.LYRICS);
    }

    /** Makes {@code leader} the leader of the next song, and seats everybody for it. */
    void lead(Singer leader) {
        room.reseat(leader);
        room.tellAll(Once.FIRST_BUCKET);
        room.song().lead(leader);
    }

    /** Seats a room of old clients alone. */
    void seatOldClients(Singer leader) {
        Settings settings = room.settings();
        UserTable present = room.singers().table();
        List<Seat> others = new ArrayList<>(present.size());
        for (int i = 0; i < present.size(); i++) {
            if (present.at(i) != leader) {
                others.add(present.at(i).seat);
            }
        }
        room.seating(
                room.seating().next(leader.seat, others, settings.roundSeconds(), settings.repeatSeconds(), random));
        for (int i = 0; i < present.size(); i++) {
            Singer singer = present.at(i);
            singer.pending |= Once.DELAY_SECONDS.bit();
            room.levels().applyVoice(singer);
        }
    }

    private void sendChats(Singer from, List<String> texts) {
        int count = from.chatMuted ? 0 : Math.min(texts.size(), RoomLimits.CHATS_PER_REQUEST_MAX);
        for (int i = 0; i < count; i++) {
            RawJson message = Chats.message(from.name, texts.get(i));
            UserTable present = room.singers().table();
            for (int row = 0; row < present.size(); row++) {
                if (present.at(row) != from && present.at(row).person == null) {
                    present.at(row).chats.add(message);
                }
            }
            room.stage().chatOfOldClient(from, Text.wellFormed(Text.cut(texts.get(i), RoomLimits.CHAT_MAX_CHARS)));
        }
    }

    /** Passes on what somebody of stream v2 said to all v1 clients. */
    void chatToOldClients(String from, String text) {
        RawJson message = Chats.message(from, text);
        UserTable present = room.singers().table();
        for (int row = 0; row < present.size(); row++) {
            if (present.at(row).person == null) {
                present.at(row).chats.add(message);
            }
        }
    }

    private static void checkTelemetry(@Nullable String telemetry) {
        if (telemetry == null) {
            return;
        }
        if (telemetry.length() > RoomLimits.TELEMETRY_MAX_CHARS) {
            throw new WireException(413, "client_telemetry over " + RoomLimits.TELEMETRY_MAX_CHARS + " characters");
        }
        byte[] utf8 = telemetry.getBytes(StandardCharsets.UTF_8);
        try (JsonParser json = Json.parser(utf8, utf8.length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw WireException.malformed("client_telemetry is not a JSON object");
            }
            json.skipChildren();
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw WireException.malformed("client_telemetry is not one JSON object");
            }
        } catch (JacksonException e) {
            throw WireException.malformed("client_telemetry is broken JSON");
        }
    }
}
