package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.robot.ExchangeAnswer;
import brigade.robot.ExchangeQuery;
import brigade.robot.HttpTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full room is answered like an empty one: many marks, long lyrics in Cyrillic, 2,000 people in the table. */
@Tag("slow")
@Tag("patient")
class V1LimitsTest {
    private static final int MARKS = 200;

    /** Marks travel in portions, as they come in a song: a query has its limits. */
    private static final int MARKS_AT_ONCE = 40;

    private static final int LETTERS = 20_000;
    private static final int USERS = 2_000;
    private static final int THREADS = 8;

    /** The table holds who was heard in the last 5 s: a slow machine needs a second round, when it is warm. */
    private static final int ROUNDS_MAX = 8;

    private static final int SAMPLES = 2_880;
    private static final long HOST = 900_001;
    private static final long WATCHER = 900_002;

    @Test
    void marksLyricsAndUsersNeverMakeAnAnswerFail(@TempDir Path data) throws Exception {
        Map<String, String> environment = new HashMap<>(TestStack.UNREHEARSED);
        environment.put("BRIGADE_STATE_MAX_USERS", "3000");
        environment.put("BRIGADE_SHARD_MAX_USERS", "3000");
        try (TestStack stack = TestStack.start(data, 2, environment);
                HttpTransport transport = new HttpTransport(stack.url().resolve("/api"))) {
            long start = transport.serverClock() - 6 * 48_000;
            long read = start;
            for (int from = 0; from < MARKS; from += MARKS_AT_ONCE) {
                ok(transport, exchange(HOST, read).with("event_data", marks(from, read)), new byte[0]);
                read += SAMPLES;
            }
            String lyrics = "Щедрик, щедрик, щедрівочка, ".repeat(LETTERS).substring(0, LETTERS);
            byte[] json = ("{\"lyrics\":\"" + lyrics + "\"}").getBytes(StandardCharsets.UTF_8);
            ok(transport, exchange(HOST, read).with("json_len", json.length), json);

            int users = 0;
            for (int round = 0; round < ROUNDS_MAX && users < USERS; round++) {
                everybody(stack.url().resolve("/api"), start + (long) round * SAMPLES);
                ExchangeQuery query =
                        exchange(WATCHER, start + (long) round * SAMPLES).flag("user_summary");
                ExchangeAnswer answer = ok(transport, query, new byte[0]);
                users = answer.users();
                System.out.println("round " + round + ": " + users + " users in the table");
                assertThat(answer.metadata().path("events").size()).isEqualTo(MARKS);
                assertThat(answer.bundle().samples()).isEqualTo(SAMPLES);
                if (round == 0) {
                    assertThat(answer.metadata().path("lyrics").asString("")).isEqualTo(lyrics);
                }
            }
            assertThat(users).isGreaterThanOrEqualTo(USERS);
        }
    }

    /** One exchange of each of {@value #USERS} users, a few at a time. */
    private static void everybody(URI api, long read) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread + 1;
                running.add(threads.submit(() -> {
                    try (HttpTransport transport = new HttpTransport(api)) {
                        for (int user = first; user <= USERS; user += THREADS) {
                            ok(transport, exchange(user, read).with("username", "Співак " + user), new byte[0]);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static ExchangeAnswer ok(HttpTransport transport, ExchangeQuery query, byte[] body) throws Exception {
        ExchangeAnswer answer = transport.exchange(query.toString(), body);
        assertThat(answer.status()).as("%s: %s", query, answer.message()).isEqualTo(200);
        return answer;
    }

    private static String marks(int from, long read) {
        return IntStream.range(from, from + MARKS_AT_ONCE)
                .mapToObj(mark -> "{\"evid\":\"m" + mark + "\",\"clock\":" + (read + mark) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static ExchangeQuery exchange(long user, long read) {
        return new ExchangeQuery().with("userid", user).with("read_clock", read).with("n_samples", SAMPLES);
    }
}
