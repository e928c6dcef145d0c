package brigade.state.room;

import brigade.wire.stream.StreamLimits;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who comes in, as whom, and where he sits: the answer to {@code hello}. Tokens and passwords were checked by the shard; here
 * is checked what only rooms know. Agent thread only.
 */
final class Admission {
    /** Code of a WebSocket's close after a refusal. */
    static final int REFUSED = 4_000;

    /** Code of a WebSocket's close otherwise. */
    static final int NORMAL = 1_000;

    /** Type of the message that says where a room has gone, and the reason of the {@code bye} after it. */
    static final String MOVED = "moved";

    /** Listeners that a room takes. */
    private static final int LISTENERS_MAX = 20_000;

    private final Rooms rooms;

    Admission(Rooms rooms) {
        this.rooms = rooms;
    }

    /** What the shard checked before, and what the person brings along. */
    private record Access(
            Role role, int epoch, boolean byToken, @Nullable Long resumeId) {}

    /** Answers one {@code hello}: lets somebody in, or refuses him and has his socket closed. */
    void hello(ShardLink link, long number, JsonNode event, long now) {
        try {
            admit(link, number, event, now);
        } catch (StageError e) {
            link.send(new Out(number, 0, null, error(e, "hello"), null));
            link.send(new Out(number, 0, null, bye(e.code()), null));
            link.closing.addLast(new ShardLink.Close(number, REFUSED, e.code()));
        }
    }

    private void admit(ShardLink link, long number, JsonNode event, long now) {
        JsonNode hello = event.get("hello");
        if (hello == null || !hello.isObject()) {
            throw new StageError("protocol", "The first message has to be hello.");
        }
        if (Fields.integer(hello, "protocol", 0, Integer.MAX_VALUE, 0) != StreamLimits.PROTOCOL) {
            throw new StageError("protocol", "This page is not of the server's version: reload it.");
        }
        String asked = Fields.text(hello, "room", RoomIds.MAX_CHARS);
        String roomId = asked == null || asked.isEmpty() ? Rooms.MAIN : asked;
        String movedTo = rooms.movedTo(roomId);
        if (!movedTo.isEmpty()) {
            link.send(new Out(number, 0, null, moved(movedTo), null));
            link.send(new Out(number, 0, null, bye(MOVED), null));
            link.closing.addLast(new ShardLink.Close(number, NORMAL, MOVED));
            return;
        }
        Room room = rooms.find(roomId);
        if (room == null) {
            throw new StageError("no-room", "There is no such room.");
        }
        room.tick(now);
        Stage stage = room.stage();
        Hello checked = Hello.read(hello, event);
        JsonNode found = Fields.optional(event, "access");
        boolean service = found != null && Boolean.TRUE.equals(Fields.flag(found, "inside"));
        Access access = access(stage, found, checked.listens() || service);
        stage.memory().restore(now);
        Person person = known(stage, access, checked.device());
        boolean sings = access.role().mayActAs(Role.SINGER)
                || (person != null && !access.byToken() && person.role.mayActAs(Role.SINGER));
        if (!sings) {
            checked = checked.listening(); // a listener's link is for listening, whatever the page asks
        }
        if (!service) {
            checkDoor(stage, access, checked, person, now);
        }
        if (person == null) {
            person = stage.people()
                    .add(access.resumeId() != null ? access.resumeId() : rooms.newId(stage), access.role());
            person.awaySince = now - People.SEAT_KEPT_SAMPLES;
            person.epoch = access.epoch();
            person.byToken = access.byToken();
            stage.memory().welcome(person, checked.device());
        } else if (access.byToken()) {
            person.role = access.role();
            person.epoch = access.epoch();
            person.byToken = true;
        } else if (person.epoch != stage.charter().epoch(person.role)) {
            person.role = access.role(); // his link was made void meanwhile
            person.epoch = access.epoch();
            person.byToken = false;
        } else if (access.role().mayActAs(person.role)) {
            person.role = access.role(); // who only listened sent the password now
            person.epoch = access.epoch();
        }
        person.service = service;
        enter(stage, link, number, person, checked, now);
    }

    private void enter(Stage stage, ShardLink link, long number, Person person, Hello hello, long now) {
        Connection old = person.connection;
        if (old != null) {
            stage.send(person, bye("replaced"));
            old.shardRoom.link.closing.addLast(new ShardLink.Close(old.number, NORMAL, "replaced"));
            old.shardRoom.link.remove(old);
        }
        boolean keepsSeat = old != null || People.isSeated(person, now);
        ShardRoom shardRoom = link.room(stage);
        link.promises.came(stage.charter().id);
        Connection connection = new Connection(number, shardRoom, person);
        person.connection = connection;
        link.connections.put(number, connection);
        link.seatsToTell.add(connection);
        shardRoom.members.add(connection);
        stage.people().device(person, hello.device());
        person.address = hello.address();
        person.household = hello.household();
        person.rename(hello.name());
        if (hello.confidence() > 0 || hello.headphones()) {
            person.latencySamples = hello.latencySamples();
            person.confidence = hello.confidence();
            person.headphones = hello.headphones();
        }
        try {
            stage.seats().enter(person, hello.listens(), keepsSeat);
        } catch (StageError full) {
            link.remove(connection);
            stage.seats().lost(person, now);
            throw full;
        }
        stage.news().welcome(person);
        stage.news().peopleChanged();
        if (!person.service) {
            stage.event("join", person, json -> {
                json.writeStringProperty("name", Text.wellFormed(person.name));
                json.writeStringProperty("role", person.role.wireName());
                json.writeBooleanProperty("listens", person.listens);
            });
        }
        rooms.charters().used(stage.charter(), now);
    }

