import { QUANTUM_SAMPLES } from './format';
import { cubic } from './interpolate';
import { StreamRing } from './streamRing';

/** Streams that a seat hears, by their number on the wire: lead, backing, crowd, round, solo, all. */
export const STREAMS = 6;
const SECONDS = 4;

/**
 * What is received for one bucket, a ring per stream. Two of them make a cross-fade at a re-seat. Audio thread; allocates in
 * the constructor only.
 */
export class Bank {
  readonly rings = Array.from({ length: STREAMS }, () => new StreamRing(SECONDS));
  bucket = -1;
  delaySamples = 0;

  /** Makes it the bank of another bucket, empty. */
  reset(bucket: number, delaySamples: number): void {
    this.bucket = bucket;
    this.delaySamples = delaySamples;
    for (const ring of this.rings) ring.clear();
  }

  /**
   * Adds a quantum of all streams to `out`.
   *
   * @param clock of the first sample, its whole part
   * @param phase and its fraction, 0..1
   * @param speed clock samples per sample of `out`
   * @param gains a factor per stream at the quantum's beginning
   * @param next and at its end
   * @param share factor of all at the quantum's beginning
   * @param nextShare and at its end
   */
  addTo(
    out: Float32Array,
    clock: number,
    phase: number,
    speed: number,
    gains: Float32Array,
    next: Float32Array,
    share: number,
    nextShare: number,
  ): void {
    for (let stream = 0; stream < STREAMS; stream++) {
      const from = (gains[stream] as number) * share;
      const to = (next[stream] as number) * nextShare;
      const ring = this.rings[stream] as StreamRing;
      if (from === 0 && to === 0) continue;
      if (!ring.has(clock - 1) && !ring.has(clock + QUANTUM_SAMPLES + 3)) continue;
      add(out, ring, clock, phase, speed, from, to);
    }
  }
}

function add(
  out: Float32Array,
  ring: StreamRing,
  clock: number,
  phase: number,
  speed: number,
  from: number,
  to: number,
): void {
  const step = (to - from) / out.length;
  let gain = from;
  let whole = clock;
  let t = phase;
  let a = ring.at(whole - 1);
  let b = ring.at(whole);
  let c = ring.at(whole + 1);
  let d = ring.at(whole + 2);
  for (let i = 0; i < out.length; i++) {
    out[i] = (out[i] as number) + gain * (t === 0 ? b : cubic(a, b, c, d, t));
    gain += step;
    t += speed;
    while (t >= 1) {
      t -= 1;
      whole++;
      a = b;
      b = c;
      c = d;
      d = ring.at(whole + 2);
    }
  }
}
