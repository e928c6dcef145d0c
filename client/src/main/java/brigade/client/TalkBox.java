package brigade.client;

import brigade.audio.AudioFormat;
import brigade.shard.codec.CodecException;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import brigade.wire.stream.StreamMessageWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Talk between songs: decodes up to four talkers and adds them up as soon as they come, and sends what our microphone
 * hears. Without headphones it is half duplex, see {@link HalfDuplex}. Guarded by the client's lock.
 */
final class TalkBox implements AutoCloseable {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final int SLOTS = StreamId.TALKER_LAST - StreamId.TALKER_FIRST + 1;

    /** Kept of one talker at most: more would make the talk lag for good. */
    private static final int WAITING_MAX_SAMPLES = 300 * AudioFormat.SAMPLE_RATE_HZ / 1000;

    /** A spurt is played from when so much of it is there. */
    private static final int START_SAMPLES = 80 * AudioFormat.SAMPLE_RATE_HZ / 1000;

    /** One talker, as he comes in. */
    private static final class Slot {
        private final PacketDecoder decoder;
        private final float[] waiting = new float[WAITING_MAX_SAMPLES + StreamLimits.PACKETS_MAX * FRAME];
        private String talker = "";
        private int samples;
        private boolean playing;

        Slot(PacketDecoder decoder) {
            this.decoder = decoder;
        }

        void drop(int count) {
            System.arraycopy(waiting, count, waiting, 0, samples - count);
            samples -= count;
        }
    }

    private final OpusCodec codec;
    private final PacketEncoder encoder;
    private final VoiceSender.Out out;
    private final @Nullable HalfDuplex halfDuplex;
    private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];
    private final StreamMessageWriter writer = new StreamMessageWriter();
    private final byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
    private long spokenSamples;
    private boolean speaking;

    /** @param headphones whether the microphone cannot hear the loudspeaker */
    TalkBox(OpusCodec codec, boolean headphones, VoiceSender.Out out) {
        this.codec = codec;
        this.out = out;
        encoder = codec.newEncoder();
        halfDuplex = headphones ? null : new HalfDuplex();
    }

    /** Takes what others said. */
    void take(StreamMessageReader message, RoomView room) {
        for (int section = 0; section < message.sections(); section++) {
            int number = message.stream(section) - StreamId.TALKER_FIRST;
            Slot slot = slot(number);
            String talker = room.talker(number);
            if (message.isReset(section) || !slot.talker.equals(talker)) {
                slot.decoder.reset();
                slot.talker = talker;
            }
            for (int i = 0; i < message.packets(section); i++) {
                decode(slot, message, section, i);
            }
            if (slot.samples > WAITING_MAX_SAMPLES) {
                slot.drop(slot.samples - WAITING_MAX_SAMPLES);
            }
        }
    }

    private static void decode(Slot slot, StreamMessageReader message, int section, int i) {
        try {
            slot.decoder.decode(
                    message.bytes(),
                    message.packetOffset(section, i),
                    message.packetLength(section, i),
                    slot.waiting,
                    slot.samples,
                    FRAME);
            slot.samples += FRAME;
        } catch (CodecException e) {
            slot.decoder.reset();
        }
    }

    /** Fills {@code heard} with what the loudspeaker plays in this block. */
    void play(float[] heard, int samples) {
        Arrays.fill(heard, 0, samples, 0);
        for (Slot slot : slots) {
            if (slot != null) {
                play(slot, heard, samples);
            }
        }
        if (halfDuplex != null) {
            halfDuplex.speaker(heard, samples);
        }
    }

    private static void play(Slot slot, float[] heard, int samples) {
        slot.playing = slot.samples > 0 && (slot.playing || slot.samples >= START_SAMPLES);
        int count = slot.playing ? Math.min(samples, slot.samples) : 0;
        for (int i = 0; i < count; i++) {
            heard[i] += slot.waiting[i];
        }
        slot.drop(count);
    }

    /** Sends what the microphone heard in this block, when somebody speaks into it. */
    void speak(float[] spoken, int samples) {
        spokenSamples += samples;
        boolean speaks =
                halfDuplex != null ? halfDuplex.microphone(spoken, samples) : HalfDuplex.isVoice(spoken, samples);
        if (!speaks) {
            speaking = false;
            return;
        }
        boolean begins = !speaking;
        speaking = true;
        if (begins) {
            encoder.reset();
        }
        writer.begin(MessageKind.TALK);
        writer.section(StreamId.TALKER_FIRST, 0, spokenSamples - samples, begins);
        for (int at = 0; at < samples; at += FRAME) {
            int bytes = encoder.encode(spoken, at, FRAME, packet, 0);
            writer.packet(packet, 0, bytes);
        }
        speaking = out.send(writer.bytes(), writer.length());
    }

    private Slot slot(int number) {
        Slot slot = slots[number];
        if (slot == null) {
            slot = new Slot(codec.newDecoder());
            slots[number] = slot;
        }
        return slot;
    }

    @Override
    public void close() {
        encoder.close();
        for (Slot slot : slots) {
            if (slot != null) {
                slot.decoder.close();
            }
        }
    }
}
