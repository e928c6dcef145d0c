package brigade.state.room;

import java.util.ArrayList;
import java.util.List;

/** How many people hear each singer, as the room sits at a moment: all behind him, and the listeners. */
final class Downstream {
    private final Stage stage;
    private final int[] behind = new int[Stage.BUCKETS_MAX + 2];
    private final List<Singer> old = new ArrayList<>();

    /** Counts once. */
    Downstream(Stage stage) {
        this.stage = stage;
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            if (singer.person == null) {
                old.add(singer);
            } else {
                behind[singer.person.bucket]++;
            }
        }
        for (int bucket = Stage.BUCKETS_MAX; bucket >= 0; bucket--) {
            behind[bucket] += behind[bucket + 1];
        }
    }

    /** How many hear {@code singer}. */
    int of(Singer singer) {
        Person person = singer.person;
        int count = stage.listeners();
        long delay;
        if (person == null) {
            delay = singer.delaySamples;
            for (int bucket = Stage.BUCKETS_MAX; bucket >= 1 && stage.delaySamples(bucket) > delay; bucket--) {
                count += behind[bucket] - behind[bucket + 1];
            }
        } else {
            count += behind[person.bucket + 1];
            delay = stage.delaySamples(person.bucket);
        }
        for (int i = 0; i < old.size(); i++) {
            count += old.get(i).delaySamples > delay ? 1 : 0;
        }
        return count;
    }
}
