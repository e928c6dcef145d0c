package brigade.state.room;

import java.util.ArrayDeque;

/** Songs that some row has not finished while the next one is on. Agent thread only. */
final class SongsBefore {
    private static final int KEPT = 4;

    /** A song as it was told. */
    private static final class Song {
        final int number;
        final long start;
        long end;

        Song(int number, long start) {
            this.number = number;
            this.start = start;
        }
    }

    private final ArrayDeque<Song> songs = new ArrayDeque<>();

    /** Notes how the latest song stands. */
    void follow(int number, SongTold told) {
        Song last = songs.peekLast();
        if (told.startClock() > 1 && (last == null || last.number != number)) {
            if (last != null && last.end == 0) {
                last.end = told.startClock(); // the next one began in the middle of it
            }
            last = new Song(number, told.startClock());
            songs.addLast(last);
            if (songs.size() > KEPT) {
                songs.removeFirst();
            }
        }
        if (last != null && told.startClock() == last.start) {
            last.end = told.endClock();
        } else if (last != null && told.startClock() == 1) {
            last.end = last.start;
        }
    }

    /** Those before song {@code number} that the last row has not heard to the end. */
    RawJson toJson(int number, Stage stage) {
        return RawJson.of(json -> {
            json.writeStartArray();
            for (Song song : songs) {
                if (song.number != number && song.end > stage.now() - stage.delaySamples(stage.rows())) {
                    json.writeStartObject();
                    json.writeNumberProperty("song", song.number);
                    json.writeNumberProperty("startClock", song.start);
                    json.writeNumberProperty("endClock", song.end);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }
}
