package brigade.shard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.AudioFormat;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamServiceTest {
    private static final long SEED = 20_261_121;
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    private final ServiceUnderTest shard = new ServiceUnderTest();
    private final StreamMessageWriter writer = new StreamMessageWriter();

    @AfterEach
    void stop() {
        shard.close();
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 3_000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    /** Packets of a rising tone, from a fresh encoder. */
    private List<byte[]> packets(int count) {
        List<byte[]> packets = new ArrayList<>();
        float[] pcm = new float[FRAME];
        byte[] bytes = new byte[StreamLimits.MIX_PACKET_MAX_BYTES];
        try (PacketEncoder encoder = shard.codec.newEncoder(RoomsHere.MIX)) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < FRAME; k++) {
                    pcm[k] = (float) (0.3 * Math.sin((i * FRAME + k) * 0.05));
                }
                packets.add(java.util.Arrays.copyOf(bytes, encoder.encode(pcm, 0, FRAME, bytes, 0)));
            }
        }
        return packets;
    }

    private byte[] voice(long clock, int bucket, boolean reset, List<byte[]> packets) {
        writer.begin(MessageKind.VOICE);
        writer.section(0, bucket, clock, reset);
        packets.forEach(packet -> writer.packet(packet, 0, packet.length));
        return writer.toByteArray();
    }

    @Test
    void placesVoicesByTheirClocksAndConcealsGaps() throws InterruptedException {
        ServiceUnderTest.Member singer = shard.join("a2");
        List<byte[]> tone = packets(12);
        long clock = shard.clock() - 48_000 + 17;
        singer.binary(voice(clock, 2, true, tone.subList(0, 3)));
        // One message of two packets is missing: 40 ms.
        singer.binary(voice(clock + 5L * FRAME, 2, false, tone.subList(5, 8)));
        singer.binary(voice(clock + 8L * FRAME, 2, false, List.of()));
        // After the end of a spurt nothing is concealed.
        singer.binary(voice(clock + 10L * FRAME, 2, false, tone.subList(10, 12)));
        await(() -> shard.stage.voices.size() >= 4);
        List<FakeStage.Voice> voices = List.copyOf(shard.stage.voices);
        assertThat(voices).hasSize(4);
        long first = clock - AudioFormat.CODEC_DELAY_SAMPLES;
        assertVoice(voices.get(0), first, 3 * FRAME, false);
        assertVoice(voices.get(1), first + 3L * FRAME, 2 * FRAME, true);
        assertVoice(voices.get(2), first + 5L * FRAME, 3 * FRAME, false);
        assertVoice(voices.get(3), first + 10L * FRAME, 2 * FRAME, false);
        assertThat(shard.count("brigade.samples.concealed")).isEqualTo(2 * FRAME);
        // The decoded tone lies where it was sung: 312 samples before its clock begins what is the encoder's delay.
        float[] sound = voices.get(0).sound();
        double error = 0;
        for (int i = FRAME; i < 2 * FRAME; i++) {
            double wanted = 0.3 * Math.sin((i - AudioFormat.CODEC_DELAY_SAMPLES) * 0.05);
            error = Math.max(error, Math.abs(sound[i] - wanted));
        }
        assertThat(error).isLessThan(0.08);
    }

    private static void assertVoice(FakeStage.Voice voice, long start, int samples, boolean concealed) {
        assertThat(voice.startClock()).isEqualTo(start);
        assertThat(voice.sound()).hasSize(samples);
        assertThat(voice.concealed()).isEqualTo(concealed);
        assertThat(voice.bucket()).isEqualTo(2);
        assertThat(voice.person()).isEqualTo(1_001);
        assertThat(voice.age()).isNotNegative();
    }

    @Test
    void jumpsAndLongGapsAreSilence() throws InterruptedException {
        ServiceUnderTest.Member singer = shard.join("a2");
        List<byte[]> tone = packets(3);
        long clock = shard.clock() - 96_000;
        singer.binary(voice(clock, 2, true, tone));
        singer.binary(voice(clock + 9L * FRAME, 2, false, tone)); // 120 ms
        singer.binary(voice(clock + 13L * FRAME, 3, false, tone)); // another bucket
        singer.binary(voice(clock, 3, false, tone)); // back
        await(() -> shard.stage.voices.size() >= 4);
        assertThat(shard.stage.voices).extracting(FakeStage.Voice::concealed).containsOnly(false);
    }

    @Test
    void clocksOutOfRangeAreDropped() throws InterruptedException {
        ServiceUnderTest.Member singer = shard.join("a2");
        List<byte[]> tone = packets(1);
        for (int i = 0; i < 5; i++) {
            singer.binary(voice(shard.clock() + 48_000, 2, true, tone));
            singer.binary(voice(shard.clock() - 121 * 48_000, 2, true, tone));
        }
        assertThat(singer.wire().await("error")).contains("bad-clock");
        assertThat(shard.count("brigade.voices.bad.clock")).isEqualTo(10);
        assertThat(singer.wire().texts.stream().filter(text -> text.contains("bad-clock")))
                .isEmpty();
    }

    @Test
    void secretsOfAHelloDoNotGoUp() throws InterruptedException {
        shard.join("a1");
        assertThat(shard.stage.events.getFirst()).contains("\"name\":\"a1\"").contains("\"access\":{}");
        assertThat(shard.stage.events).noneMatch(event -> event.contains("secret"));
    }

    @Test
    void refusesWhoAsksForAnotherRoom() throws InterruptedException {
        ServiceUnderTest.Member stranger = shard.open();
        stranger.text("{\"type\":\"chat\",\"text\":\"first\"}");
        assertThat(stranger.wire().await("error")).contains("protocol");
        stranger.text("{\"type\":\"hello\",\"room\":\"nowhere\",\"name\":\"x\"}");
        assertThat(stranger.wire().await("error")).contains("no-room");
        assertThat(stranger.wire().await("bye")).contains("no-room");
        await(() -> stranger.wire().closeCode == 4_000);
        assertThat(shard.stage.events).isEmpty();
    }

    @Test
    void floodsAreCutOff() throws InterruptedException {
        ServiceUnderTest.Member noisy = shard.join("a1");
        for (int i = 0; i < 150; i++) {
            noisy.text("{\"type\":\"chat\",\"text\":\"" + i + "\"}");
        }
        assertThat(noisy.wire().await("error")).contains("too-fast");
        assertThat(noisy.wire().closeCode).isZero();
        for (int i = 0; i < 400; i++) {
            noisy.text("{\"type\":\"chat\",\"text\":\"" + i + "\"}");
        }
        assertThat(noisy.wire().await("bye")).contains("flood");
        ServiceUnderTest.Member loud = shard.join("b1");
        byte[] message = voice(shard.clock() - 9_600, 1, false, packets(1));
        for (int i = 0; i < 500; i++) {
            loud.binary(message);
        }
        assertThat(loud.wire().await("bye")).contains("flood");
    }

    @Test
    void tenUnreadableMessagesAreEnough() throws InterruptedException {
        ServiceUnderTest.Member broken = shard.join("a1");
        for (int i = 0; i < 10; i++) {
            broken.binary(new byte[] {9, 9, 9});
            assertThat(broken.wire().await("error")).contains("bad-message");
        }
        assertThat(broken.wire().await("bye")).contains("protocol");
    }

    @Test
    void anotherStateServerHearsHelloAgain() throws InterruptedException {
        ServiceUnderTest.Member singer = shard.join("a2");
        await(() -> !singer.wire().mixes.isEmpty());
        shard.stage.away = true;
        await(() -> shard.count("brigade.tick.failed") > 1);
        singer.text("{\"type\":\"chat\",\"text\":\"hello?\"}");
        assertThat(singer.wire().await("error")).contains("unavailable");
        assertThat(singer.wire().closeCode).isZero();
        shard.stage.generation = "12";
        shard.stage.away = false;
        singer.wire().await("welcome");
        assertThat(shard.stage.events.getLast())
                .contains("\"resume\":{\"id\":\"1001\"}")
                .contains("\"hello\"");
        singer.wire().mixes.clear();
        await(() -> !singer.wire().mixes.isEmpty());
    }

    /** A drain asks each once, some at a time, and cuts nobody off. */
    @Test
    void whoIsSentAwayStaysUntilHeIsWelcomeElsewhere() throws InterruptedException {
        List<ServiceUnderTest.Member> members = List.of(shard.join("a2"), shard.join("b2"), shard.join("c2"));
        assertThat(shard.service.sendAway(2)).isEqualTo(1);
        assertThat(shard.service.sendAway(2)).isZero();
        assertThat(shard.service.sendAway(2)).isZero();
        for (ServiceUnderTest.Member member : members) {
            member.wire().await("reconnect");
            assertThat(member.wire().texts).noneMatch(text -> text.contains("reconnect") || text.contains("bye"));
        }
        assertThat(shard.service.hasSockets()).isTrue();
        for (ServiceUnderTest.Member member : members) {
            member.socket().closed();
        }
        await(() -> !shard.service.hasSockets());
    }

    @Test
    void whoIsGoneIsTold() throws InterruptedException {
        ServiceUnderTest.Member singer = shard.join("a2");
        singer.socket().closed();
        singer.socket().closed();
        await(() -> shard.stage.events.stream().anyMatch(event -> event.contains("closed")));
        await(() -> shard.registry.get("brigade.sockets").gauge().value() == 0);
    }

    @Test
    void silenceNeedsNoEncoderAndNoPackets() throws InterruptedException {
        shard.stage.silent = true;
        ServiceUnderTest.Member singer = shard.join("a3");
        await(() -> singer.wire().mixes.size() > 30);
        byte[] last = new byte[0];
        for (byte[] mix : singer.wire().mixes) {
            last = mix;
        }
        StreamMessageReader reader = new StreamMessageReader();
        reader.read(last, 0, last.length, Direction.TO_CLIENT);
        assertThat(reader.sections()).isEqualTo(1);
        assertThat(reader.packets(0)).isZero();
        assertThat(shard.registry
                        .get("brigade.frames.encoded")
                        .tag("stream", "lead")
                        .counter()
                        .count())
                .isLessThan(20);
    }

    @Test
    void aListenerOfTheShardHearsEveryFrameOnce() throws InterruptedException {
        List<Long> clocks = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<String> ends = new java.util.concurrent.CopyOnWriteArrayList<>();
        PacketListener listener = new PacketListener() {
            @Override
            public void packet(long clock, boolean reset, byte[] bytes, int offset, int length) {
                clocks.add(clock);
                assertThat(length).isPositive();
            }

            @Override
            public void ended(String reason) {
                ends.add(reason);
            }
        };
        StreamService.Listening registration = shard.service.listen(
                "{\"room\":\"main\",\"mode\":\"listen\",\"name\":\"0\"}",
                new AccessCheck.Admitted("{\"role\":\"listener\"}", ""),
                listener);
        await(() -> clocks.size() >= 30);
        registration.behind(17);
        await(() -> shard.stage.events.stream().anyMatch(event -> event.contains("\"listeners\":17")));
        registration.close();
        await(() -> shard.stage.bucketOf.isEmpty());
        for (int i = 1; i < clocks.size(); i++) {
            assertThat(clocks.get(i) - clocks.get(i - 1)).isEqualTo(FRAME);
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void aStuckPeerDelaysNobody() throws InterruptedException {
        ServiceUnderTest.Member stuck = shard.join("a3");
        ServiceUnderTest.Member well = shard.join("b3");
        await(() -> !well.wire().mixes.isEmpty());
        stuck.wire().sticks = true;
        well.wire().mixes.clear();
        stuck.text("{\"type\":\"ping\",\"t\":1}");
        assertThat(stuck.wire().await("bye")).contains("slow"); // after 5 s
        assertThat(stuck.wire().stuck.size()).isLessThanOrEqualTo(SocketOut.AUDIO_PENDING_MAX + 3);
        assertConsecutive(well.wire(), 60);
        assertThat(shard.count("brigade.sends.dropped")).isGreaterThan(50);
        await(() -> stuck.wire().disconnected);
    }

    private static void assertConsecutive(FakeWire wire, int atLeast) {
        StreamMessageReader reader = new StreamMessageReader();
        long last = -1;
        int seen = 0;
        for (byte[] mix : wire.mixes) {
            reader.read(mix, 0, mix.length, Direction.TO_CLIENT);
            if (last >= 0) {
                assertThat(reader.clock(0)).isEqualTo(last + 3L * FRAME);
            }
            last = reader.clock(0);
            seen++;
        }
        assertThat(seen).isGreaterThan(atLeast);
    }

    /** Whatever one member sends: the other gets every message, and the tick goes on. */
    @Test
    void hundredThousandBrokenMessagesDisturbNobody() throws InterruptedException {
        System.out.println("StreamServiceTest seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        ServiceUnderTest.Member well = shard.join("b3");
        await(() -> !well.wire().mixes.isEmpty());
        well.wire().mixes.clear();
        byte[] good = voice(shard.clock() - 48_000, 3, false, packets(3));
        String[] texts = {
            "{\"type\":\"chat\",\"text\":\"la\"}",
            "{\"type\":\"seat\",\"who\":\"1\",\"bucket\":2}",
            "{\"type\":\"stats\",\"underruns\":1e9,\"late\":-1}",
            "{\"type\":\"ping\",\"t\":1.5e3}",
            "{\"type\":\"hello\",\"room\":\"main\",\"name\":\"z3\",\"calibration\":{\"latencySamples\":1}}"
        };
        for (int member = 0; member < 1_000; member++) {
            ServiceUnderTest.Member bad = shard.open();
            if (member % 2 == 0) {
                bad.text("{\"type\":\"hello\",\"room\":\"main\",\"name\":\"f3\"}");
            }
            for (int i = 0; i < 100; i++) {
                if (random.nextBoolean()) {
                    bad.binary(spoil(good, random));
                } else {
                    bad.text(spoil(texts[random.nextInt(texts.length)], random));
                }
            }
            bad.socket().closed();
        }
        int ticks = shard.stage.calls.get();
        await(() -> shard.stage.calls.get() > ticks + 10);
        assertConsecutive(well.wire(), 10);
        assertThat(well.wire().closeCode).isZero();
        assertThat(shard.count("brigade.messages.bad")).isGreaterThan(5_000);
    }

    private static byte[] spoil(byte[] good, SplittableRandom random) {
        byte[] bytes =
                random.nextInt(4) == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length + 20)) : good.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(random.nextBoolean() ? Math.min(20, bytes.length) : bytes.length)] =
                    (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String spoil(String good, SplittableRandom random) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(0x20, 0xd800));
                case 1 -> text.deleteCharAt(at).append(' ');
                default -> text.insert(at, "[{\"".charAt(random.nextInt(3)));
            }
        }
        return text.toString();
    }

    @Test
    void talkGoesToEverybodyElse() throws InterruptedException {
        ServiceUnderTest.Member talker = shard.join("a1");
        writer.begin(MessageKind.TALK);
        writer.section(7, 0, 99, false);
        byte[] packet = packets(1).getFirst();
        writer.packet(packet, 0, packet.length);
        ServiceUnderTest.Member other = shard.join("b2");
        shard.stage.sounding = false;
        other.wire().mixes.clear();
        byte[] message = writer.toByteArray();
        talker.binary(message);
        await(() -> other.wire().mixes.stream().anyMatch(mix -> mix[0] == MessageKind.TALK));
        byte[] heard = other.wire().mixes.stream()
                .filter(mix -> mix[0] == MessageKind.TALK)
                .findFirst()
                .orElseThrow();
        message[4] = 8; // the talker's place
        assertThat(heard).isEqualTo(message);
        assertThat(talker.wire().mixes).noneMatch(mix -> mix[0] == MessageKind.TALK);
    }

    /** Whatever happens 50 times a second makes next to no garbage. */
    @Test
    void aTickAllocatesNextToNothing() throws InterruptedException {
        for (int bucket = 1; bucket <= 6; bucket++) {
            shard.join("a" + bucket).wire().keepsNothing = true;
        }
        Thread tick = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("shard-tick"))
                .findFirst()
                .orElseThrow();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int warm = shard.stage.calls.get();
        await(() -> shard.stage.calls.get() > warm + 150);
        int calls = shard.stage.calls.get();
        long before = threads.getThreadAllocatedBytes(tick.threadId()) - shard.stage.ownBytes.get();
        await(() -> shard.stage.calls.get() >= calls + 150);
        long bytes = threads.getThreadAllocatedBytes(tick.threadId()) - shard.stage.ownBytes.get() - before;
        long perTick = bytes / (shard.stage.calls.get() - calls);
        System.out.println("bytes allocated by a tick: " + perTick);
        assertThat(perTick).isLessThan(6_000);
    }
}
