/** The one sound format of Brigade: mono, 48 kHz, full scale +-1. All clocks are samples since the Unix epoch. */
export const SAMPLE_RATE_HZ = 48_000;

/** Samples of one frame, 20 ms: what Opus codes as a unit, and the grid of the mixes. */
export const FRAME_SAMPLES = 960;

/** Samples that one pass through Opus (application AUDIO) delays by; `welcome` says the same. */
export const CODEC_DELAY_SAMPLES = 312;

/** Samples of one call of a worklet's `process()`. */
export const QUANTUM_SAMPLES = 128;

export const msToSamples = (ms: number): number => Math.round((ms * SAMPLE_RATE_HZ) / 1000);
export const samplesToMs = (samples: number): number => (samples * 1000) / SAMPLE_RATE_HZ;
