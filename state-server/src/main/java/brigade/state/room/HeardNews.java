package brigade.state.room;

import brigade.audio.Gain;
import java.util.List;

/** Tells each singer how he is heard, from the server's own measure. Agent thread only. */
final class HeardNews {
    /** More than this part of what came was late: he is told. */
    private static final double LATE_SHARE = 0.1;

    /** Softer than this is too quiet to count as singing: -50 dBFS. */
    private static final double SOUNDING_RMS = Gain.fromDb(-50);

    private final Stage stage;
    private boolean odd;

    HeardNews(Stage stage) {
        this.stage = stage;
    }

    /** Called twice a second; looks at everybody every other time, and tells what changed. */
    void tell() {
        odd = !odd;
        if (odd) {
            return;
        }
        SongPhase phase = stage.room().phase(stage.now());
        boolean on = phase == SongPhase.SINGING || phase == SongPhase.TRAILING;
        List<Person> people = stage.people().all();
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            if (on && person.isHere() && person.singer != null) {
                look(person, person.singer);
            }
            person.heard.begin();
        }
    }

    private void look(Person person, Singer singer) {
        Heard heard = person.heard;
        int downstream = downstream(person);
        String state = state(heard, singer, downstream, person.ready.equals("off"));
        if (state.equals(heard.state) && downstream == heard.downstream) {
            return;
        }
        heard.state = state;
        heard.downstream = downstream;
        stage.send(person, RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "heard");
            json.writeStringProperty("state", state);
            json.writeNumberProperty("downstream", downstream);
            json.writeEndObject();
        }));
    }

    private static String state(Heard heard, Singer singer, int downstream, boolean off) {
        if (singer.muted || off) {
            return Heard.OFF;
        }
        if (downstream == 0) {
            return Heard.NOBODY;
        }
        if (heard.samples > 0 && heard.lateSamples > LATE_SHARE * heard.samples) {
            return Heard.LATE;
        }
        return heard.loudest < SOUNDING_RMS ? Heard.QUIET : Heard.HEARD;
    }

    /** Singers in later rows, v1 singers and listeners. */
    private int downstream(Person person) {
        int count = stage.listeners();
        UserTable table = stage.room().singers().table();
        for (int row = 0; row < table.size(); row++) {
            Person other = table.at(row).person;
            boolean behind = other == null
                    ? table.at(row).delaySamples > stage.delaySamples(person.bucket)
                    : other.bucket > person.bucket;
            count += behind ? 1 : 0;
        }
        return count;
    }
}
