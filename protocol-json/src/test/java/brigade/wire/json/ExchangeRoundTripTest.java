package brigade.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.ExchangeRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExchangeRoundTripTest {
    private static final String[] TEXTS = {
        "", "la", "\"quoted\"\\\n\t\u0000", "песня", "\uD83C\uDFB5 note", "lone \uD83C surrogate", "/slash</script>"
    };

    private final CallReader reader = new CallReader();
    private final JsonBuffer buffer = new JsonBuffer(16);

    @Test
    void anythingAShardCanSendArrivesAsItWas() throws IllegalAccessException {
        long seed = 20261121;
        System.out.println("seed " + seed);
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            ExchangeRequest sent = randomRequest(random);
            buffer.reset();
            ExchangeWriter.writeExchange(sent, buffer);

            assertThat(reader.read(buffer.bytes(), buffer.length())).isEqualTo("exchange");

            assertSame(reader.exchange(), sent);
        }
    }

    @Test
    void anEmptyRequestAfterAFullOneIsEmpty() throws IllegalAccessException {
        buffer.reset();
        ExchangeWriter.writeExchange(randomRequest(new Random(1)), buffer);
        reader.read(buffer.bytes(), buffer.length());
        buffer.reset();
        ExchangeWriter.writeExchange(new ExchangeRequest(), buffer);

        reader.read(buffer.bytes(), buffer.length());

        assertThat(buffer).hasToString("{\"call\":\"exchange\",\"userid\":\"0\",\"n_samples\":0}");
        assertSame(reader.exchange(), new ExchangeRequest());
    }

    @Test
    void twoHundredKilobytesOfLyricsFit() {
        ExchangeRequest sent = new ExchangeRequest();
        sent.lyrics = "я".repeat(100_000);
        buffer.reset();
        ExchangeWriter.writeExchange(sent, buffer);

        reader.read(buffer.bytes(), buffer.length());

        assertThat(reader.exchange().lyrics).isEqualTo(sent.lyrics);
    }

    @Test
    void otherCallsAreNamed() {
        buffer.reset();
        ExchangeWriter.writeCall(CallReader.STATUS, buffer);
        assertThat(reader.read(buffer.bytes(), buffer.length())).isEqualTo("status");

        buffer.reset();
        ExchangeWriter.writeNotify("choir", "backingTrack", "tune.wav", buffer);
        assertThat(reader.read(buffer.bytes(), buffer.length())).isEqualTo("notify");
        assertThat(reader.exchange().room).isEqualTo("choir");
        assertThat(reader.kind()).isEqualTo("backingTrack");
        assertThat(reader.name()).isEqualTo("tune.wav");
    }

    private static void assertSame(ExchangeRequest got, ExchangeRequest sent) throws IllegalAccessException {
        int fields = 0;
        for (Field field : ExchangeRequest.class.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                assertThat(field.get(got)).as(field.getName()).isEqualTo(field.get(sent));
                fields++;
            }
        }
        assertThat(fields).isEqualTo(ExchangeField.values().length - 3); // all but call, kind, name
    }

    private static ExchangeRequest randomRequest(RandomGenerator random) throws IllegalAccessException {
        ExchangeRequest request = new ExchangeRequest();
        for (Field field : ExchangeRequest.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) || random.nextInt(3) == 0) {
                continue;
            }
            Class<?> type = field.getType();
            if (type == boolean.class) {
                field.setBoolean(request, random.nextBoolean());
            } else if (type == int.class) {
                field.setInt(request, random.nextInt(Integer.MAX_VALUE));
            } else if (type == long.class || type == Long.class) {
                field.set(request, random.nextLong());
            } else if (type == double.class) {
                field.setDouble(request, random.nextDouble() * 2);
            } else if (type == String.class) {
                field.set(request, TEXTS[random.nextInt(TEXTS.length)]);
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            request.chats.add(TEXTS[random.nextInt(TEXTS.length)]);
            request.micVolumes.add(new ExchangeRequest.MicVolume(random.nextLong(), random.nextDouble() * 2));
            request.marks.add(new ExchangeRequest.Mark(TEXTS[random.nextInt(TEXTS.length)], random.nextLong()));
        }
        return request;
    }
}
