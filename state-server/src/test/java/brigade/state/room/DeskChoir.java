package brigade.state.room;

import brigade.audio.synth.Casting;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A choir in virtual time whose singers can be late, clip, hiss, be soft or play the song into their microphones; and a host at his desk. */
final class DeskChoir {
    /** So many different voices are made, once for all tests: that takes longer than the tests. */
    private static final int VOICES = 9;

    private static final float[][] SONGS = new float[VOICES][];

    private static final int BLOCK = 2_880;

    /** From what he hears to what the server has, in samples. */
    int way = 9_600;

    /** One of them. */
    static final class Voice {
        final TestPerson person;
        final float[] song;
        int lateMs;
        double gain = 1;
        double hiss;
        double bleed;
        boolean clips;

        Voice(TestPerson person, float[] song) {
            this.person = person;
            this.song = song;
        }

        String id() {
            return Long.toUnsignedString(person.id());
        }
    }

    final StageFixture fixture = new StageFixture();
    final String room;
    final TestPerson host;
    final List<Voice> voices = new ArrayList<>();
    private final float[] samples = new float[BLOCK];
    private final Random random = new Random(3);
    private final float[] leadSong;
    long start;

    /** A room with a host who only listens, a leader and {@code singers} more. */
    DeskChoir(int singers) {
        this(singers, DeskChoir::song);
    }

    /**
     * The same.
     *
     * @param songs what each sings, again and again; 0 is the leader
     */
    DeskChoir(int singers, IntFunction<float[]> songs) {
        fixture.one.keepsFrames = false;
        room = fixture.house.rooms.charters().create("Choir", false, fixture.house.now).id;
        host = enter("host", Role.HOST, event -> ((ObjectNode) event.get("hello")).put("mode", "listen"));
        for (int i = 0; i <= singers; i++) {
            TestPerson person = enter("singer " + i, i == 0 ? Role.LEADER : Role.SINGER, event -> {});
            voices.add(new Voice(person, songs.apply(i)));
        }
        leadSong = voices.getFirst().song;
        fixture.pass(0.5);
        host.say("desk", m -> m.put("on", true));
        fixture.pass(0.5);
    }

    /** The melody once, 32 s; sung again and again. */
    private static synchronized float[] song(int singer) {
        int voice = Casting.voice(singer, VOICES);
        if (SONGS[voice] == null) {
            SONGS[voice] = new VoiceSynth(voice + 1).sing(Melody.ODE_TO_JOY);
        }
        return SONGS[voice];
    }

    private TestPerson enter(String name, Role role, Consumer<ObjectNode> more) {
        return fixture.one.hello(room, name, event -> {
            event.putObject("access").put("role", role.wireName()).put("epoch", 1);
            more.accept(event);
        });
    }

    /** The leader leads and starts now. */
    void begin() {
        leader().say("lead");
        fixture.pass(0.5);
        leader().say("start");
        fixture.tick();
        start = leader().last("song").get("startClock").longValue();
    }

    TestPerson leader() {
        return voices.getFirst().person;
    }

    /** Lets them sing on for so long. */
    void sing(double seconds) {
        long end = fixture.house.now + Math.round(seconds * 48_000);
        while (fixture.house.now < end) {
            for (Voice voice : voices) {
                sing(voice);
            }
            fixture.pass(0.06);
        }
    }

    private void sing(Voice voice) {
        long clock = fixture.house.now - voice.person.seat().delaySamples() - way - BLOCK;
        if (clock < start) {
            return;
        }
        for (int i = 0; i < BLOCK; i++) {
            double x = voice.gain * at(voice.song, clock + i - voice.lateMs * 48L)
                    + voice.bleed * at(leadSong, clock + i)
                    + voice.hiss * random.nextGaussian();
            samples[i] = (float) (voice.clips ? Math.clamp(20 * x, -1, 1) : x);
        }
        voice.person.sing(clock, samples);
    }

    private float at(float[] song, long clock) {
        long at = clock - start;
        return at < 0 ? 0 : song[(int) (at % song.length)];
    }

    /** The host's ranking. */
    List<JsonNode> attention() {
        return StreamSupport.stream(host.last("attention").get("rows").spliterator(), false)
                .toList();
    }

    /** Whether the ranking names {@code voice} for that. */
    boolean isNamed(Voice voice, String reason) {
        return host.wasTold("attention")
                && attention().stream()
                        .anyMatch(row -> row.get("id").stringValue().equals(voice.id())
                                && row.get("reason").stringValue().equals(reason));
    }

    /** What the host was told last of a field of somebody's strip. */
    @Nullable
    JsonNode strip(Voice voice, String field) {
        JsonNode found = null;
        for (JsonNode message : host.told()) {
            if (message.get("type").stringValue().equals("strips")) {
                for (JsonNode row : message.get("rows")) {
                    if (row.get("id").stringValue().equals(voice.id()) && row.has(field)) {
                        found = row.get(field);
                    }
                }
            }
        }
        return found;
    }
}
