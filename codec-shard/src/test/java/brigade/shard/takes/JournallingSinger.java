package brigade.shard.takes;

import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.stream.VoiceMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a singer's client makes of a voice: its encoder, and the messages it sent. */
final class JournallingSinger implements AutoCloseable {
    private static final int FRAME = 960;
    private static final int MESSAGE = 3;

    private final PacketEncoder encoder;
    private final byte[] room;
    private final long start;
    private final float[] voice;
    private final int bucket;
    private boolean first = true;

    /** @param start clock of the song's first sample */
    JournallingSinger(OpusCodec codec, String room, long start, float[] voice) {
        this(codec, room, start, voice, 2);
    }

    /** The same in that row. */
    JournallingSinger(OpusCodec codec, String room, long start, float[] voice, int bucket) {
        this.bucket = bucket;
        this.encoder = codec.newEncoder();
        this.room = room.getBytes(StandardCharsets.UTF_8);
        this.start = start;
        this.voice = voice;
    }

    /** Sings that part of the song, to that shard; {@code lost} messages never come. */
    void sing(VoiceJournal shard, long person, long connection, int from, int to, int... lost) {
        byte[] bytes = new byte[MESSAGE * 1_300];
        int[] offsets = new int[MESSAGE];
        int[] lengths = new int[MESSAGE];
        int message = 0;
        for (int at = from; at + MESSAGE * FRAME <= to; at += MESSAGE * FRAME) {
            int end = 0;
            for (int i = 0; i < MESSAGE; i++) {
                offsets[i] = end;
                lengths[i] = encoder.encode(voice, at + i * FRAME, FRAME, bytes, end);
                end += lengths[i];
            }
            int now = message++;
            if (Arrays.stream(lost).noneMatch(number -> number == now)) {
                VoiceMessage sung = new VoiceMessage();
                sung.room = room;
                sung.person = person;
                sung.connection = connection;
                sung.clock = start + at;
                sung.bucket = bucket;
                sung.reset = first;
                sung.packets = MESSAGE;
                sung.bytes = bytes;
                System.arraycopy(offsets, 0, sung.offsets, 0, MESSAGE);
                System.arraycopy(lengths, 0, sung.lengths, 0, MESSAGE);
                shard.voice(sung);
                first = false;
            }
        }
    }

    @Override
    public void close() {
        encoder.close();
    }
}
