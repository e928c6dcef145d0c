import { describe, expect, it } from 'vitest';
import { DriftWatch } from './driftWatch';

/** Reports ten times a second, some seen late; the microphone gives blocks of 21.3 ms, `ppm` faster than the sound card. */
function watch(seconds: number, ppm: number, late: (t: number) => number, told = 0): number[] {
  const drift = new DriftWatch();
  const steps: number[] = [];
  for (let n = 0; n < seconds * 10; n++) {
    const wallMs = n * 100 + ((n * 7_919) % 13) + (n % 50 === 0 ? 80 : 0);
    const stalled = late(n / 10);
    if (told > 0 && stalled > 0 && late(n / 10 - 0.1) === 0) drift.stalled(told);
    const blocks = Math.floor((wallMs * (1 + ppm / 1e6)) / 21.333);
    const step = drift.observe(wallMs, stalled + ((n * 31) % 7) / 4, wallMs - blocks * 21.333);
    if (step !== 0) steps.push(step);
  }
  return steps;
}

const sum = (steps: number[]) => steps.reduce((a, b) => a + b, 0);

describe('drift watch', () => {
  it('is quiet when both run by one clock, however late the page looks', () => {
    expect(watch(600, 0, () => 0)).toEqual([]);
  });

  it.each([50, -50, 150])(
    'follows a microphone that is %i ppm off, within 7 ms after half an hour',
    (ppm) => {
      const followed = sum(watch(1_800, ppm, () => 0));
      expect(Math.abs(followed - (ppm * 1_800) / 1_000)).toBeLessThan(7);
    },
  );

  it('does not count twice what was seen as a stall', () => {
    expect(watch(120, 0, (t) => (t < 60 ? 0 : 40), 40)).toEqual([]);
    expect(sum(watch(120, 0, (t) => (t < 60 ? 0 : 40)))).toBeCloseTo(40, 0);
  });
});
