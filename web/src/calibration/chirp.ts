import { SAMPLE_RATE_HZ } from '../audio/format';

const SECONDS = 0.01;
const FROM_HZ = 800;
const TO_HZ = 4_800;

/** The probe: 10 ms from 0.8 to 4.8 kHz under a sine window. Every loudspeaker and microphone has these. */
export const CHIRP: Float32Array = Float32Array.from({ length: SECONDS * SAMPLE_RATE_HZ }, (_, n) => {
  const t = n / SAMPLE_RATE_HZ;
  const phase = 2 * Math.PI * (FROM_HZ * t + ((TO_HZ - FROM_HZ) * t * t) / (2 * SECONDS));
  return Math.sin(phase) * Math.sin((Math.PI * n) / (SECONDS * SAMPLE_RATE_HZ));
});

/** Where the chirps lie in a probe: each at another distance, so that an echo of one is never taken for the next. */
export const CHIRP_AT_SAMPLES: readonly number[] = [0, 0.56, 1.09, 1.68, 2.21, 2.81, 3.35, 3.93].map((s) =>
  Math.round((s + 0.1) * SAMPLE_RATE_HZ),
);

/** Longest round trip that is looked for: Bluetooth takes 0.3 s, and 0.1 s wait in queues. Less than two chirps are apart. */
export const LATENCY_MAX_SAMPLES = 0.5 * SAMPLE_RATE_HZ;

/** Samples that are recorded for one probe. */
export const PROBE_SAMPLES = (CHIRP_AT_SAMPLES.at(-1) ?? 0) + LATENCY_MAX_SAMPLES + CHIRP.length;

/** A probe at `level` (0.1 = -20 dBFS, the loudest that is allowed). */
export function probe(level: number): Float32Array {
  const pcm = new Float32Array((CHIRP_AT_SAMPLES.at(-1) ?? 0) + CHIRP.length);
  for (const at of CHIRP_AT_SAMPLES) {
    CHIRP.forEach((x, i) => {
      pcm[at + i] = Math.min(0.1, level) * x;
    });
  }
  return pcm;
}
