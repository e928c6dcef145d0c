package brigade.robot;

import brigade.audio.file.FloatList;
import brigade.audio.file.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a robot heard, and at which clocks: stretches without a gap, one after the other. One thread writes; read it when
 * the robot is done.
 */
public final class Recording {
    /**
     * Sound without a gap.
     *
     * @param fromIndex where it starts in {@link #sound()}
     * @param fromSample clock of its first sample, the codec's delay taken off
     * @param samples how long
     */
    public record Stretch(int fromIndex, long fromSample, int samples) {
        /** Clock after its last sample. */
        public long endSample() {
            return fromSample + samples;
        }
    }

    private final FloatList sound = new FloatList();
    private final List<Stretch> stretches = new ArrayList<>();

    /** An empty one. */
    public Recording() {}

    /** Adds {@code samples} samples that belong to the clocks from {@code fromSample} on. */
    void add(long fromSample, float[] pcm, int samples) {
        int index = sound.size();
        sound.addAll(pcm, samples);
        if (!stretches.isEmpty() && stretches.getLast().endSample() == fromSample) {
            Stretch last = stretches.removeLast();
            stretches.add(new Stretch(last.fromIndex(), last.fromSample(), last.samples() + samples));
        } else {
            stretches.add(new Stretch(index, fromSample, samples));
        }
    }

    /** All of it, gaps closed up. */
    public float[] sound() {
        return sound.toArray();
    }

    /** Its stretches in the order heard: one when nothing was missed and nobody was reseated. */
    public List<Stretch> stretches() {
        return List.copyOf(stretches);
    }

    /**
     * What was heard at {@code [fromSample, toSample)}; silence where nothing was. What was heard twice (after a reseat)
     * comes as heard last.
     */
    public float[] at(long fromSample, long toSample) {
        float[] part = new float[Math.toIntExact(toSample - fromSample)];
        for (Stretch stretch : stretches) {
            long from = Math.max(fromSample, stretch.fromSample());
            long to = Math.min(toSample, stretch.endSample());
            if (from < to) {
                int index = stretch.fromIndex() + (int) (from - stretch.fromSample());
                sound.copyTo(index, part, (int) (from - fromSample), (int) (to - from));
            }
        }
        return part;
    }

    /** Writes all of it as 16-bit WAV. */
    public void writeTo(Path file) throws IOException {
        WavWriter.write(file, sound(), WavWriter.Encoding.INT_16);
    }
}
