package brigade.shard.listen;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.access.Role;
import brigade.access.RoomTokens;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.PacketListener;
import brigade.wire.WireException;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.Javalin;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The three addresses over real HTTP: who may listen, what may be cached, and that it plays. */
class ListenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long START = 446_000_000L * 192_000;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final AtomicLong clock = new AtomicLong(START);
    private final Map<String, RoomInfo> rooms = new ConcurrentHashMap<>();
    private final Map<String, PacketListener> heard = new ConcurrentHashMap<>();
    private final List<Integer> behind = new CopyOnWriteArrayList<>();
    private final List<String> left = new CopyOnWriteArrayList<>();
    private final RoomTokens tokens = new RoomTokens(new byte[32], () -> 1_800_000_000L, new Random(1));
    private final HttpClient client = HttpClient.newHttpClient();
    private ListenApi api;
    private Javalin server;

    @BeforeEach
    void start() {
        api = new ListenApi(this::listen, this::find, tokens, Sender.silence(codec), clock::get, System::nanoTime);
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    api.addTo(config.routes);
                    config.routes.exception(
                            WireException.class,
                            (e, context) -> context.status(e.status()).result(String.valueOf(e.getMessage())));
                })
                .start("127.0.0.1", 0);
        room("main", "open");
        room("quiet-0000-0", "off");
        room("choir-1111-0", "token");
        room("other-2222-0", "token");
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
        server.stop();
    }

    private void room(String id, String listening) {
        rooms.put(
                id,
                RoomInfo.of(JSON.readTree("{\"room\":\"" + id + "\",\"listening\":\"" + listening
                        + "\",\"passwordHash\":null,\"epochs\":{\"host\":1,\"listener\":3,\"singer\":1}}")));
    }

    private RoomInfo find(String id) {
        RoomInfo room = rooms.get(id);
        if (room == null) {
            throw new WireException(404, "no such room");
        }
        return room;
    }

    private ListenSource.Link listen(RoomInfo room, PacketListener listener) {
        heard.put(room.room(), listener);
        return new ListenSource.Link() {
            @Override
            public void behind(int listeners) {
                behind.add(listeners);
            }

            @Override
            public void close() {
                left.add(room.room());
            }
        };
    }

    private PacketListener listener(String room) {
        return Objects.requireNonNull(heard.get(room), room);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return client.send(request(path), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private void assertRefused(String path, int status, String words) throws Exception {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(text(response)).contains(words);
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).doesNotContain("immutable");
    }

    @Test
    void onlyWhoTheRoomLetsListenHears() throws Exception {
        String listener = tokens.make("choir-1111-0", Role.LISTENER, 3);
        for (String file : new String[] {".ogg", ".m3u8", "/446000000.ogg"}) {
            assertRefused("/listen/quiet-0000-0" + file, 403, "no listeners");
            assertRefused("/listen/nobody-0000-0" + file, 404, "no such room");
            assertRefused("/listen/choir-1111-0" + file, 403, "with a link");
            assertRefused("/listen/choir-1111-0" + file + "?token=x", 403, "broken");
            assertRefused("/listen/other-2222-0" + file + "?token=" + listener, 403, "another room");
            String old = tokens.make("choir-1111-0", Role.LISTENER, 2);
            assertRefused("/listen/choir-1111-0" + file + "?token=" + old, 403, "replaced");
        }
        assertThat(heard).as("rooms that were listened to for nothing").isEmpty();
        assertThat(get("/listen/choir-1111-0.m3u8?token=" + listener).statusCode())
                .isEqualTo(200);
        assertThat(get("/listen/choir-1111-0.m3u8?token=" + tokens.make("choir-1111-0", Role.SINGER, 1))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoFileIs404() throws Exception {
        for (String path : new String[] {
            "/listen/main",
            "/listen/main.mp3",
            "/listen/.ogg",
            "/listen/MAIN.ogg",
            "/listen/main/x.ogg",
            "/listen/main/1.ogg",
            "/listen/main/-1.ogg",
            "/listen/main/99999999999999999999.ogg",
            "/listen/main/999999999.ogg"
        }) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aPlayerThatFollowsThePlaylistHearsTheSongWithoutAGap() throws Exception {
        String listener = tokens.make("choir-1111-0", Role.LISTENER, 3);
        String playlist = "/listen/choir-1111-0.m3u8?token=" + listener;
        HttpResponse<byte[]> first = get(playlist);
        assertThat(first.headers().firstValue("Cache-Control")).contains("public, max-age=2");
        assertThat(first.headers().firstValue("Content-Type").orElse("")).contains("mpegurl");
        assertThat(text(first)).startsWith("#EXTM3U\n").contains("#EXT-X-TARGETDURATION:4\n", "#EXTINF:4.0,\n");
        Song song = new Song(codec, START, 21);
        song.sendAll(listener("choir-1111-0"));
        List<String> segments = new ArrayList<>();
        for (String line : text(get(playlist)).split("\n", -1)) {
            if (line.contains(".ogg")) {
                segments.add("/listen/" + line);
            }
        }
        assertThat(segments).hasSize(6);
        float[] whole = new float[segments.size() * 192_000];
        int at = 0;
        for (String segment : segments) {
            HttpResponse<byte[]> response = get(segment);
            assertThat(response.statusCode()).as(segment).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(response.headers().firstValue("Content-Type")).contains("audio/ogg");
            assertThat(get(segment).body()).isEqualTo(response.body());
            float[] piece = OpusFile.play(response.body(), codec);
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        assertThat(at).isEqualTo(whole.length);
        List<Correlator.Match> chirps = Correlator.of(Chirp.UP).all(whole, 0.6);
        assertThat(chirps).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(Math.round(chirps.get(i).at())).isEqualTo(192_000 + Song.chirpAt(i));
        }
    }

    @Test
    void theEndlessStreamPlaysAndEndsWithTheRoomsPermission() throws Exception {
        HttpResponse<InputStream> response = client.send(request("/listen/main.ogg"), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("audio/ogg");
        PacketListener listener = listener("main");
        byte[] begin = response.body().readNBytes(47);
        assertThat(new String(begin, StandardCharsets.ISO_8859_1))
                .startsWith("OggS")
                .endsWith("\u0000");
        new Song(codec, START, 5).sendAll(listener);
        Thread.sleep(600);
        listener.ended("closed");
        byte[] rest = response.body().readAllBytes(); // ends
        byte[] file = new byte[begin.length + rest.length];
        System.arraycopy(begin, 0, file, 0, begin.length);
        System.arraycopy(rest, 0, file, begin.length, rest.length);
        assertThat(Correlator.of(Chirp.UP).all(OpusFile.play(file, codec), 0.6)).hasSize(5);
        assertThat(get("/listen/main.m3u8").statusCode()).as("a new beginning").isEqualTo(200);
        assertThat(heard.get("main")).isNotSameAs(listener);
        assertThat(left).contains("main");
    }

    /** Javalin once handled the end of each as an error, over and over, and wrote megabytes about it. */
    @Test
    void listenersWhoGoLeaveNothingBehind() throws Exception {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        said.start();
        root.addAppender(said);
        try {
            for (int i = 0; i < 10; i++) {
                try (InputStream body = client.send(request("/listen/main.ogg"), BodyHandlers.ofInputStream())
                        .body()) {
                    assertThat(body.read()).isEqualTo('O');
                }
            }
            PacketListener listener = listener("main");
            Song song = new Song(codec, START, 5);
            song.sendAll(listener); // to connections that are closed
            for (int tries = 0; tries < 300 && !behind.isEmpty() && behind.getLast() != 0; tries++) {
                Thread.sleep(20);
            }
            assertThat(behind).as("listeners that the room is told of").endsWith(0);
            Thread.sleep(500);
        } finally {
            root.detachAppender(said);
        }
        assertThat(said.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void oneRoomIsHeardOnceHoweverManyListen() throws Exception {
        for (int i = 0; i < 5; i++) {
            get("/listen/main.m3u8");
        }
        PacketListener first = heard.get("main");
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            InputStream body = client.send(request("/listen/main.ogg"), BodyHandlers.ofInputStream())
                    .body();
            assertThat(body.read()).isEqualTo('O');
            streams.add(body);
        }
        assertThat(heard.get("main")).isSameAs(first);
        assertThat(behind).as("what the room is told").hasSize(20).contains(20);
        for (InputStream body : streams) {
            body.close();
        }
    }
}
