package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.WireLimits;
import brigade.wire.json.ExchangeWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every answer says, outside songs. */
class ExchangeTest {
    private static final String[] ALWAYS = {
        "server_clock",
        "server_sample_rate",
        "last_request_clock",
        "client_read_clock",
        "client_write_clock",
        "song_end_clock",
        "song_start_clock",
        "n_samples",
        "n_connected_users",
        "queue_size",
        "events",
        "leader",
        "n_people_heard",
        "chats"
    };
    private static final String[] ONCE = {
        "bpm",
        "repeats",
        "bpr",
        "tracks",
        "first_bucket",
        "globalVolume",
        "backingVolume",
        "disableSongVideo",
        "lyrics",
        "image",
        "delay_seconds",
        "backing_track_type"
    };

    private final House house = new House();

    @Test
    void theFirstAnswerHasEverythingTheSecondOnlyWhatAllHave() {
        Client anna = house.client(1, 6).send();
        assertThat(anna.answer.keySet()).containsExactlyInAnyOrder(concat(ALWAYS, ONCE));
        assertThat(anna.answer.keySet()).startsWith(ALWAYS);

        anna.step(0);
        assertThat(anna.answer.keySet()).containsExactly(ALWAYS);
    }

    @Test
    void typesAndValuesAreThoseOfThePage() {
        Client anna = house.client(7, 6);
        anna.send();
        long before = house.now;
        anna.step(0);

        assertThat(anna.answer)
                .containsEntry("server_clock", house.now)
                .containsEntry("server_sample_rate", 48_000L)
                .containsEntry("last_request_clock", before)
                .containsEntry("client_read_clock", anna.readClock)
                .containsEntry("client_write_clock", null)
                .containsEntry("song_end_clock", 0L)
                .containsEntry("song_start_clock", 0L)
                .containsEntry("n_samples", 28_800L)
                .containsEntry("n_connected_users", 1L)
                .containsEntry("queue_size", 45_000L)
                .containsEntry("events", List.of())
                .containsEntry("leader", null)
                .containsEntry("chats", List.of());
        assertThat(anna.heard).containsOnly(0);
    }

    @Test
    void theWriteClockIsEchoedOnceTheMicrophoneRuns() {
        Client anna = house.client(7, 6);
        anna.send();
        anna.singing = true;
        anna.step(0);

        assertThat(anna.number("client_write_clock")).isEqualTo(anna.readClock - Client.LATENCY);
    }

    @Test
    void aChangedValueIsToldOnceToEverybody() {
        Client anna = house.client(1, 6).send();
        Client bert = house.client(2, 6).send();
        house.pass(0.6);

        anna.send(r -> {
            r.bpm = 90;
            r.volume = 7;
            r.image = true;
        });
        bert.send();

        for (Client client : List.of(anna, bert)) {
            assertThat(client.number("bpm")).isEqualTo(90);
            assertThat(client.get("globalVolume")).isEqualTo(2.0);
            assertThat((String) client.get("image")).matches("[A-Z]{10}");
            assertThat(client.answer).doesNotContainKeys("bpr", "tracks", "delay_seconds");
            client.step(0);
            assertThat(client.answer).doesNotContainKeys("bpm", "globalVolume", "image");
        }
    }

    @Test
    void aRetryIsAnsweredAsBeforeAndDoneOnce() {
        Client anna = house.client(1, 6).send();
        Client bert = house.client(2, 6).send();
        house.pass(0.6);
        anna.send(r -> r.chats.add("hello"));
        bert.send(r -> r.bpm = 100);
        assertThat(bert.list("chats")).isEqualTo(List.of(List.of("user 1", "hello")));
        house.pass(0.1);

        bert.again(new float[0]);
        assertThat(bert.list("chats")).isEqualTo(List.of(List.of("user 1", "hello")));
        assertThat(bert.number("bpm")).isEqualTo(100);

        anna.again(new float[0]);
        bert.step(0);
        assertThat(bert.list("chats")).isEmpty();
        assertThat(bert.answer).doesNotContainKey("bpm");
    }

    @Test
    void chatReachesAllOthersInOrderAndWithinLimits() {
        Client anna = house.client(1, 6).send();
        Client bert = house.client(2, 6).send();
        house.pass(0.6);

        anna.send(r -> {
            r.chats.add("one");
            r.chats.add("lone \uD83C and \uD83C\uDFB5");
            r.chats.add("x".repeat(5_000));
        });
        assertThat(anna.list("chats")).isEmpty();
        bert.send();

        assertThat(bert.list("chats"))
                .isEqualTo(List.of(
                        List.of("user 1", "one"),
                        List.of("user 1", "lone \uFFFD and \uD83C\uDFB5"),
                        List.of("user 1", "x".repeat(1_000))));

        for (int i = 0; i < 7; i++) {
            int n = i;
            house.pass(0.6);
            anna.send(r -> {
                for (int k = 0; k < 21; k++) {
                    r.chats.add("m" + (100 * n + k));
                }
            });
        }
        bert.readClock += 6 * 28_800;
        bert.reset = true;
        bert.send();
        assertThat(bert.list("chats")).hasSize(100);
        assertThat(bert.list("chats").getFirst()).isEqualTo(List.of("user 1", "m200"));
        assertThat(bert.list("chats").getLast()).isEqualTo(List.of("user 1", "m619"));
    }

