import { describe, expect, it } from 'vitest';
import { PROBE_SAMPLES, probe } from './chirp';
import { evaluate } from './evaluate';

/** A seeded generator (Lehmer): tests repeat exactly. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The microphone `latency` samples away, with `noise` and an echo from the wall. */
function room(latency: number, gain: number, noise: number, seed = 1): Float32Array {
  const sent = probe(0.1);
  const random = chance(seed);
  return Float32Array.from({ length: PROBE_SAMPLES }, (_, n) => {
    const direct = gain * (sent[n - latency] ?? 0);
    const echo = 0.3 * gain * (sent[n - latency - 700] ?? 0);
    return direct + echo + noise * (2 * random() - 1);
  });
}

describe('calibration', () => {
  it.each([60, 3_072, 8_544, 15_000])('finds a round trip of %i samples exactly', (latency) => {
    const result = evaluate(room(latency, 0.2, 0.001));
    expect(result.latencySamples).toBe(latency);
    expect(result.spreadSamples).toBe(0);
    expect(result.agreeing).toBe(8);
    expect(result.accepted).toBe(true);
  });

  it('is right within a sample in a noisy kitchen', () => {
    const result = evaluate(room(4_321, 0.1, 0.01, 3));
    expect(Math.abs(result.latencySamples - 4_321)).toBeLessThanOrEqual(1);
    expect(result.accepted).toBe(true);
  });

  it('refuses to guess when nothing can be heard', () => {
    expect(evaluate(room(4_000, 0, 0.01, 5)).accepted).toBe(false);
    expect(evaluate(new Float32Array(PROBE_SAMPLES)).accepted).toBe(false);
  });
});
