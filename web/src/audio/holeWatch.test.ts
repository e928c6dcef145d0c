import { describe, expect, it } from 'vitest';
import { QUANTUM_SAMPLES } from './format';
import { HoleWatch } from './holeWatch';

/** What is found in `seconds` of a noisy microphone whose samples in `silent` are zeros. */
function holes(block: number, silent: [number, number][], seconds = 2): number[] {
  const watch = new HoleWatch();
  watch.begin(block);
  const found: number[] = [];
  const input = new Float32Array(QUANTUM_SAMPLES);
  for (let at = 0; at < seconds * 48_000; at += QUANTUM_SAMPLES) {
    for (let i = 0; i < QUANTUM_SAMPLES; i++) {
      const n = at + i;
      input[i] = silent.some(([from, to]) => n >= from && n < to) ? 0 : 0.001 * ((n % 7) + 1);
    }
    const hole = watch.observe(input);
    if (hole > 0) found.push(hole);
  }
  return found;
}

describe('hole watch', () => {
  it('finds blocks of zeros, one or some', () => {
    expect(
      holes(1_024, [
        [10_240, 11_264],
        [40_960, 43_008],
      ]),
    ).toEqual([1_024, 2_048]);
    expect(holes(480, [[9_600, 10_080]])).toEqual([480]);
  });

  it('leaves silence alone that is no hole', () => {
    expect(holes(1_024, [[10_240, 11_265]])).toEqual([]);
    expect(holes(1_024, [[10_241, 11_265]])).toEqual([]);
    expect(holes(1_024, [[0, 20_480]])).toEqual([]);
    expect(holes(1_024, [[10_240, 14_336]])).toEqual([]);
    expect(holes(0, [[10_240, 11_264]])).toEqual([]);
  });
});
