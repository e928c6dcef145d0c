import { describe, expect, it } from 'vitest';
import { CaptureGrid } from './captureGrid';
import { FRAME_SAMPLES, QUANTUM_SAMPLES } from './format';

const START = 86_400_000_000_000;

/** Feeds `seconds` of `sound(t)` captured while playback ran at `speed`; returns what came out, by clock. */
function capture(speed: number, quanta: number, sound: (clock: number) => number) {
  const frames: { clock: number; pcm: Float32Array }[] = [];
  const grid = new CaptureGrid(
    FRAME_SAMPLES,
    () => new Float32Array(FRAME_SAMPLES),
    (clock, pcm) => frames.push({ clock, pcm }),
  );
  let whole = START;
  let fraction = 0;
  const quantum = new Float32Array(QUANTUM_SAMPLES);
  for (let q = 0; q < quanta; q++) {
    for (let i = 0; i < quantum.length; i++) quantum[i] = sound(whole - START + fraction + i * speed);
    grid.push(quantum, whole, fraction, speed);
    fraction += QUANTUM_SAMPLES * speed;
    whole += Math.floor(fraction);
    fraction -= Math.floor(fraction);
  }
  return frames;
}

describe('the capture grid', () => {
  it('passes samples on unchanged at their own clocks when the rates are equal', () => {
    const frames = capture(1, 100, (clock) => Math.sin(clock / 17));
    expect(frames.length).toBe(13);
    frames.forEach((frame, n) => {
      expect(frame.clock).toBe(START + n * FRAME_SAMPLES);
      frame.pcm.forEach((x, i) => {
        expect(x).toBeCloseTo(Math.sin((n * FRAME_SAMPLES + i) / 17), 5);
      });
    });
  });

  for (const speed of [0.9995, 0.99998, 1.0003, 1.0005]) {
    it(`makes a gapless sequence of whole clocks at speed ${speed}`, () => {
      const frames = capture(speed, 3_000, (clock) => 0.5 * Math.sin((2 * Math.PI * 440 * clock) / 48_000));
      let error = 0;
      frames.forEach((frame, n) => {
        expect(frame.clock).toBe(START + n * FRAME_SAMPLES);
        frame.pcm.forEach((x, i) => {
          const ideal = 0.5 * Math.sin((2 * Math.PI * 440 * (n * FRAME_SAMPLES + i)) / 48_000);
          error = Math.max(error, Math.abs(x - ideal));
        });
      });
      expect(frames.length).toBe(Math.floor((3_000 * QUANTUM_SAMPLES * speed - 2) / FRAME_SAMPLES));
      expect(error).toBeLessThan(2e-4);
    });
  }

  it('begins a new frame after a jump', () => {
    const clocks: number[] = [];
    const grid = new CaptureGrid(
      FRAME_SAMPLES,
      () => new Float32Array(FRAME_SAMPLES),
      (clock) => clocks.push(clock),
    );
    const quantum = new Float32Array(QUANTUM_SAMPLES);
    for (let q = 0; q < 10; q++) grid.push(quantum, START + q * QUANTUM_SAMPLES, 0, 1);
    for (let q = 0; q < 10; q++) grid.push(quantum, START + 1_000_007 + q * QUANTUM_SAMPLES, 0, 1);
    expect(clocks).toEqual([START, START + 1_000_007]);
  });
});
