import { describe, expect, it } from 'vitest';
import { StallWatch } from './stallWatch';

/** Reports ten times a second, each seen up to 2 ms late; `late` moves the sound card. */
function watch(seconds: number, ppm: number, late: (t: number) => number): number[] {
  const stalls = new StallWatch();
  const steps: number[] = [];
  for (let n = 0; n < seconds * 10; n++) {
    const wallMs = n * 100;
    const soundMs = (wallMs - late(n / 10)) * (1 + ppm / 1e6);
    const step = stalls.observe(wallMs, wallMs - soundMs + ((n * 7919) % 9) / 4);
    if (step !== 0) steps.push(step);
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
    expect(steps[0]).toBeGreaterThan(29);
    expect(steps[0]).toBeLessThan(31);
  });

  it('tells a small stall once, when it has lasted', () => {
    const steps = watch(60, 20, (t) => (t < 30 ? 0 : 5.3));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toBeGreaterThan(4.5);
    expect(steps[0]).toBeLessThan(6);
    expect(watch(32, 20, (t) => (t < 30 ? 0 : 5.3))).toEqual([]);
  });

  it('is quiet when each look of two seconds was late', () => {
    expect(watch(60, 20, (t) => (t < 30 || t >= 32 ? 0 : 5.3))).toEqual([]);
  });

  it('takes back a step that was none', () => {
    const steps = watch(60, 20, (t) => (t < 30 || t >= 33.5 ? 0 : 12));
    expect(steps).toHaveLength(2);
    expect(steps[0]).toBeGreaterThan(11);
    expect((steps[0] ?? 0) + (steps[1] ?? 0)).toBeLessThan(0.5);
    expect((steps[0] ?? 0) + (steps[1] ?? 0)).toBeGreaterThan(-0.5);
  });

  it('never puts sound earlier than it began', () => {
    expect(watch(60, 0, (t) => (t < 30 ? 0 : -30))).toEqual([]);
  });
});
