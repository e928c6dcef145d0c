package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.StreamRobot;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sends nonsense, as much as he can: the others sing on, and the servers live. */
@Tag("slow")
@EnabledIfSystemProperty(named = "brigade.unproven", matches = "true", disabledReason = "not shown to hold yet")
class StreamFuzzTest {
    /** So long may the machine stand still. */
    private static final double MARGIN_MS = 400;

    private static final long SEED = 20_261_121;

    /** -Dbrigade.fuzz=100000 for the number that issue 4 names. */
    private static final int MESSAGES = Integer.getInteger("brigade.fuzz", 10_000);

    /** Within all limits of a socket, so that every message is looked at. */
    private static final int MESSAGES_A_SOCKET = 40;

    /** The song goes on while all of it is sent. */
    private static final int SONG_SECONDS = 14 + MESSAGES / 1_500;

    private static final String[] TYPES = {
        "hello", "ping", "stats", "ready", "calibration", "mode", "name", "chat", "lead", "give", "arm", "start",
                "stop",
        "abort", "track", "tempo", "rounds", "lyrics", "mark", "seat", "pin", "fader", "mute", "solo", "levels", "hear",
        "remove", "lock", "settings", "revoke", "talk", "setlist", "recording", "correction", "nonsense", ""
    };
    private static final String[] FIELDS = {
        "t",
        "state",
        "mode",
        "name",
        "text",
        "to",
        "clock",
        "bpm",
        "bpr",
        "repeats",
        "id",
        "who",
        "bucket",
        "value",
        "muted",
        "room",
        "solo",
        "role",
        "on",
        "scope",
        "password",
        "resume",
        "token",
        "protocol"
    };
    private static final String[] VALUES = {
        "0",
        "-1",
        "1e308",
        "9223372036854775807",
        "null",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "\"\\u0000\"",
        "\"1\"",
        "[[[[[[[[]]]]]]]]",
        "0.5",
        "\"ä€😀\""
    };

    @Test
    void nonsenseDisturbsNobody(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 2, Map.of());
                StreamChoir choir = StreamSongs.undisturbed(() -> sing(stack))) {
            Ear ear = new Ear(choir.robot("second"));
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            for (String name : new String[] {"leader", "second"}) {
                assertThat(choir.robot(name).report().errors()).as(name).isEmpty();
                assertThat(choir.robot(name).report().connections()).as(name).isEqualTo(1);
            }
            assertThat(stack.isReady()).isTrue();
        }
    }

    private static StreamChoir sing(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        // A room with a key, so that the nonsense (in another room, on the same shards) cannot be a command that is
        // allowed.
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"quiet\"");
        choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "leader", MARGIN_MS)
                        .withSeat(1)
                        .leading(14),
                Choir.voice(Chirp.UP, SONG_SECONDS),
                stack,
                1);
        StreamRobot second = choir.singOn(
                StreamWhoHearsWhomTest.singer(room, "second", MARGIN_MS).withSeat(2), new float[0], stack, 2);
        StreamSongs.awaitSecond(second, 0);
        Random random = new Random(SEED);
        System.out.println("fuzz seed " + SEED + ", " + MESSAGES + " messages");
        URI[] streams = {
            URI.create("ws://127.0.0.1:" + stack.shardPort(1) + "/stream"),
            URI.create("ws://127.0.0.1:" + stack.shardPort(2) + "/stream")
        };
        int answers = 0;
        for (int sent = 0; sent < MESSAGES; sent += MESSAGES_A_SOCKET) {
            URI stream = streams[sent / MESSAGES_A_SOCKET % 2];
            RawPeer peer = RawPeer.hello(choir.http(), stream, "main", ",\"mode\":\"sing\"");
            for (int i = 0; i < MESSAGES_A_SOCKET; i++) {
                if (random.nextBoolean()) {
                    peer.send(json(random));
                } else {
                    peer.send(binary(random));
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

    private static String json(Random random) {
        if (random.nextInt(10) == 0) {
            return "{\"type\":\"chat\",\"text\":".substring(0, random.nextInt(22));
        }
        StringBuilder json = new StringBuilder("{\"type\":\"" + TYPES[random.nextInt(TYPES.length)] + "\"");
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(",\"")
                    .append(FIELDS[random.nextInt(FIELDS.length)])
                    .append("\":")
                    .append(VALUES[random.nextInt(VALUES.length)]);
        }
        return json.append('}').toString();
    }

    private static byte[] binary(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (bytes.length >= 20 && random.nextInt(4) > 0) {
            // Nearly right: a voice header, then anything.
            ByteBuffer.wrap(bytes)
                    .put((byte) (random.nextInt(3) == 0 ? 3 : 1))
                    .put((byte) 1)
                    .putShort((short) 0)
                    .put((byte) (random.nextInt(3) == 0 ? 7 : 0))
                    .put((byte) random.nextInt(4))
                    .put((byte) random.nextInt(3))
                    .put((byte) random.nextInt(2))
                    .putLong(86_172_849_540_454L + random.nextInt(100_000_000));
        }
        return bytes;
    }
}
