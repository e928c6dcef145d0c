import { describe, expect, it } from 'vitest';
import { StallWatch } from './stallWatch';

/** Reports ten times a second, with up to 8 ms of delay on their way; `late` moves the sound card. */
function watch(seconds: number, ppm: number, late: (t: number) => number): number[] {
  const stalls = new StallWatch();
  const steps: number[] = [];
  for (let n = 0; n < seconds * 10; n++) {
    const wallMs = n * 100;
    const frames = (wallMs - late(n / 10)) * 48 * (1 + ppm / 1e6);
    const step = stalls.observe(wallMs + ((n * 7919) % 9), frames);
    if (step > 0) steps.push(step);
  }
  return steps;
}

describe('stall watch', () => {
  it('is quiet while a sound card only drifts', () => {
    expect(watch(600, 100, () => 0)).toEqual([]);
    expect(watch(600, -100, () => 0)).toEqual([]);
  });

  it('tells a stall of 30 ms once, within two seconds', () => {
    const steps = watch(60, 20, (t) => (t < 30 ? 0 : 30));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toBeGreaterThan(25);
    expect(steps[0]).toBeLessThan(35);
  });
});
