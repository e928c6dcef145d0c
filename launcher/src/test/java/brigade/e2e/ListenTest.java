package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.client.ClientOptions;
import brigade.robot.StreamRobotConfig;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who listens with a plain player hears everybody, the last row included, to the sample. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class ListenTest {
    private static final int SONG_SECONDS = 12;
    private static final int SONGS_MAX = 3;
    private static final int SEGMENT = 192_000;
    private static final int SEARCH_SAMPLES = 1_000;
    private static final double SIMILARITY_MIN = 0.45;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theLastRowIsHeardAtTheExactSample_inSegmentsAndInTheEndlessStream(TestStack stack) throws Exception {
        try (Sung sung = sing(stack)) {
            long songStart = sung.choir.robot("leader").report().songStartSample();
            long first = songStart / SEGMENT;
            long last = (songStart + SONG_SECONDS * 48_000L) / SEGMENT;
            float[] heard = new float[(int) (last - first + 1) * SEGMENT];
            for (long number = first; number <= last; number++) {
                float[] piece = OggSound.play(segment(stack, sung.room, number), codec);
                assertThat(piece).hasSize(SEGMENT);
                System.arraycopy(piece, 0, heard, (int) (number - first) * SEGMENT, SEGMENT);
            }
            for (Chirp chirp : new Chirp[] {Chirp.UP, Chirp.CODE_1, Chirp.CODE_2}) {
                double worst = 0;
                for (int second = 1; second < SONG_SECONDS - 1; second++) {
                    int at = (int) (songStart + Choir.chirpAt(chirp, second) - first * SEGMENT);
                    worst = Math.max(worst, Math.abs(error(chirp, heard, at)));
                }
                System.out.printf("%s over HTTP: at most %.2f samples off%n", chirp, worst);
                assertThat(worst).as("%s in the segments", chirp).isLessThanOrEqualTo(1);
            }
            float[] endless = OggSound.play(sung.endless.bytes(), codec);
            Correlator.Match one = Ear.find(Chirp.CODE_2, endless);
            assertThat(one.similarity()).isGreaterThan(SIMILARITY_MIN);
            long beat = Choir.chirpAt(Chirp.CODE_2, 1) - Choir.chirpAt(Chirp.CODE_2, 0);
            int found = 0;
            for (int second = -SONG_SECONDS; second <= SONG_SECONDS; second++) {
                int at = (int) (Math.round(one.at()) + second * beat);
                boolean inside = at >= SEARCH_SAMPLES && at + SEARCH_SAMPLES + Chirp.SAMPLES < endless.length;
                if (inside) {
                    Correlator.Match match = match(Chirp.CODE_2, endless, at);
                    boolean there = match.similarity() > SIMILARITY_MIN && Math.abs(match.at() - SEARCH_SAMPLES) <= 1;
                    found += there ? 1 : 0;
                }
            }
            assertThat(found).as("chirps of the last row on one beat").isGreaterThanOrEqualTo(SONG_SECONDS - 2);
        }
    }

    private static double error(Chirp chirp, float[] heard, int at) {
        Correlator.Match match = match(chirp, heard, at);
        assertThat(match.similarity()).as("%s at %d", chirp, at).isGreaterThan(SIMILARITY_MIN);
        return match.at() - SEARCH_SAMPLES;
    }

    private static Correlator.Match match(Chirp chirp, float[] heard, int at) {
        return Ear.find(chirp, Arrays.copyOfRange(heard, at - SEARCH_SAMPLES, at + SEARCH_SAMPLES + Chirp.SAMPLES));
    }

    /** Waits until it is there: a segment is finished a few seconds after it was sung. */
    private byte[] segment(TestStack stack, StreamRoom room, long number) throws IOException, InterruptedException {
        URI address = stack.url().resolve("/listen/" + room.id() + "/" + number + ".ogg");
        for (int i = 0; i < 120; i++) {
            HttpResponse<byte[]> response =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return response.body();
            }
            Thread.sleep(500);
        }
        throw new AssertionError(address + " never came");
    }

    /** A song that was sung, and what came in over HTTP meanwhile. */
    private record Sung(StreamChoir choir, StreamRoom room, Tap endless) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            endless.in.close();
            choir.close();
        }
    }

    /** Keeps what an endless stream brings. */
    private static final class Tap {
        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Tap(InputStream in) {
            this.in = in;
            Thread.ofVirtual().name("tap").start(this::read);
        }

        private void read() {
            try {
                in.transferTo(kept);
            } catch (IOException e) {
                System.out.println("the endless stream ended: " + e.getMessage());
            }
        }

        byte[] bytes() {
            return kept.toByteArray();
        }
    }

    /** Sings, and again when the machine was too busy to tell anything. */
    private Sung sing(TestStack stack) throws Exception {
        for (int attempt = 1; ; attempt++) {
            Sung sung = singOnce(stack);
            if (attempt == SONGS_MAX || !wasLate(sung.choir)) {
                return sung;
            }
            sung.close();
            System.out.println("the machine stood still: the song is sung again");
        }
    }

    /** What was sung too late cannot be heard by anybody. */
    private static boolean wasLate(StreamChoir choir) {
        return Stream.of("leader", "second", "third")
                .anyMatch(name -> choir.robot(name).report().lateFrames() > 0);
    }

    private Sung singOnce(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"heard\",\"listening\":\"open\"");
        URI address = stack.url().resolve("/listen/" + room.id() + ".ogg");
        HttpResponse<InputStream> endless =
                http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        assertThat(endless.statusCode()).isEqualTo(200);
        Tap tap = new Tap(endless.body());
        choir.singOn(singer(room, "leader").withSeat(1).leading(16), Choir.voice(Chirp.UP, SONG_SECONDS), stack, 1);
        choir.singOn(singer(room, "second").withSeat(2), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 2);
        choir.singOn(singer(room, "third").withSeat(3), Choir.voice(Chirp.CODE_2, SONG_SECONDS), stack, 1);
        choir.awaitEnd();
        return new Sung(choir, room, tap);
    }

    private static StreamRobotConfig singer(StreamRoom room, String name) {
        return StreamRobotConfig.singer(room.id(), name)
                .withToken(room.token("helper"))
                .withOptions(ClientOptions.USUAL.withMarginMs(250));
    }
}
