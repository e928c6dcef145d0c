package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole client in virtual time, to the sample. */
class StreamClientTest {
    private static final int SECONDS = 12;
    private static final SessionConfig CONFIG = SessionConfig.of("main", "me", SessionConfig.Mode.SING);

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final FakeRoom room = new FakeRoom(codec, track(Chirp.UP));
    private final FakeSinger singer = new FakeSinger(track(Chirp.CODE_1));

    private static float[] track(Chirp chirp) {
        float[] voice = new VoiceSynth(3).sing(Melody.FRERE_JACQUES, SECONDS * 48_000);
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= 0.3f;
        }
        for (int second = 0; second < SECONDS; second++) {
            chirp.addTo(voice, chirpAt(second), 0.3);
        }
        return voice;
    }

    private static int chirpAt(int second) {
        return second * 48_000 + 20_000;
    }

    private StreamClient client(ClientOptions options) {
        return new StreamClient(CONFIG, options, room, codec, () -> room.nowNs, singer, new SessionEvents() {});
    }

    private static double error(float[] sound, Chirp chirp, int second) {
        int at = chirpAt(second) - 1_000;
        float[] part = java.util.Arrays.copyOfRange(sound, at, at + 3_000);
        Correlator.Match match = Correlator.of(chirp).best(part, 0, part.length);
        assertThat(match.similarity())
                .as("%s in second %d: %s", chirp, second, match)
                .isGreaterThan(0.5);
        return match.at() - 1_000;
    }

    private static List<Integer> missing(float[] sound, Chirp chirp, int toSecond) {
        List<Integer> missing = new ArrayList<>();
        for (int second = 0; second < toSecond; second++) {
            int at = chirpAt(second) - 200;
            float[] part = java.util.Arrays.copyOfRange(sound, at, at + 1_400);
            Correlator.Match match = Correlator.of(chirp).best(part, 0, part.length);
            if (match.similarity() < 0.5 || Math.abs(match.at() - 200) > 1 || Math.abs(match.level() - 0.3) > 0.1) {
                missing.add(second);
            }
        }
        return missing;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 5, -5})
    void hearsAndSingsAtTheExactSample(double latencyMs) {
        try (StreamClient client = client(ClientOptions.USUAL.withLatencyMs(latencyMs))) {
            room.run(client, 11);

            assertThat(client.counts().lateFrames()).isZero();
            for (int second = 0; second < 9; second++) {
                assertThat(error(singer.heard, Chirp.UP, second)).isCloseTo(0, within(0.5));
                assertThat(error(room.written, Chirp.CODE_1, second)).isCloseTo(-latencyMs * 48, within(0.5));
            }
            assertThat(singer.jumps).isZero();
        }
    }

    @Test
    void aLaterSeatRepeatsWhatWasSung_andNothingIsWrittenTwiceOrLost() {
        try (StreamClient client = client(ClientOptions.USUAL)) {
            room.run(client, 5.8);
            room.seat(4, 96_000);
            room.run(client, 5.5);

            assertThat(singer.jumps).isEqualTo(1);
            assertThat(missing(singer.heard, Chirp.UP, 8)).isEmpty();
            assertThat(missing(room.written, Chirp.CODE_1, 8)).isEmpty();
        }
    }

    @Test
    void anEarlierSeatLeavesOutItsWayOnly() {
        room.delay = 96_000;
        try (StreamClient client = client(ClientOptions.USUAL)) {
            room.run(client, 6);
            room.seat(1, 48_000 - 960);
            room.run(client, 4);

            // It jumps over one second and 20 ms of the song, about from 3.86 to 4.88: the chirp of second 4 lies
            // there.
            assertThat(singer.jumps).isEqualTo(1);
            assertThat(missing(singer.heard, Chirp.UP, 8)).containsExactly(4);
            assertThat(missing(room.written, Chirp.CODE_1, 8)).containsExactly(4);
        }
    }

    @Test
    void aLostConnectionIsTakenUpWithTheToken_andPlaybackGoesOn() {
        try (StreamClient client = client(ClientOptions.USUAL)) {
            room.run(client, 4.2);
            room.refusedConnects = 1;
            room.breakOff();
            room.run(client, 6);

            assertThat(room.connections).isEqualTo(2);
            assertThat(room.control.stream()
                            .filter(m -> m.path("type").asString("").equals("hello")))
                    .extracting(m -> m.path("resume").asString("none"))
                    .containsExactly("none", "token-1");
            assertThat(singer.jumps).isZero();
            assertThat(missing(room.written, Chirp.CODE_1, 8)).hasSizeLessThanOrEqualTo(1);
            assertThat(client.session().isWelcome()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void askedToReconnectItGoesOnUntilItIsWelcomeElsewhere(boolean replacedFirst) {
        room.replacesFirst = replacedFirst;
        List<String> lost = new ArrayList<>();
        SessionEvents watcher = new SessionEvents() {
            @Override
            public void lost(String reason) {
                lost.add(reason);
            }
        };
        try (StreamClient client =
                new StreamClient(CONFIG, ClientOptions.USUAL, room, codec, () -> room.nowNs, singer, watcher)) {
            room.run(client, 4.2);
            room.refusedConnects = 2; // the first one goes on meanwhile
            room.tell("{\"type\":\"reconnect\"}");
            room.run(client, 0.5);
            assertThat(room.connections).isEqualTo(1);
            room.run(client, 5.5);

            assertThat(room.connections).isEqualTo(2);
            assertThat(lost).isEmpty();
            assertThat(room.control.getLast().path("type").asString("")).isEqualTo("ping");
            assertThat(missing(singer.heard, Chirp.UP, 8)).isEmpty();
            assertThat(missing(room.written, Chirp.CODE_1, 8)).isEmpty();
            assertThat(singer.jumps).isZero();
        }
    }

    @Test
    void closedBeforeItIsWelcomeElsewhereItComesThereAllTheSame() {
        try (StreamClient client = client(ClientOptions.USUAL)) {
            room.run(client, 4.2);
            room.welcomes = false;
            room.tell("{\"type\":\"reconnect\"}");
            room.run(client, 0.2);
            assertThat(room.connections).isEqualTo(2);
            assertThat(client.session().isWelcome()).isTrue();
            room.breakOff();
            assertThat(client.session().isWelcome()).isFalse();
            room.welcomes = true;
            room.welcomeAll();
            room.run(client, 2);
            assertThat(room.connections).isEqualTo(2);
            assertThat(client.session().isWelcome()).isTrue();
        }
    }

    @Test
    void refusedForGoodItEnds_awayForTooLongItGivesUp() {
        List<String> ends = new ArrayList<>();
        SessionEvents watcher = new SessionEvents() {
            @Override
            public void ended(String reason) {
                ends.add(reason);
            }
        };
        room.refusedConnects = 1_000;
        try (StreamClient client =
                new StreamClient(CONFIG, ClientOptions.USUAL, room, codec, () -> room.nowNs, singer, watcher)) {
            room.run(client, 70);
        }
        room.refusedConnects = 0;
        try (StreamClient client =
                new StreamClient(CONFIG, ClientOptions.USUAL, room, codec, () -> room.nowNs, singer, watcher)) {
            room.run(client, 1);
            room.tell("{\"type\":\"bye\",\"reason\":\"removed\"}");
            room.breakOff();
            room.run(client, 3);
        }
        assertThat(ends).containsExactly("nobody answers: 1006 refused by the test", "removed");
        assertThat(room.connections).isEqualTo(1);
    }

    @Test
    void itFollowsARoomThatMovesAndPlaysOnByTheOtherHousesClock() {
        FakeRoom there = new FakeRoom(codec, new float[0]);
        List<String> told = new ArrayList<>();
        SessionEvents watcher = new SessionEvents() {
            @Override
            public void moved(URI house) {
                told.add("moved " + house);
            }

            @Override
            public void ended(String reason) {
                told.add(reason);
            }
        };
        try (StreamClient client = new StreamClient(
                CONFIG, ClientOptions.USUAL, room, codec, () -> Math.max(room.nowNs, there.nowNs), singer, watcher)) {
            room.run(client, 2);
            room.next = there;
            there.nowNs = room.nowNs;
            room.tell("{\"type\":\"moved\",\"url\":\"https://there.example\"}");
            room.tell("{\"type\":\"bye\",\"reason\":\"moved\"}");
            room.breakOff();
            there.run(client, 3);
            assertThat(client.session().isWelcome()).isTrue();
            assertThat(there.control.stream()
                            .filter(m -> m.path("type").asString("").equals("hello")))
                    .extracting(m -> m.path("resume").asString("none"))
                    .containsExactly("token-1");
            assertThat(client.positionSample()).isPositive();

            // An address that is none of https, and the good-bye is one.
            there.tell("{\"type\":\"moved\",\"url\":\"http://elsewhere.example\"}");
            there.tell("{\"type\":\"bye\",\"reason\":\"moved\"}");
            there.breakOff();
            there.run(client, 1);
        }
        assertThat(told).containsExactly("moved https://there.example", "moved");
        assertThat(room.connections).isEqualTo(1);
        assertThat(there.connections).isEqualTo(1);
    }

    @Test
    void inSilenceItSendsOnePacketASecond() {
        FakeSinger silent = new FakeSinger(new float[0]);
        try (StreamClient client = new StreamClient(
                CONFIG, ClientOptions.USUAL, room, codec, () -> room.nowNs, silent, new SessionEvents() {})) {
            room.run(client, 10);
        }
        long packets = room.sections.stream().mapToLong(section -> section[1]).sum();
        assertThat(packets).isBetween(8L, 10L);
        assertThat(room.sections).hasSize((int) (2 * packets));
    }

    @Test
    void theListenersFadersAreHisOwn() {
        try (StreamClient client = client(ClientOptions.USUAL)) {
            client.levels().leader(0);
            room.run(client, 4);
            for (float sample : singer.heard) {
                assertThat(sample).isZero();
            }
        }
    }
}