    private static Access access(Stage stage, @Nullable JsonNode access, boolean listens) {
        Charter charter = stage.charter();
        boolean password = access != null && Boolean.TRUE.equals(Fields.flag(access, "password"));
        JsonNode resume = access == null ? null : Fields.optional(access, "resume");
        Long resumeId = resume == null ? null : Fields.id(resume, "id");
        Access byLink = access == null ? null : byToken(charter, access, resumeId);
        Access resumed = resume == null || resumeId == null ? null : byToken(charter, resume, resumeId);
        if (byLink != null && (resumed == null || byLink.role().mayActAs(resumed.role()))) {
            return byLink;
        }
        if (resumed != null) {
            return resumed;
        }
        Person before = resumeId == null ? null : stage.people().get(resumeId);
        boolean passedBefore = before != null && before.role.mayActAs(Role.SINGER);
        boolean mayPass = charter.passwordHash.isEmpty() ? charter.open : password || passedBefore;
        if (mayPass) {
            return new Access(Role.SINGER, charter.epoch(Role.SINGER), false, resumeId);
        }
        if (listens && charter.listening.equals(Charter.LISTENING_OPEN)) {
            return new Access(Role.LISTENER, charter.epoch(Role.LISTENER), false, resumeId);
        }
        if (!charter.passwordHash.isEmpty()) {
            throw new StageError("wrong-password", "This room asks for a password.");
        }
        throw new StageError("bad-token", "This room is for those who were sent a link.");
    }

    /** The role that a good token gives; null without one. */
    private static @Nullable Access byToken(Charter charter, JsonNode from, @Nullable Long resumeId) {
        String named = Fields.text(from, "role", 20);
        if (named == null) {
            return null;
        }
        Role role = Role.of(named);
        if (role == null) {
            throw new StageError("bad-token", "This link gives a role that there is not.");
        }
        int epoch = (int) Fields.integer(from, "epoch", 0, Integer.MAX_VALUE, 0);
        if (epoch != charter.epoch(role)) {
            throw new StageError("revoked", "This link was replaced by a newer one: ask for that.");
        }
        return new Access(role, epoch, true, resumeId);
    }

    private static @Nullable Person known(Stage stage, Access access, String device) {
        if (access.resumeId() != null) {
            return stage.people().get(access.resumeId());
        }
        Person person = stage.people().ofDevice(device);
        // The same browser in a second window is somebody else; so is one whose link was made void.
        boolean same = person != null
                && !person.isHere()
                && person.epoch == stage.charter().epoch(person.role);
        return same ? person : null;
    }

    private static void checkDoor(Stage stage, Access access, Hello hello, @Nullable Person known, long now) {
        boolean desk = access.role().mayActAs(Role.HELPER);
        Evening evening = stage.charter().evening;
        Long id = known == null ? access.resumeId() : Long.valueOf(known.id);
        boolean barred = evening.isBarred(hello.device(), Charters.seconds(now))
                || (id != null && evening.isBarred(Evening.ofId(id), Charters.seconds(now)));
        if (barred && !desk) {
            throw new StageError("barred", "A host of this room asked you to stay out for today.");
        }
        if (known != null) {
            return;
        }
        if (stage.isLocked() && !desk) {
            throw new StageError("locked", "This room takes nobody new at the moment.");
        }
        boolean full = hello.listens()
                ? stage.listeners() >= LISTENERS_MAX
                : stage.room().singers().active() >= stage.peopleMax();
        if (full) {
            throw new StageError(StageError.FULL, "The room is full. You can still listen.");
        }
    }

    /** An {@code error} message. */
    static RawJson error(StageError e, String about) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "error");
            json.writeStringProperty("code", e.code());
            json.writeStringProperty("message", e.sentence());
            json.writeStringProperty("about", Text.wellFormed(about));
            json.writeEndObject();
        });
    }

    /** A {@code moved} message. */
    static RawJson moved(String url) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", MOVED);
            json.writeStringProperty("url", url);
            json.writeEndObject();
        });
    }

    /** A {@code bye} message. */
    static RawJson bye(String reason) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "bye");
            json.writeStringProperty("reason", reason);
            json.writeEndObject();
        });
    }
}
