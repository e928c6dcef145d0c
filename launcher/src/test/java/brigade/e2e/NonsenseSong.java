package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.StreamRobot;
import java.net.URI;

/** A song during which somebody sends nonsense over real sockets: the others sing on, and the servers live. */
final class NonsenseSong {
    /** So long may the machine stand still. */
    private static final double MARGIN_MS = 400;

    private static final long SEED = 20_261_121;

    /** The hundred thousand that were promised are {@link StreamNonsenseTest}'s: these show it over real sockets. */
    private static final int MESSAGES = Integer.getInteger("brigade.fuzz", 5_000);

    private static final int MESSAGES_A_SOCKET = Nonsense.MESSAGES_A_SOCKET;

    /** The song goes on while all of it is sent. */
    private static final int SONG_SECONDS = 8 + MESSAGES / 1_000;

    private NonsenseSong() {}

    /** Sings it, and says what is wrong with what was heard. */
    static void sing(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> singOnce(stack))) {
            Ear ear = new Ear(choir.robot("second"));
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            for (String name : new String[] {"leader", "second"}) {
                assertThat(choir.robot(name).report().errors()).as(name).isEmpty();
                assertThat(choir.robot(name).report().connections()).as(name).isEqualTo(1);
            }
            assertThat(stack.isReady()).isTrue();
        }
    }

    private static StreamChoir singOnce(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        // A room with a key, so that the nonsense (in an open room, on the same shards) cannot be a command that is
        // allowed.
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"quiet\"");
        StreamRoom noisy = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"noisy\",\"open\":true");
        choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "leader", MARGIN_MS)
                        .withSeat(1)
                        .leading(3),
                Choir.voice(Chirp.UP, SONG_SECONDS),
                stack,
                1);
        StreamRobot second = choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "second", MARGIN_MS).withSeat(2), new float[0], stack, 2);
        StreamSongs.awaitSecond(second, 0);
        Nonsense nonsense = new Nonsense(SEED);
        System.out.println("fuzz seed " + SEED + ", " + MESSAGES + " messages");
        URI[] streams = {
            URI.create("ws://127.0.0.1:" + stack.shardPort(1) + "/stream"),
            URI.create("ws://127.0.0.1:" + stack.shardPort(2) + "/stream")
        };
        int answers = 0;
        for (int sent = 0; sent < MESSAGES; sent += MESSAGES_A_SOCKET) {
            URI stream = streams[sent / MESSAGES_A_SOCKET % 2];
            RawPeer peer = RawPeer.hello(choir.http(), stream, noisy.id(), ",\"mode\":\"sing\"");
            for (int i = 0; i < MESSAGES_A_SOCKET; i++) {
                if (nonsense.isControlNext()) {
                    peer.send(nonsense.control());
                } else {
                    peer.send(nonsense.binary(second.report().heardUpToSample()));
                }
            }
            peer.next("error", "bye", "closed"); // some of it is read by now
            peer.close();
            answers += peer.errors();
        }
        System.out.println("told of it by then: " + answers + " errors");
        assertThat(answers).isGreaterThan(MESSAGES / MESSAGES_A_SOCKET);
        choir.awaitEnd();
        return choir;
    }
}
