package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.AudioFormat;
import org.junit.jupiter.api.Test;

class LoudnessMeterTest {
    @Test
    void loudnessIsAsTheStandardSays() {
        // EBU Tech 3341, 1: a sine of 1 kHz at -23 dBFS in both channels is -23 LUFS; in one channel 3 LU less.
        LoudnessMeter meter = new LoudnessMeter();
        float[] sine = new float[20 * AudioFormat.SAMPLE_RATE_HZ];
        double level = Math.pow(10, -23 / 20.0);
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (level * Math.sin(2 * Math.PI * 1_000 * i / 48_000));
        }
        meter.take(sine, sine.length);
        assertThat(meter.integratedLufs()).isBetween(-26.11, -25.91);
        // Silence after it is gated away.
        meter.take(new float[sine.length], sine.length);
        assertThat(meter.integratedLufs()).isBetween(-26.11, -25.8);
    }
}
