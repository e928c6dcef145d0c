package brigade.shard.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.AudioFormat;
import brigade.audio.file.MappedWav;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.EncoderSettings;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.shard.listen.OggOpus;
import brigade.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A take may be longer than what is uploaded when all are to listen to it together. */
class LongTakeTest {
    private static final int FRAME = 960;
    private static final int PAGE_FRAMES = 50;

    @TempDir
    private Path data;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);

    @Test
    void elevenMinutesBecomeATrackThatTheStateServerReadsWhereItLies() throws Exception {
        RoomFiles files = new RoomFiles(data, codec, new SplittableRandom(1));
        Path ogg = data.resolve("take.ogg");
        writeOgg(ogg, 11 * 60);
        ObjectNode made = files.saveTake("room-0", "t1", "Take", ogg, 1);
        assertThat(made.path("seconds").asDouble()).isEqualTo(660.0);
        assertThat(files.trackOf("room-0", "t1", ogg)).isPresent();
        MappedWav wav = Objects.requireNonNull(MappedWav.open(data.resolve("tracks/rooms/room-0/Take.wav")));
        // The last packet is taken whole.
        assertThat(wav.samples()).isBetween(660 * AudioFormat.SAMPLE_RATE_HZ, 660 * AudioFormat.SAMPLE_RATE_HZ + FRAME);

        // The same as a file that was sent is too long.
        try (InputStream in = Files.newInputStream(ogg)) {
            assertThatThrownBy(() -> files.save("room-0", true, "sent", in, 2))
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.status()).isEqualTo(413));
        }
    }

    /** One soft packet over and over: how it sounds does not matter. */
    private void writeOgg(Path file, int seconds) throws IOException {
        byte[] packet = new byte[1_500];
        try (PacketEncoder encoder = codec.newEncoder(new EncoderSettings(16_000, 0, 100))) {
            packet = Arrays.copyOf(packet, encoder.encode(new float[FRAME], 0, FRAME, packet, 0));
        }
        long samples = (long) seconds * AudioFormat.SAMPLE_RATE_HZ;
        long frames = OggOpus.PREROLL_FRAMES + samples / FRAME + 1;
        OggOpus ogg = new OggOpus(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long i = 1; i <= frames; i++) {
                ogg.packet(packet);
                if (i % PAGE_FRAMES == 0 && i < frames) {
                    ogg.endPage();
                    out.write(ogg.take());
                }
            }
            ogg.end(samples);
            out.write(ogg.take());
        }
    }
}
