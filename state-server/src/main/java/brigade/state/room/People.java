package brigade.state.room;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The v2 people of one room, those who were there within 12 h included. Agent thread only. */
final class People {
    /** A lost socket keeps its seat for so long. */
    static final long SEAT_KEPT_SAMPLES = 60L * AudioFormat.SAMPLE_RATE_HZ;

    /** Identity, role and faders are kept for so long after the socket was lost. */
    static final long KNOWN_SAMPLES = 12L * 3_600 * AudioFormat.SAMPLE_RATE_HZ;

    /** People who are away that a room remembers; those away the longest go first. */
    private static final int AWAY_MAX = 2_000;

    private final LongMap<Person> byId = new LongMap<>();
    private final List<Person> all = new ArrayList<>();
    private final Map<String, Person> byDevice = new HashMap<>();

    /** All of them; do not change it. */
    List<Person> all() {
        return all;
    }

    /** Who has this id, or null. */
    @Nullable
    Person get(long id) {
        return byId.get(id);
    }

    /** Who had this device last, or null. */
    @Nullable
    Person ofDevice(String device) {
        return device.isEmpty() ? null : byDevice.get(device);
    }

    /** Adds somebody new. */
    Person add(long id, Role role) {
        Person person = new Person(id, role);
        byId.put(id, person);
        all.add(person);
        return person;
    }

    /** Notes the key of his client. */
    void device(Person person, String device) {
        if (!device.isEmpty()) {
            byDevice.put(device, person);
            person.device = device;
        }
    }

    /** Whether {@code person} has a seat at {@code now}: his socket is open, or was lost a moment ago. */
    static boolean isSeated(Person person, long now) {
        return !person.service && (person.isHere() || now - person.awaySince < SEAT_KEPT_SAMPLES);
    }

    /** Forgets those who have been away the longest, when too many are. */
    private void forgetMany() {
        List<Person> away = new ArrayList<>();
        for (Person person : all) {
            if (!person.isHere()) {
                away.add(person);
            }
        }
        away.sort(Comparator.comparingLong(person -> person.awaySince));
        for (int i = 0; i < away.size() - AWAY_MAX; i++) {
            remove(away.get(i), all.indexOf(away.get(i)));
        }
    }

    /** Forgets who has been away for too long; returns whether anybody was forgotten. */
    boolean expire(long now) {
        boolean forgot = false;
        if (all.size() > AWAY_MAX) {
            forgetMany();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Person person = all.get(i);
            long kept =
                    person.service ? 0 : person.singer == null && person.listens ? SEAT_KEPT_SAMPLES : KNOWN_SAMPLES;
            if (!person.isHere() && now - person.awaySince >= kept) {
                remove(person, i);
                forgot = true;
            }
        }
        return forgot;
    }

    private void remove(Person person, int index) {
        all.remove(index);
        if (person.singer != null) {
            person.singer.person = null;
        }
        byId.remove(person.id);
        if (byDevice.get(person.device) == person) {
            byDevice.remove(person.device);
        }
    }
}
