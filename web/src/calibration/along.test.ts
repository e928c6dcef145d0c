import { describe, expect, it } from 'vitest';
import { along, BEATS_AT_SAMPLES, BEATS_SAMPLES, isSteady, onsets, wayByClapping } from './along';

/** Claps (or sung "ta"s) at `at`, with the room's noise. */
function clapping(at: readonly number[], loudness = 0.2, noise = 0.001): Float32Array {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  };
  const pcm = Float32Array.from({ length: BEATS_SAMPLES }, () => noise * random());
  for (const clap of at) {
    for (let n = 0; n < 3_000; n++) {
      const i = Math.round(clap) + n;
      if (i >= 0 && i < pcm.length) pcm[i] = (pcm[i] as number) + loudness * Math.exp(-n / 600) * random();
    }
  }
  return pcm;
}

describe('who claps along', () => {
  it('is heard where he claps, to 3 ms', () => {
    const at = [10_000, 40_000, 80_000];
    onsets(clapping(at)).forEach((found, i) => {
      expect(Math.abs(found - (at[i] as number))).toBeLessThanOrEqual(144);
    });
  });

  it.each([20, 64, 178, 300])('shows that sound takes %i ms, though his hands are unsteady', (ms) => {
    const claps = BEATS_AT_SAMPLES.slice(3).map((beat, i) => beat + ms * 48 + (((i * 7) % 5) - 2) * 480);
    const found = wayByClapping(clapping(claps));
    expect(Math.abs((found?.offsetSamples ?? 0) - ms * 48)).toBeLessThanOrEqual(15 * 48);
  });

  it('is not believed when he claps here and there, or not at all', () => {
    expect(wayByClapping(clapping([]))).toBeUndefined();
    expect(
      wayByClapping(clapping(BEATS_AT_SAMPLES.map((b, i) => b + ((i * 5_431) % 17_000)))),
    ).toBeUndefined();
  });

  it('is told to be 60 ms behind the beat', () => {
    const beats = BEATS_AT_SAMPLES.slice(4);
    const found = along(clapping(beats.map((b) => b + 2_880)), beats, -9_600, 9_600);
    expect(Math.abs(found.offsetSamples - 2_880)).toBeLessThanOrEqual(144);
    expect(isSteady(found, beats.length)).toBe(true);
  });
});
