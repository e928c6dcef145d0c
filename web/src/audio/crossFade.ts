import type { Bank } from './bank';
import { msToSamples, QUANTUM_SAMPLES } from './format';

/** A re-seat is faded over within this (the promise is under 100 ms). */
const LONGEST_SAMPLES = msToSamples(80);

/**
 * What sounded before the clock jumped, fading out while the new place fades in. Goes on at the old place, through what had
 * been received there. Audio thread; allocates nothing.
 */
export class CrossFade {
  private bank: Bank | undefined;
  private clock = 0;
  private phase = 0;
  private left = 0;
  private total = 0;

  /** Factor of the old place at the beginning of the next quantum. Old and new are strangers: powers add up to one. */
  get share(): number {
    return Math.sqrt(this.part(this.left));
  }

  /** And at its end. */
  get nextShare(): number {
    return Math.sqrt(this.part(this.left - QUANTUM_SAMPLES));
  }

  /** Factor of the new place. */
  get newShare(): number {
    return Math.sqrt(1 - this.part(this.left));
  }

  /** And at the quantum's end. */
  get nextNewShare(): number {
    return Math.sqrt(1 - this.part(this.left - QUANTUM_SAMPLES));
  }

  private part(left: number): number {
    return this.total === 0 ? 0 : Math.max(0, left) / this.total;
  }

  /** Fades from `clock` in `bank`, of which `depthSamples` more are there: it does not last longer than they. */
  begin(bank: Bank, clock: number, phase: number, depthSamples: number): void {
    const quanta = Math.floor((Math.min(LONGEST_SAMPLES, depthSamples) - 4) / QUANTUM_SAMPLES);
    this.bank = bank;
    this.clock = clock;
    this.phase = phase;
    this.total = Math.max(1, quanta) * QUANTUM_SAMPLES;
    this.left = this.total;
  }

  /** Adds its quantum to `out` and goes on by one. */
  addTo(out: Float32Array, gains: Float32Array, next: Float32Array): void {
    if (this.left === 0 || !this.bank) return;
    this.bank.addTo(out, this.clock, this.phase, 1, gains, next, this.share, this.nextShare);
    this.clock += QUANTUM_SAMPLES;
    this.left = Math.max(0, this.left - QUANTUM_SAMPLES);
    if (this.left === 0) this.total = 0;
  }
}