    @Test
    void aReplyHoldsAgainstMarksLyricsAndUsers() {
        House full = new House(House.START, b -> b.maxUsers(2_000));
        Client anna = full.client(1, 6);
        for (int user = 2; user <= 2_000; user++) {
            full.client(user, user % 18 + 1).send();
        }
        String lyrics = "п".repeat(20_000);
        anna.send(r -> {
            r.lyrics = lyrics;
            r.userSummary = true;
            for (int i = 0; i < 5_000; i++) {
                r.marks.add(new Mark("mark number " + i, House.START + i));
            }
        });

        assertThat(anna.get("lyrics")).isEqualTo(lyrics);
        assertThat(anna.list("events")).hasSize(5_000);
        assertThat(anna.list("events").getLast())
                .isEqualTo(Map.of("evid", "mark number 4999", "clock", House.START + 4999));
        assertThat(ByteBuffer.wrap(anna.table).getShort()).isEqualTo((short) 2_000);
        assertThat(anna.table).hasSize(2 + 2_000 * 51);
    }

    @Test
    void theLargestAnswerFitsIntoOneReply() {
        Client anna = house.client(1, 6);
        anna.send(r -> {
            r.lyrics = "\"".repeat(199_000); // doubles as JSON
            for (int i = 0; i < 1_700; i++) {
                r.marks.add(new Mark("x".repeat(195) + i, House.START + i));
            }
        });

        assertThat(house.call.reply().length()).isBetween(700_000, WireLimits.RPC_JSON_MAX_BYTES);
    }

    @Test
    void theTableHasActivePeopleOnlyAndIsEmptyUnlessAsked() {
        Client anna = house.client(1, 6).send();
        Client bert = house.client(2, 9).send(r -> r.muted = true);
        assertThat(bert.table).isEmpty();
        house.pass(0.6);
        anna.send(r -> r.userSummary = true);
        assertThat(anna.table).hasSize(2 + 2 * 51);
        assertThat(anna.table[2 + 51 + 50]).as("bits of the second row").isEqualTo((byte) 1);

        for (int i = 0; i < 9; i++) {
            anna.step(0);
        }
        assertThat(anna.number("n_connected_users")).isEqualTo(1);
        house.pass(0.6);
        anna.send(r -> r.userSummary = true);
        assertThat(anna.table).hasSize(2 + 51);
    }

    @Test
    void loopbackReturnsTheCallersVoice() {
        Client anna = house.client(1, 6);
        float[] pcm = new float[28_800];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = i / 30_000f;
        }
        anna.send(pcm, r -> {
            r.loopback = true;
            r.userSummary = true;
        });

        assertThat(anna.heard).isEqualTo(pcm);
        assertThat(anna.number("n_people_heard")).isEqualTo(-1);
        assertThat(anna.table).hasSize(53);
    }

    @Test
    void anEmptyNameIsShownAsAnonymousAndALongOneIsCutAtACharacter() {
        Client anna = house.client(1, 6).send(r -> r.username = "");
        Client bert = house.client(2, 6).send(r -> r.username = "ж".repeat(17));
        house.pass(0.6);
        anna.send(r -> {
            r.username = "";
            r.chats.add("hi");
        });
        bert.send(r -> {
            r.username = "ж".repeat(17);
            r.chats.add("ho");
        });
        house.pass(0.6);
        anna.send(r -> r.username = "");

        assertThat(bert.list("chats")).isEqualTo(List.of(List.of("<anonymous>", "hi")));
        assertThat(anna.list("chats")).isEqualTo(List.of(List.of("ж".repeat(16), "ho")));
    }

    @Test
    void statusAndTelemetryAreReady() {
        house.client(1, 6).send(r -> r.clientTelemetry = "{\"browser\":\"old\"}");

        assertThat(call("status")).isEqualTo(Map.of("n_connected_users", 1L, "max_users", 2_000L));
        Map<String, ?> telemetry = call("telemetry");
        assertThat(telemetry.toString()).contains("phase=IDLE", "client_telemetry={browser=old}", "user 1");
    }

    @Test
    void theOldLoadTestIsServed() {
        // stress.py: start - 12 s, one request after the other for each of its users, never a reset.
        long start = house.now;
        for (int i = 0; i < 3 * 18; i++) {
            long round = i / 3;
            Client user = new Client(house, 9_000 + i % 3, start - 12 * 48_000 + 28_800 * (round - 1));
            user.reset = false;
            user.singing = true;
            user.send(0.1f, r -> r.writeClock = r.readClock - 96_000);
            house.pass(0.01);
            assertThat(user.number("n_samples")).isEqualTo(28_800);
        }
    }

    private Map<String, ?> call(String name) {
        house.call.begin();
        ExchangeWriter.writeCall(name, house.call.request());
        house.rooms.handle(house.call);
        return JsonTree.object(house.call.reply().bytes(), house.call.reply().length());
    }

    private static String[] concat(String[] a, String[] b) {
        String[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
