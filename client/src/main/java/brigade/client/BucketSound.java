package brigade.client;

import brigade.audio.AudioFormat;
import brigade.shard.codec.CodecException;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one bucket hears: its streams decoded, each placed at its clock less the codec's delay, faded as the listener likes
 * and added up. One thread at a time.
 */
final class BucketSound implements AutoCloseable {
    /** A decoder that joins a stream in its middle makes odd sounds at first. */
    private static final int JOIN_FADE_SAMPLES = 80 * AudioFormat.SAMPLE_RATE_HZ / 1000;

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    /** One stream's decoder and how far it is. */
    private static final class Track {
        private final PacketDecoder decoder;
        private long nextClock = -1;
        private int fadeLeft;

        Track(PacketDecoder decoder) {
            this.decoder = decoder;
        }
    }

    private final Seat seat;

    /** Clock of the seat's first sample: a mix may begin before it, and what lies there was never ours to hear. */
    private final long firstSample;

    private final OpusCodec codec;
    private final MixLevels levels;
    private final MixCounts counts;
    private final Timeline timeline;
    private final @Nullable Track[] tracks = new @Nullable Track[StreamId.COUNT];
    private final float[] frame = new float[FRAME];

    /** Up to here we know what every stream was: a stream that was absent was silent. */
    private long knownUpTo = -1;

    BucketSound(Seat seat, long firstSample, int capacitySamples, OpusCodec codec, MixLevels levels, MixCounts counts) {
        this.seat = seat;
        this.firstSample = firstSample;
        this.codec = codec;
        this.levels = levels;
        this.counts = counts;
        timeline = new Timeline(capacitySamples);
        timeline.startAt(firstSample);
    }

    Seat seat() {
        return seat;
    }

    Timeline timeline() {
        return timeline;
    }

    /** Takes the sections of a mix. */
    void take(StreamMessageReader message) {
        long clock = message.clock(0);
        int packets = message.packets(0);
        // Without packets the clock is where a silence ends, of any length.
        boolean goesOn = packets == 0 ? clock >= knownUpTo : clock == knownUpTo;
        if (knownUpTo >= 0 && !goesOn) {
            counts.oneGap();
        }
        for (int section = 0; section < message.sections(); section++) {
            take(message, section, goesOn);
        }
        knownUpTo = clock + (long) packets * FRAME;
    }

    private void take(StreamMessageReader message, int section, boolean goesOn) {
        int packets = message.packets(section);
        if (packets == 0) {
            return;
        }
        Track track = track(message.stream(section));
        long clock = message.clock(section);
        if (message.isReset(section)) {
            track.decoder.reset();
            track.fadeLeft = 0;
        } else if (!goesOn && track.nextClock != clock) {
            track.fadeLeft = JOIN_FADE_SAMPLES; // in the middle of its sound
        }
        float gain = levels.of(message.stream(section));
        for (int packet = 0; packet < packets; packet++) {
            decode(track, message, section, packet);
            fade(track);
            long at = clock + (long) packet * FRAME - AudioFormat.CODEC_DELAY_SAMPLES;
            int without = timeline.add(at, frame, FRAME, gain);
            counts.frame(at < firstSample ? 0 : without);
        }
        track.nextClock = clock + (long) packets * FRAME;
    }

    private void decode(Track track, StreamMessageReader message, int section, int packet) {
        try {
            track.decoder.decode(
                    message.bytes(),
                    message.packetOffset(section, packet),
                    message.packetLength(section, packet),
                    frame,
                    0,
                    FRAME);
        } catch (CodecException e) {
            track.decoder.reset();
            Arrays.fill(frame, 0);
            counts.oneBroken();
        }
    }

    private void fade(Track track) {
        for (int i = 0; i < FRAME && track.fadeLeft > 0; i++) {
            frame[i] *= 1 - (float) track.fadeLeft-- / JOIN_FADE_SAMPLES;
        }
    }

    private Track track(int stream) {
        Track track = tracks[stream];
        if (track == null) {
            track = new Track(codec.newDecoder());
            tracks[stream] = track;
        }
        return track;
    }

    @Override
    public void close() {
        for (Track track : tracks) {
            if (track != null) {
                track.decoder.close();
            }
        }
    }
}
