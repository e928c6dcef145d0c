import { describe, expect, it } from 'vitest';
import { Ears } from './ears';
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';

const db = (x: number) => 20 * Math.log10(Math.max(x, 1e-9));

/** Loudness over 20 ms of what comes out, each 20 ms. */
function listen(
  ears: Ears,
  seconds: number,
  sound: (t: number) => number,
  at?: (t: number) => void,
): number[] {
  const out: number[] = [];
  const quantum = new Float32Array(QUANTUM_SAMPLES);
  let energy = 0;
  let n = 0;
  let peak = 0;
  for (let q = 0; q < (seconds * SAMPLE_RATE_HZ) / QUANTUM_SAMPLES; q++) {
    at?.((q * QUANTUM_SAMPLES) / SAMPLE_RATE_HZ);
    for (let i = 0; i < quantum.length; i++) quantum[i] = sound((q * QUANTUM_SAMPLES + i) / SAMPLE_RATE_HZ);
    ears.process(quantum);
    for (const x of quantum) {
      peak = Math.max(peak, Math.abs(x));
      energy += x * x;
      if (++n === 960) {
        out.push(db(Math.sqrt(energy / 960)));
        energy = 0;
        n = 0;
      }
    }
  }
  expect(peak).toBeLessThanOrEqual(0.892);
  return out;
}

const tone = (level: number) => (t: number) => level * Math.SQRT2 * Math.sin(2 * Math.PI * 350 * t);

/** Largest rise within 200 ms of what is above -46 dBFS. */
function steepest(loudness: number[]): number {
  let worst = 0;
  for (let i = 10; i < loudness.length; i++) {
    const before = Math.max(-46, ...loudness.slice(i - 10, i - 9));
    worst = Math.max(worst, (loudness[i] as number) - before);
  }
  return worst;
}

describe('the last stage before the ears', () => {
  it('lets a scream rise by no more than 10 dB in 200 ms', () => {
    const ears = new Ears();
    const loudness = listen(ears, 5, (t) => (t < 2 ? tone(0.03)(t) : tone(0.7)(t)));
    expect(steepest(loudness.slice(60))).toBeLessThan(10);
    expect(loudness.at(-1)).toBeGreaterThan(-6);
  });

  it('passes ordinary singing on untouched', () => {
    const ears = new Ears();
    listen(ears, 3, tone(0.1));
    const loudness = listen(ears, 2, tone(0.1));
    for (const x of loudness) expect(x).toBeCloseTo(-20, 1);
  });

  it('turns NaN and infinity into silence', () => {
    const ears = new Ears();
    const loudness = listen(ears, 1, (t) => (t < 0.5 ? Number.NaN : Number.POSITIVE_INFINITY));
    for (const x of loudness) expect(x).toBeLessThan(-100);
  });

  it('is silent within 20 ms of Esc and comes back slowly', () => {
    const ears = new Ears();
    listen(ears, 3, tone(0.2));
    ears.silence(true);
    const after = listen(ears, 0.1, tone(0.2));
    for (const x of after.slice(1)) expect(x).toBeLessThan(-100);
    ears.silence(false);
    const back = listen(ears, 3, tone(0.2));
    expect(steepest(back)).toBeLessThan(10.5);
    expect(back.at(-1)).toBeCloseTo(-14, 0);
  });
});
